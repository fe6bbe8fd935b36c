// SPDX-License-Identifier: Apache-2.0
#include "api/message.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

Answer get(Installation& vault, const std::string& target) {
  return vault.handle({{"GET", target, {}, *Address::parse(vault.address)}, {}});
}

TEST(Health, AnswersWithoutASignature) {
  Installation vault;
  EXPECT_EQ(get(vault, "/healthz").text, R"({"status":"ok"})");
  EXPECT_EQ(get(vault, "/readyz").text, R"({"status":"ready"})");
  const auto version = get(vault, "/version");
  EXPECT_EQ(version["installationId"], vault.installation_id);
  EXPECT_NE(version["version"], "");
}

TEST(Health, AnswersAnAddressThatIsLockedOut) {
  Installation vault;
  for (int i = 0; i < 3; ++i) (void)vault.enrol("x", crypto::PrivateKey::generate(Algorithm::ed25519));
  EXPECT_EQ(vault.enrol("x", crypto::PrivateKey::generate(Algorithm::ed25519)).status, 429);
  EXPECT_EQ(get(vault, "/healthz").status, 200);
  EXPECT_TRUE(vault.pipeline().admit({"GET", "/healthz", {}, *Address::parse(vault.address)}, 0));
}

TEST(RequestHeads, FindHeadersInAnyCase) {
  const api::RequestHead head{"GET", "/", {{"X-Nonce", "a"}, {"x-nonce", "b"}}, *Address::parse("192.0.2.1")};
  EXPECT_EQ(head.count("X-NONCE"), 2u);
  EXPECT_EQ(head.value("x-Nonce"), "a");
  EXPECT_EQ(head.value("X-Nonc"), "");
}

}  // namespace
}  // namespace signet::testing
