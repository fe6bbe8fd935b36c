// SPDX-License-Identifier: Apache-2.0
// What a machine's and its vault's state do to its requests, and where in the chain.
#include "signet/schema/canonical_request.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

TEST(Account, PendingAndDisabledAreSaidBeforeTheSignatureAndRevokedIsUnknown) {
  Installation vault;
  const auto machine = vault.make_pending_machine();
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 403);
  auto forged = vault.sign(machine, "GET", "/v1/secrets");
  auto& changed = forged.header(header::kSignature)[3];
  changed = changed == 'A' ? 'B' : 'A';  // still base64
  EXPECT_EQ(vault.handle(forged).status, 403) << "pending is said before the signature is looked at";
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/approve"), "{}").status, 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/disable"), "{}").status, 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 403);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/revoke"), "{}").status, 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 401);
}

TEST(Account, SuspensionComesAfterTheSignature) {
  Installation vault;
  const auto machine = vault.make_machine();
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/suspend"), "{}").status, 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 403);
  auto forged = vault.sign(machine, "GET", "/v1/secrets");
  auto& changed = forged.header(header::kSignature)[3];
  changed = changed == 'A' ? 'B' : 'A';  // still base64
  EXPECT_EQ(vault.handle(forged).status, 401);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).status, 200) << "operators may still read";
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"x"})").status, 403);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/resume"), "{}").status, 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

}  // namespace
}  // namespace signet::testing
