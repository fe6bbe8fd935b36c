// SPDX-License-Identifier: Apache-2.0
// What a budget refuses: how it is answered, that nothing of it happened, and whom it leaves alone.
#include "support/installation.hpp"

#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using std::chrono::seconds;

/// Well-formed, under a signature of something else.
Signed forged(Installation& vault, const Signer& who) {
  auto request = vault.sign(who, "GET", "/v1/secrets");
  request.header(header::kNonce) += "x";
  return request;
}

std::string address_number(int number) { return "198.18.0." + std::to_string(number); }

TEST(Budgets, HoldAnIdentityToItsRate) {
  Installation vault;
  const auto machine = vault.make_machine(), other = vault.make_machine();
  vault.set_budgets({.requests_per_identity = 2});
  for (int i = 0; i < 10; ++i) ASSERT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  const auto before = vault.audit_size(vault.vault_id);
  const auto request = vault.sign(machine, "GET", "/v1/secrets");
  const auto refused = vault.handle(request);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(refused["error"], "Too many requests: try again later");
  EXPECT_EQ(vault.audit_size(vault.vault_id), before) << "no record of its own: a flood must not fill the disk";
  EXPECT_EQ(vault.send(other, "GET", "/v1/secrets").status, 200) << "though it comes from the same address";

  vault.clock.advance(seconds(1));
  EXPECT_EQ(vault.handle(request).status, 200) << "its nonce was not spent, nothing was counted";
  EXPECT_EQ(vault.handle(request).status, 401);
}

TEST(Budgets, HoldOperatorsToo) {
  Installation vault;
  vault.set_budgets({.requests_per_identity = 1});
  for (int i = 0; i < 5; ++i) ASSERT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).status, 200);
  const auto refused = vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"too much"})");
  EXPECT_EQ(refused.status, 429);
  vault.clock.advance(seconds(1));
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).text.find("too much"), std::string::npos);
}

TEST(Budgets, AreNotUsedUpByWhoCannotSign) {
  Installation vault;
  const auto machine = vault.make_machine();
  vault.set_budgets({.requests_per_identity = 1});
  const auto home = vault.address;
  vault.address = "198.51.100.1";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(vault.handle(forged(vault, machine)).status, 401);
  vault.address = home;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST(Budgets, RefuseAFloodFromManyAddressesBeforeItsSignaturesAreLookedAt) {
  Installation vault;
  const auto machine = vault.make_machine();
  vault.set_budgets({.checks_per_address = 20, .checks_of_strangers = 4});
  const auto home = vault.address;
  ASSERT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  const Signer nobody{MachineId::make(crypto::system_random()).str(), machine.key, false};

  for (int i = 0; i < 20; ++i) {
    vault.address = address_number(i);
    const Signer another{MachineId::make(crypto::system_random()).str(), machine.key, false};
    ASSERT_EQ(vault.handle(forged(vault, another)).status, 401);
  }
  const auto records = vault.audit_size(vault.installation_id) + vault.audit_size(vault.vault_id);
  vault.address = address_number(20);
  const auto unknown = vault.handle(forged(vault, nobody));
  const auto wrong = vault.handle(forged(vault, machine));
  const auto good = vault.send(machine, "GET", "/v1/secrets");
  EXPECT_EQ(unknown.status, 429);
  EXPECT_EQ(unknown.header("Retry-After"), "1");
  EXPECT_EQ(unknown.text, wrong.text) << "the same, whatever is in it";
  EXPECT_EQ(good.text, wrong.text);
  EXPECT_EQ(vault.audit_size(vault.installation_id) + vault.audit_size(vault.vault_id), records);

  vault.address = home;
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200) << "an address that authenticated is known";
  vault.address = address_number(20);
  vault.clock.advance(seconds(1));
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200) << "and was not locked out meanwhile";
  vault.address = address_number(21);
  EXPECT_EQ(vault.handle(forged(vault, nobody)).status, 401) << "good ones leave the budget as it was";
}

TEST(Budgets, OfStrangersAreNotUsedUpByWhoIsKeptOutForWhatItIs) {
  Installation vault;
  const auto pending = vault.make_pending_machine();
  const auto machine = vault.make_machine();
  vault.set_budgets({.checks_per_address = 1, .checks_of_strangers = 1});
  vault.address = address_number(1);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(vault.send(pending, "GET", "/v1/secrets").status, 403);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST(Budgets, OfAnAddressEndWhatLocksNobodyOut) {
  Installation vault;
  const auto gone = vault.make_machine();
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + gone.id + "/revoke"), "{}").status, 200);
  vault.set_budgets({.checks_per_address = 1});
  vault.address = address_number(1);
  for (int i = 0; i < 5; ++i) ASSERT_EQ(vault.send(gone, "GET", "/v1/secrets").status, 401);
  EXPECT_EQ(vault.send(gone, "GET", "/v1/secrets").status, 429);
  vault.address = address_number(2);
  EXPECT_EQ(vault.send(gone, "GET", "/v1/secrets").status, 401);
}

TEST(Budgets, OfAnAddressEndNoSoonerForALongTextThatIsNoSignature) {
  Installation vault;
  vault.set_budgets({.checks_per_address = 1});
  const auto send = [&] {  // each time as another, whom nobody knows
    const Signer nobody{MachineId::make(crypto::system_random()).str(), vault.root.key, false};
    auto request = vault.sign(nobody, "GET", "/v1/secrets");
    request.header(header::kSignature) = to_base64(Bytes(4'000, 7));
    return vault.handle(request).status;
  };
  for (int i = 0; i < 2; ++i) EXPECT_EQ(send(), 401) << "nothing of it can be verified, so it costs one";
}

TEST(Budgets, OfRefusalsAreSummarised) {
  Installation vault;
  const auto machine = vault.make_machine();
  vault.set_budgets({.requests_per_identity = 1});
  for (int i = 0; i < 30; ++i) (void)vault.send(machine, "GET", "/v1/secrets");
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  housekeeping.tick();
  const auto records = vault.audit(vault.installation_id);
  ASSERT_FALSE(records.empty());
  const auto detail = text_of(records.back()["detail"]);
  EXPECT_TRUE(detail.contains("requests over the budget: 25")) << detail;
}

}  // namespace
}  // namespace signet::testing
