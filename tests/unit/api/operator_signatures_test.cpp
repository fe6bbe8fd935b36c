// SPDX-License-Identifier: Apache-2.0
// The signature policy for a vault's operators: nobody locks themselves out with it, nor by replacing a key under it.
#include "support/installation.hpp"

#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::testing {
namespace {

using crypto::PrivateKey;

struct OperatorSignatures : ::testing::Test {
  Installation vault;
  std::string path = vault.vault_path("/operator-signature-policy");

  [[nodiscard]] Answer put(const Signer& who, const std::string& body) { return vault.send(who, "PUT", path, body); }
  [[nodiscard]] int list(const Signer& who) { return vault.send(who, "GET", vault.vault_path("/projects")).status; }
  [[nodiscard]] static std::string fingerprint(const Signer& who) {
    return to_hex(who.key->public_key().fingerprint());
  }
  [[nodiscard]] static std::string pinning(const std::vector<Signer>& all) {
    std::string pins;
    for (const auto& one : all) pins += (pins.empty() ? "\"" : ",\"") + fingerprint(one) + "\"";
    return "{\"pinnedFingerprints\":[" + pins + "]}";
  }
  [[nodiscard]] static Signer successor_of(const Signer& who, Algorithm algorithm) {
    return {who.id, std::make_shared<const PrivateKey>(PrivateKey::generate(algorithm)), who.is_operator};
  }
  [[nodiscard]] Answer rotate(const Signer& who, const Signer& next) {
    const auto& key = *next.key;
    const Json body{{"algorithm", json_text(info(key.algorithm()).name)},
                    {"publicKey", json_text(to_base64(key.public_key().raw()))},
                    {"proof", json_text(to_base64(crypto::make_proof(crypto::ProofPurpose::rotate, who.id, key)))}};
    return vault.send(who, "POST", vault.installation_path("/key"), to_public_text(body));
  }
  /// An owner with a post-quantum key.
  [[nodiscard]] Signer make_strong_owner() {
    const auto owner = vault.make_operator(Role::owner, vault.vault_id);
    auto strong = successor_of(owner, Algorithm::mldsa65);
    EXPECT_EQ(rotate(owner, strong).status, 200);
    return strong;
  }
};

TEST_F(OperatorSignatures, AreNotSetByWhoWouldBeLockedOut) {
  const auto other = make_strong_owner();
  vault.clock.advance(std::chrono::hours(2));
  const std::vector<std::pair<std::string, std::string>> rows{
      {R"({"tier":"STANDARD"})", "level"},
      {R"({"tier":"ENHANCED"})", "level"},
      {R"({"tier":"SOVEREIGN",)" + pinning({vault.root}).substr(1), "level, families"},
      {R"({"minLevel":1})", "level"},
      {R"({"allowedAlgorithms":["ML-DSA-65"]})", "algorithm"},
      {R"({"families":2})", "families"},
      {R"({"maxKeyAgeSeconds":3600})", "key-age"},
      {pinning({other}), "pin"},
  };
  const auto before = vault.state_digest();
  for (const auto& [body, rule] : rows) {
    const auto answer = put(vault.root, body);
    EXPECT_EQ(answer.status, 409) << body;
    EXPECT_NE(answer["error"].find("lock you out of the vault: the key you sign with breaks: " + rule),
              std::string::npos)
        << answer.text;
    auto dry = body;
    dry.insert(1, R"("dryRun":true,)");
    const auto preview = put(vault.root, dry);
    ASSERT_EQ(preview.status, 200) << preview.text;
    EXPECT_TRUE(std::ranges::any_of(preview.body["lockedOut"], [&](const Json& one) {
      return text_of(one["id"]) == vault.root.id;
    })) << preview.text;
  }
  EXPECT_EQ(vault.state_digest(), before);
  EXPECT_EQ(list(vault.root), 200);
}

TEST_F(OperatorSignatures, MayBeSetAgainAndKeepOthersOut) {
  const auto owner = make_strong_owner();
  EXPECT_EQ(put(owner, pinning({owner})).body["lockedOutInAll"], 1);
  EXPECT_EQ(put(owner, pinning({owner})).status, 200) << "nothing changes";
  EXPECT_EQ(put(owner, pinning({vault.root})).status, 409);
  EXPECT_EQ(list(vault.root), 403);
  EXPECT_EQ(put(vault.root, "{}").status, 403);
  EXPECT_EQ(put(owner, "{}").status, 200);
  EXPECT_EQ(list(vault.root), 200);
}

TEST_F(OperatorSignatures, PinsFollowTheirOperatorsKey) {
  const auto owner = make_strong_owner();
  ASSERT_EQ(put(owner, pinning({vault.root, owner})).status, 200);
  const auto next = successor_of(owner, Algorithm::mldsa87);
  ASSERT_EQ(rotate(owner, next).status, 200);
  EXPECT_EQ(list(next), 200);
  EXPECT_EQ(list(vault.root), 200);
  const auto pins = vault.send(next, "GET", path).body["own"]["pinnedFingerprints"];
  ASSERT_EQ(pins.size(), 2u);
  EXPECT_EQ(text_of(pins[0]), fingerprint(vault.root));
  EXPECT_EQ(text_of(pins[1]), fingerprint(next));
  const auto log = vault.audit(vault.vault_id);
  EXPECT_TRUE(std::ranges::any_of(log, [&](const Json& one) {
    return text_of(one["action"]) == "signature_policy_update" && text_of(one["actorId"]) == owner.id &&
           text_of(one["detail"]).ends_with("follows its key to " + fingerprint(next));
  }));
}

TEST_F(OperatorSignatures, LetAnOldKeyBeFollowed) {
  auto policy = pinning({vault.root});
  policy.insert(1, R"("maxKeyAgeSeconds":3600,)");
  ASSERT_EQ(put(vault.root, policy).status, 200);
  vault.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(list(vault.root), 200) << "of exactly that age";
  vault.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(list(vault.root), 403);
  const auto next = successor_of(vault.root, Algorithm::ed25519);
  ASSERT_EQ(rotate(vault.root, next).status, 200);
  EXPECT_EQ(list(next), 200);
}

TEST_F(OperatorSignatures, KeepANextKeyOutBeforeItIsTaken) {
  ASSERT_EQ(put(vault.root, R"({"allowedAlgorithms":["Ed25519"]})").status, 200);
  const auto before = vault.state_digest();
  const auto refused = rotate(vault.root, successor_of(vault.root, Algorithm::mldsa65));
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused["error"].find("would keep the next key out: algorithm"), std::string::npos) << refused.text;
  EXPECT_EQ(vault.state_digest(), before);
  EXPECT_EQ(list(vault.root), 200);
}

TEST_F(OperatorSignatures, AreNotGotRoundByAKeyThatTheyKeepOut) {
  const auto owner = make_strong_owner();
  ASSERT_EQ(put(owner, R"({"tier":"STANDARD"})").status, 200);
  const auto before = vault.state_digest();
  const auto next = successor_of(vault.root, Algorithm::mldsa65);
  const auto refused = rotate(vault.root, next);
  EXPECT_EQ(refused.status, 409) << "whoever can forge the weak key would name a strong one";
  EXPECT_NE(refused["error"].find("keeps this key out"), std::string::npos) << refused.text;
  EXPECT_EQ(vault.state_digest(), before);

  const auto member = vault.vault_path("/operators/" + vault.root.id);
  ASSERT_EQ(vault.send(owner, "DELETE", member, "{}").status, 200);
  ASSERT_EQ(rotate(vault.root, next).status, 200);
  ASSERT_EQ(vault.send(owner, "PUT", member, R"({"role":"owner"})").status, 200);
  EXPECT_EQ(list(next), 200) << "an owner who is let in has let it in again";
}

}  // namespace
}  // namespace signet::testing
