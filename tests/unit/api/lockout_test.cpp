// SPDX-License-Identifier: Apache-2.0
#include "support/installation.hpp"

#include "signet/schema/canonical_request.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Answer fail(Installation& vault, const Signer& machine) {
  auto request = vault.sign(machine, "GET", "/v1/secrets");
  request.header(header::kSignature)[3] ^= 1;
  return vault.handle(request);
}

TEST(LockingOut, TakesThreeFailuresInFiveMinutesAndLastsThirty) {
  Installation vault;
  const auto machine = vault.make_machine();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(fail(vault, machine).status, 401);
  const auto locked = vault.send(machine, "GET", "/v1/secrets");
  EXPECT_EQ(locked.status, 429);
  EXPECT_EQ(locked.header("Retry-After"), "1800");
  vault.clock.advance(minutes(30) - seconds(1));
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429) << "and a refusal did not extend it";
  vault.clock.advance(seconds(1));
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST(LockingOut, ForgetsFailuresOlderThanFiveMinutes) {
  Installation vault;
  const auto machine = vault.make_machine();
  (void)fail(vault, machine);
  (void)fail(vault, machine);
  vault.clock.advance(minutes(5) + std::chrono::milliseconds(1));
  (void)fail(vault, machine);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  (void)fail(vault, machine);
  (void)fail(vault, machine);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429);
}

TEST(LockingOut, CountsTheIdApartFromTheAddress) {
  Installation vault;
  const auto machine = vault.make_machine(), other = vault.make_machine();
  for (const char* address : {"198.51.100.1", "198.51.100.2", "198.51.100.3"}) {
    vault.address = address;
    EXPECT_EQ(fail(vault, machine).status, 401);
  }
  vault.address = "198.51.100.4";
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429) << "the id is locked from everywhere";
  EXPECT_EQ(vault.send(other, "GET", "/v1/secrets").status, 200) << "the address is not";
}

TEST(LockingOut, CountsAnIpv6NetworkAsOne) {
  Installation vault;
  const auto machines = {vault.make_machine(), vault.make_machine(), vault.make_machine()};
  int host = 1;
  for (const auto& machine : machines) {
    vault.address = "2001:db8:1:2::" + std::to_string(host++);
    EXPECT_EQ(fail(vault, machine).status, 401);
  }
  vault.address = "2001:db8:1:2:ffff::1";
  EXPECT_EQ(vault.send(*machines.begin(), "GET", "/v1/secrets").status, 429);
  vault.address = "2001:db8:1:3::1";
  EXPECT_EQ(vault.send(*machines.begin(), "GET", "/v1/secrets").status, 200);
}

TEST(LockingOut, SurvivesARestart) {
  Installation vault;
  const auto machine = vault.make_machine();
  (void)fail(vault, machine);
  (void)fail(vault, machine);
  vault.restart();
  EXPECT_EQ(fail(vault, machine).status, 401);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429) << "two failures before, one after";
  vault.restart();
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429);
}

TEST(LockingOut, CountsUnknownIdsAlike) {
  Installation vault;
  auto machine = vault.make_machine();
  machine.id = "00000000-0000-4000-8000-000000000000";
  for (const char* address : {"198.51.100.1", "198.51.100.2", "198.51.100.3"}) {
    vault.address = address;
    EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 401);
  }
  vault.address = "198.51.100.4";
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429);
}

TEST(LockingOut, DoesNotCountRefusalsThatAreNoAttack) {
  Installation vault;
  const auto pending = vault.make_pending_machine(), machine = vault.make_machine();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(vault.send(pending, "GET", "/v1/secrets").status, 403);
    EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/sk_0000000000").status, 404);
    EXPECT_EQ(vault.send(machine, "GET", "/v1/nothing").status, 404);
  }
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST(LockingOut, SparesAnOperatorWhereItWasGoodBefore) {
  Installation vault;
  ASSERT_EQ(vault.send(vault.root, "GET", vault.vault_path("")).status, 200);
  const auto home = vault.address;
  for (const char* address : {"198.51.100.1", "198.51.100.2", "198.51.100.3"}) {
    vault.address = address;
    auto forged = vault.sign(vault.root, "GET", vault.vault_path(""));
    forged.header(header::kSignature)[3] ^= 1;
    EXPECT_EQ(vault.handle(forged).status, 401);
  }
  vault.address = "198.51.100.4";
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("")).status, 429);
  vault.address = home;
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("")).status, 200);
}

TEST(LockingOut, IsListedAndClearedByRoot) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto home = vault.address;
  vault.address = "198.51.100.9";
  for (int i = 0; i < 3; ++i) (void)fail(vault, machine);
  vault.address = home;
  const auto list = vault.send(vault.root, "GET", vault.installation_path("/lockouts"));
  ASSERT_EQ(list.body["items"].size(), 2u) << list.text;
  const auto first = vault.send(vault.root, "GET", vault.installation_path("/lockouts?limit=1"));
  EXPECT_EQ(first["nextCursor"], "1");
  const auto rest = vault.send(vault.root, "GET", vault.installation_path("/lockouts?limit=1&cursor=1"));
  EXPECT_EQ(rest.body["items"].size(), 1u);
  EXPECT_EQ(rest["nextCursor"], "");
  for (const std::string body : {R"({"scope":"address","subject":"198.51.100.9"})",
                                 R"({"scope":"id","subject":")"}) {
    const auto whole = body.ends_with('}') ? body : body + machine.id + "\"}";
    EXPECT_EQ(vault.send(vault.root, "POST", vault.installation_path("/lockouts/clear"), whole).text,
              R"({"cleared":true})");
    EXPECT_EQ(vault.send(vault.root, "POST", vault.installation_path("/lockouts/clear"), whole).text,
              R"({"cleared":false})");
  }
  vault.address = "198.51.100.9";
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST(LockingOut, ThatIsInMemoryOnlyIsListedAndClearedToo) {
  Installation vault;
  const auto machine = vault.make_machine();
  // As when the disk was full: counted, and not written.
  for (int i = 0; i < 3; ++i)
    (void)vault.services().lockout.count_failure(auth::Lockout::Scope::identity, machine.id, vault.clock.now());
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429);
  const auto list = vault.send(vault.root, "GET", vault.installation_path("/lockouts"));
  ASSERT_EQ(list.body["items"].size(), 1U) << list.text;
  const auto clear = R"({"scope":"id","subject":")" + machine.id + "\"}";
  EXPECT_EQ(vault.send(vault.root, "POST", vault.installation_path("/lockouts/clear"), clear).text,
            R"({"cleared":true})");
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST(LockingOut, IsAskedBeforeTheBodyIsRead) {
  Installation vault;
  const auto machine = vault.make_machine();
  for (int i = 0; i < 3; ++i) (void)fail(vault, machine);
  const auto request = vault.sign(machine, "GET", "/v1/secrets");
  auto admitted = vault.pipeline().admit(request.request.head, 0);
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.error().answer->status, 429);
}

TEST(LockingOut, SummarisesAFloodInOneRecordASecond) {
  Installation vault;
  const auto machine = vault.make_machine();
  for (int i = 0; i < 3; ++i) (void)fail(vault, machine);
  const auto before = vault.audit_size(vault.installation_id) + vault.audit_size(vault.vault_id);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(fail(vault, machine).status, 429);
  EXPECT_EQ(vault.audit_size(vault.installation_id) + vault.audit_size(vault.vault_id), before);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  housekeeping.tick();
  EXPECT_EQ(vault.audit_size(vault.installation_id) + vault.audit_size(vault.vault_id), before + 1);
  const auto record = vault.audit(vault.installation_id).back();
  EXPECT_EQ(text_of(record["action"]), "auth_refusals");
  EXPECT_EQ(text_of(record["detail"]), "locked out: 500; most from 203.0.113.7 (500)");
}

TEST(LockingOut, RecordsAtMostAHundredFailuresASecond) {
  Installation vault;
  auto machine = vault.make_machine();
  const auto before = vault.audit_size(vault.installation_id);
  for (int i = 0; i < 105; ++i) {
    vault.address = "10.0." + std::to_string(i / 200) + "." + std::to_string(i % 200 + 1);
    auto request = vault.sign(machine, "GET", "/v1/secrets");
    request.remove(header::kMachineId);
    EXPECT_EQ(vault.handle(request).status, 401);
  }
  EXPECT_EQ(vault.audit_size(vault.installation_id), before + 100);
}

}  // namespace
}  // namespace signet::testing
