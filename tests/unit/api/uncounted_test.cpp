// SPDX-License-Identifier: Apache-2.0
// What must not lock an address out, since honest neighbours of whoever sends it would be locked out with them.
#include "support/installation.hpp"

#include "signet/schema/canonical_request.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

api::Request unsigned_request(const Installation& vault, std::string method, std::string target,
                              std::vector<api::Header> headers) {
  const bool posts = method == "POST";
  return {{std::move(method), std::move(target), std::move(headers), *Address::parse(vault.address)},
          SecretBytes::from_text(posts ? R"({"key":"00"})" : "")};
}

void revoke(Installation& vault, const Signer& machine) {
  const auto revoked = vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/revoke"), "{}");
  ASSERT_EQ(revoked.status, 200) << revoked.text;
}

void expect_uncounted(Installation& vault, const Signer& gone, const Signer& neighbour) {
  for (int i = 0; i < 5; ++i) {
    const auto answer = vault.send(gone, "GET", "/v1/secrets");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.text, R"({"error":"Unauthorized"})");
  }
  EXPECT_EQ(text_of(vault.audit(vault.installation_id).back()["detail"]), "machine is gone");
  EXPECT_EQ(vault.send(neighbour, "GET", "/v1/secrets").status, 200);
}

TEST(LockingOut, DoesNotCountRevokedMachines) {
  Installation vault;
  const auto old = vault.make_machine(), neighbour = vault.make_machine();
  revoke(vault, old);
  expect_uncounted(vault, old, neighbour);
}

TEST(LockingOut, DoesNotCountSweptMachines) {
  Installation vault;
  const auto neighbour = vault.make_machine();
  const auto token = vault.send(vault.root, "POST", vault.vault_path("/enrolment-tokens"),
                                R"({"kind":"enrolment","name":"fleet","uses":1,"tokenLifetimeSeconds":86400,)"
                                R"("machineLifetimeSeconds":3600,"projectIds":[")" +
                                    vault.make_project("p") + R"("],"secretIds":[]})");
  ASSERT_EQ(token.status, 201) << token.text;
  const auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(Algorithm::ed25519));
  const Signer worker{vault.enrol(token["token"], *key)["machineId"], key, false};
  EXPECT_EQ(vault.send(worker, "GET", "/v1/secrets").status, 200);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(hours(1));
  housekeeping.tick();
  expect_uncounted(vault, worker, neighbour);
}

TEST(LockingOut, CountsMachinesThatNeverWereAndThoseForgotten) {
  Installation vault;
  const auto old = vault.make_machine(), neighbour = vault.make_machine();
  auto never = vault.make_machine();
  never.id = "00000000-0000-4000-8000-000000000000";
  revoke(vault, old);
  const auto home = vault.address;
  vault.address = "198.51.100.1";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(vault.send(never, "GET", "/v1/secrets").status, 401);
  EXPECT_EQ(vault.send(neighbour, "GET", "/v1/secrets").status, 429);

  vault.address = home;
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(std::chrono::minutes(10));
  housekeeping.tick();
  vault.clock.advance(hours(24 * 90));
  housekeeping.tick();
  expect_uncounted(vault, old, neighbour);
  vault.clock.advance(hours(1));
  housekeeping.tick();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(vault.send(old, "GET", "/v1/secrets").status, 401);
  EXPECT_EQ(vault.send(neighbour, "GET", "/v1/secrets").status, 429);
}

TEST(LockingOut, DoesNotCountWhoPresentsNothing) {
  Installation vault;
  const auto machine = vault.make_machine();
  for (const auto& [method, target] : {std::pair<std::string, std::string>{"GET", "/v1/secrets"},
                                       {"POST", "/v1/secrets/export"},
                                       {"GET", vault.vault_path("/machines")}}) {
    for (int i = 0; i < 5; ++i) {
      const std::vector<api::Header> page{{"Origin", "https://other.example"}};
      EXPECT_EQ(vault.handle(unsigned_request(vault, method, target, page)).status, 401);
      const auto head = unsigned_request(vault, method, target, {}).head;
      const auto admitted = vault.pipeline().admit(head, 0);
      ASSERT_FALSE(admitted) << "refused before the body as well, and without a count";
    }
  }
  EXPECT_EQ(text_of(vault.audit(vault.installation_id).back()["detail"]), "no signature headers");
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST(LockingOut, CountsWhoPresentsOneHeaderOnly) {
  const auto names = {header::kMachineId, header::kOperatorId, header::kTimestamp,
                      header::kNonce,     header::kSignature,  header::kAlgorithm};
  Installation vault;
  const auto machine = vault.make_machine();
  int host = 1;
  for (const auto name : names) {
    vault.address = "198.51.100." + std::to_string(host++);
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(vault.handle(unsigned_request(vault, "GET", "/v1/secrets", {{std::string(name), ""}})).status, 401);
    EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429) << name;
  }
}

TEST(LockingOut, DoesNotCountForeignPages) {
  Installation vault;
  const auto machine = vault.make_machine();
  for (const auto* target : {"/v1/once/once_0000000000", "/v1/bootstrap/register"}) {
    for (const auto* site : {"cross-site", "same-site"}) {
      const auto request = unsigned_request(vault, "POST", target, {{"Sec-Fetch-Site", site}});
      for (int i = 0; i < 3; ++i) EXPECT_EQ(vault.handle(vault.copy(request)).status, 403) << target << site;
      EXPECT_FALSE(vault.pipeline().admit(request.head, 2)) << "its body is not read";
    }
  }
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  for (const auto* site : {"same-origin", "none", ""}) {
    const auto request = unsigned_request(vault, "POST", "/v1/once/once_0000000000", {{"Sec-Fetch-Site", site}});
    EXPECT_EQ(vault.handle(vault.copy(request)).status, 404) << site;
  }
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 429) << "those three counted";
}

TEST(LockingOut, KnowsForeignPagesByTheirOriginWhereItHasAPublicUrl) {
  Installation vault;
  struct Case { std::string url, origin; bool foreign; };
  for (const auto& c : std::vector<Case>{{"https://vault.example", "https://vault.example", false},
                                         {"https://Vault.Example:443", "https://vault.example", false},
                                         {"https://vault.example:8443", "https://vault.example:8443", false},
                                         {"http://localhost:80", "http://localhost", false},
                                         {"", "https://evil.example", false},
                                         {"https://vault.example", "https://evil.example", true},
                                         {"https://vault.example", "http://vault.example", true},
                                         {"https://vault.example", "https://vault.example:8443", true},
                                         {"https://vault.example", "https://vault.example.evil.example", true},
                                         {"https://vault.example", "null", true},
                                         {"https://vault.example", "", true}}) {
    auto services = vault.services();
    services.public_url = c.url;
    api::Pipeline pipeline{services};
    const auto request = unsigned_request(vault, "POST", "/v1/once/once_0000000000", {{"Origin", c.origin}});
    EXPECT_EQ(pipeline.admit(request.head, 2).has_value(), !c.foreign) << c.url << " " << c.origin;
  }
}

TEST(LockingOut, RecordsOneUncountedFailureASecondOfAnAddress) {
  Installation vault;
  const auto pending = vault.make_pending_machine(), machine = vault.make_machine();
  const auto size = [&] { return vault.audit_size(vault.vault_id) + vault.audit_size(vault.installation_id); };
  vault.clock.advance(seconds(1));
  const auto before = size();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(vault.send(pending, "GET", "/v1/secrets").status, 403);
  EXPECT_EQ(size(), before + 1);
  vault.address = "198.51.100.9";
  EXPECT_EQ(vault.send(pending, "GET", "/v1/secrets").status, 403);
  EXPECT_EQ(size(), before + 2) << "another address has a record of its own";
  auto forged = vault.sign(machine, "GET", "/v1/secrets");
  forged.header(header::kSignature)[3] ^= 1;
  EXPECT_EQ(vault.handle(forged).status, 401);
  EXPECT_EQ(size(), before + 3) << "what counts is recorded each time";

  api::Housekeeping housekeeping(vault.services(), vault.committer());
  housekeeping.tick();
  const auto summary = vault.audit(vault.installation_id).back();
  EXPECT_EQ(text_of(summary["action"]), "auth_refusals");
  EXPECT_EQ(text_of(summary["detail"]), "machine is pending: 49; most from 203.0.113.7 (49)");
  vault.clock.advance(seconds(1));
  EXPECT_EQ(vault.send(pending, "GET", "/v1/secrets").status, 403);
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["detail"]), "machine is pending");
}

}  // namespace
}  // namespace signet::testing
