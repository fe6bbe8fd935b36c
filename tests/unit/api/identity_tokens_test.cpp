// SPDX-License-Identifier: Apache-2.0
// Tokens that prove a machine to others: who gets one, for whom, for how long, and by which keys they are verified.
#include "signet/crypto/token.hpp"
#include "signet/schema/encoding.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

constexpr std::string_view kAbsent = "00000000-0000-4000-8000-000000000000";

struct IdentityTokens : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine(Algorithm::ed25519_mldsa65);
  std::string audiences = vault.vault_path("/machines/" + machine.id + "/audiences");

  void allow(const std::string& list) {
    const auto put = vault.send(vault.root, "PUT", audiences, R"({"audiences":)" + list + "}");
    ASSERT_EQ(put.status, 200) << put.text;
  }
  Answer ask(const std::string& body = R"({"audience":"billing"})") {
    return vault.send(machine, "POST", "/v1/identity/token", body);
  }
  Answer fetch(const std::string& query) {
    return vault.handle({{"GET", "/v1/identity/keys" + query, {}, *Address::parse(vault.address)}, {}});
  }
  std::vector<crypto::PublicKey> keys() {
    auto listed = fetch("?vault=" + vault.vault_id);
    EXPECT_EQ(listed.status, 200) << listed.text;
    std::vector<crypto::PublicKey> all;
    for (const auto& key : listed.body["keys"])
      all.push_back(*crypto::PublicKey::from_raw(Algorithm::ed25519_mldsa65, *from_base64(text_of(key["publicKey"]))));
    return all;
  }
  std::expected<crypto::TokenClaims, crypto::TokenFault> verify(const std::string& token) {
    const auto known = keys();
    const auto issuer = "signet/" + vault.installation_id + "/" + vault.vault_id;
    return crypto::verify_token(token, {.keys = known,
                                        .issuer = issuer,
                                        .audience = "billing",
                                        .now = std::chrono::floor<std::chrono::seconds>(vault.clock.now())});
  }
  Answer rotate(const std::string& body = "{}") {
    return vault.send(vault.root, "POST", vault.vault_path("/identity-keys/rotate"), body);
  }
};

TEST_F(IdentityTokens, ProveTheMachineAndItsKey) {
  allow(R"(["billing"])");
  for (const std::string form : {"compact", "json"}) {
    const auto issued = ask(R"({"audience":"billing","form":")" + form + R"("})");
    ASSERT_EQ(issued.status, 200) << issued.text;
    const auto claims = verify(issued["token"]);
    ASSERT_TRUE(claims) << describe(claims.error());
    EXPECT_EQ(claims->subject, machine.id);
    EXPECT_EQ(claims->key, machine.key->public_key().fingerprint());
    EXPECT_EQ(claims->expires_at - claims->issued_at, 900);
    EXPECT_EQ(issued.body["expiresAt"], claims->expires_at * 1'000);
    EXPECT_EQ(issued["keyId"], crypto::token_key_id(keys().at(0)));
    EXPECT_EQ(vault.actions(vault.vault_id).back(), "identity_token_issue");
  }
  EXPECT_NE(ask()["token"], ask()["token"]) << "each has an id of its own";
  const auto brief = verify(ask(R"({"audience":"billing","lifetimeSeconds":10})")["token"]);
  EXPECT_EQ(brief->expires_at - brief->issued_at, 10);
}

TEST_F(IdentityTokens, AreForAudiencesThatSomebodyAllowed) {
  EXPECT_EQ(ask().status, 403) << "none by default";
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "request_refused");
  allow(R"(["shipping","billing"])");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "machine_audiences");
  EXPECT_EQ(vault.send(vault.root, "GET", audiences).text, R"({"audiences":["billing","shipping"]})");
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(ask(R"({"audience":"Billing"})").status, 403);
  allow(R"(["shipping"])");
  EXPECT_EQ(ask().status, 403);
  allow("[]");
  EXPECT_EQ(vault.send(vault.root, "GET", audiences).text, R"({"audiences":[]})");
}

TEST_F(IdentityTokens, AreRefusedWithoutSense) {
  allow(R"(["billing"])");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"{}", "audience"},
      {R"({"audience":7})", "audience"},
      {R"({"audience":""})", "audience"},
      {R"({"audience":"a b"})", "audience"},
      {R"({"audience":")" + std::string(256, 'a') + R"("})", "audience"},
      {R"({"audience":"billing","form":"jwt"})", "form"},
      {R"({"audience":"billing","form":1})", "form"},
      {R"({"audience":"billing","lifetimeSeconds":9})", "lifetimeSeconds"},
      {R"({"audience":"billing","lifetimeSeconds":901})", "lifetimeSeconds"},
      {R"({"audience":"billing","lifetimeSeconds":"60"})", "lifetimeSeconds"},
  };
  for (const auto& [body, field] : wrong) {
    const auto refused = ask(body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(refused["field"], field) << body;
  }
  EXPECT_EQ(ask(R"({"audience":"billing","audience":"billing"})").status, 400);
  EXPECT_EQ(ask(R"({"audience":"billing","more":true})").status, 200) << "machines' bodies may have more";
  EXPECT_EQ(vault.send(vault.make_pending_machine(), "POST", "/v1/identity/token", "{}").status, 403);
}

TEST_F(IdentityTokens, AreNotTakenByTheVaultItself) {
  allow(R"(["billing"])");
  const auto token = ask()["token"];
  const api::RequestHead head{
      "GET", "/v1/secrets", {{"Authorization", "Bearer " + token}}, *Address::parse(vault.address)};
  EXPECT_EQ(vault.handle(api::Request{head, {}}).status, 401);
}

TEST_F(IdentityTokens, EndWithTheirMachine) {
  allow(R"(["billing"])");
  auto claims = verify(ask()["token"]);
  ASSERT_TRUE(claims);
  vault.clock.advance(std::chrono::seconds(900));
  EXPECT_EQ(verify(ask()["token"]).has_value(), true);
  const auto old = ask()["token"];
  vault.clock.advance(std::chrono::seconds(900));
  EXPECT_EQ(verify(old).error(), crypto::TokenFault::expired);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/revoke"), "{}").status, 200);
  EXPECT_EQ(ask().status, 401);
}

TEST_F(IdentityTokens, OutliveTheKeyThatSignedThemByAnOverlap) {
  allow(R"(["billing"])");
  EXPECT_TRUE(keys().empty()) << "nobody has needed one";
  const auto before = ask()["token"];
  ASSERT_EQ(keys().size(), 1U);
  const auto made = rotate();
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "identity_key_rotate");
  ASSERT_EQ(keys().size(), 2U);
  EXPECT_EQ(crypto::token_key_id(keys().at(0)), made["keyId"]) << "newest first";
  EXPECT_TRUE(verify(before));
  const auto after = ask();
  EXPECT_EQ(after["keyId"], made["keyId"]);
  EXPECT_TRUE(verify(after["token"]));
  vault.restart();
  EXPECT_TRUE(verify(ask()["token"]));
  vault.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(keys().size(), 1U);
  EXPECT_EQ(verify(before).error(), crypto::TokenFault::unknown_key);
}

TEST_F(IdentityTokens, OfAKeyThatIsDistrustedAreGoodForNothing) {
  allow(R"(["billing"])");
  const auto before = ask()["token"];
  ASSERT_EQ(rotate().status, 200);
  ASSERT_EQ(rotate(R"({"distrustOld":true})").status, 200);
  EXPECT_EQ(keys().size(), 1U);
  EXPECT_EQ(verify(before).error(), crypto::TokenFault::unknown_key);
  EXPECT_TRUE(verify(ask()["token"]));
}

TEST_F(IdentityTokens, AreSignedByAKeyThatIsReplacedByItself) {
  allow(R"(["billing"])");
  const auto first = ask()["keyId"];
  vault.clock.advance(std::chrono::hours(24 * 30) - std::chrono::seconds(1));
  EXPECT_EQ(ask()["keyId"], first);
  vault.clock.advance(std::chrono::seconds(1));
  const auto second = ask();
  EXPECT_NE(second["keyId"], first);
  EXPECT_TRUE(verify(second["token"]));
  EXPECT_EQ(keys().size(), 2U);
}

TEST_F(IdentityTokens, OfOtherVaultsHaveOtherKeys) {
  allow(R"(["billing"])");
  ASSERT_EQ(ask().status, 200);
  EXPECT_EQ(fetch("?vault=vault_0000000000000000").body["keys"].size(), 0U);
  const auto right = "?vault=" + vault.vault_id;
  const std::vector<std::string> wrong{"", "?vault=", "?vault=x", right + "&x=1", right + "&vault=" + vault.vault_id};
  for (const auto& query : wrong) EXPECT_EQ(fetch(query).status, 400) << query;
  const auto made = vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})");
  const auto elsewhere = "/v1/admin/vaults/" + made["vaultId"];
  const auto foreign =
      vault.send(vault.root, "PUT", elsewhere + "/machines/" + machine.id + "/audiences", R"({"audiences":[]})");
  const auto absent = vault.send(
      vault.root, "PUT", vault.vault_path("/machines/" + std::string(kAbsent) + "/audiences"), R"({"audiences":[]})");
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.text, absent.text);
  EXPECT_EQ(vault.send(vault.root, "GET", elsewhere + "/machines/" + machine.id + "/audiences").text, absent.text);
}

TEST_F(IdentityTokens, HaveAudiencesThatAreChecked) {
  std::string many = "[";
  for (int i = 0; i < 33; ++i) many += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\"";
  const std::vector<std::string> wrong{"7",          "\"billing\"", "[7]",      R"(["a","a"])",
                                       R"(["a b"])", R"([""])",     many + "]", "[\"" + std::string(256, 'a') + "\"]"};
  for (const auto& list : wrong) {
    const auto refused = vault.send(vault.root, "PUT", audiences, R"({"audiences":)" + list + "}");
    EXPECT_EQ(refused.status, 400) << list;
    EXPECT_EQ(refused["field"], "audiences") << list;
  }
  EXPECT_EQ(vault.send(vault.root, "PUT", audiences, "{}")["field"], "audiences");
  EXPECT_EQ(vault.send(vault.root, "PUT", audiences, R"({"audiences":[],"x":1})")["field"], "x");
  EXPECT_EQ(vault.send(vault.root, "GET", audiences + "?x=1").status, 400);
  EXPECT_EQ(rotate(R"({"distrustOld":1})")["field"], "distrustOld");
  EXPECT_EQ(rotate(R"({"x":1})")["field"], "x");
  allow("[\"" + std::string(255, 'a') + "\"]");
}

}  // namespace
}  // namespace signet::testing
