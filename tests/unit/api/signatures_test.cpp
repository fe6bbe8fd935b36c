// SPDX-License-Identifier: Apache-2.0
// Signature policies where they hold: on every request of a vault, on reads, on whoever changes them.
#include "racing.hpp"

#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::testing {
namespace {

struct Signatures : ::testing::Test {
  Installation vault;
  Signer weak = vault.make_machine();
  Signer strong = vault.make_machine(Algorithm::mldsa65);
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "the value");

  Signatures() {
    vault.give(weak, project, secret);
    vault.give(strong, project, secret);
  }

  [[nodiscard]] std::string of_vault() const { return vault.vault_path("/signature-policy"); }
  [[nodiscard]] std::string of_operators() const { return vault.vault_path("/operator-signature-policy"); }
  [[nodiscard]] std::string of_project() const {
    return vault.vault_path("/projects/" + project + "/signature-policy");
  }
  [[nodiscard]] std::string of_secret() const { return vault.vault_path("/secrets/" + secret + "/signature-policy"); }

  [[nodiscard]] Answer put(const std::string& path, const std::string& body, const Signer* who = nullptr) {
    return vault.send(who ? *who : vault.root, "PUT", path, body);
  }
  void set(const std::string& path, const std::string& body, const Signer* who = nullptr) {
    const auto answer = put(path, body, who);
    ASSERT_EQ(answer.status, 200) << answer.text;
  }
  [[nodiscard]] Answer read(const Signer& who) { return vault.send(who, "GET", "/v1/secret/" + secret); }
  [[nodiscard]] int list(const Signer& who) { return vault.send(who, "GET", "/v1/secrets").status; }
  [[nodiscard]] static std::string fingerprint(const Signer& who) {
    return to_hex(who.key->public_key().fingerprint());
  }
  [[nodiscard]] Answer rotate(const Signer& who, const crypto::PrivateKey& next) {
    const Json body{{"algorithm", json_text(info(next.algorithm()).name)},
                    {"publicKey", json_text(to_base64(next.public_key().raw()))},
                    {"proof", json_text(to_base64(crypto::make_proof(crypto::ProofPurpose::rotate, who.id, next)))}};
    return vault.send(who, "POST", who.is_operator ? vault.installation_path("/key") : "/v1/machine/key",
                      to_public_text(body));
  }
  /// The same identity with a post-quantum key.
  [[nodiscard]] Signer strengthened(const Signer& who) {
    auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(Algorithm::mldsa65));
    EXPECT_EQ(rotate(who, *key).status, 200);
    return {who.id, std::move(key), who.is_operator};
  }
};

TEST_F(Signatures, OfAVaultHoldForEveryRequestOfItsMachines) {
  set(of_vault(), R"({"tier":"ENHANCED"})");
  const auto denied = vault.send(weak, "GET", "/v1/secrets");
  EXPECT_EQ(denied.status, 403);
  EXPECT_NE(denied.text.find("level"), std::string::npos) << denied.text;
  const auto record = vault.audit(vault.vault_id).back();
  EXPECT_EQ(text_of(record["action"]), "signature_policy_denied");
  EXPECT_NE(text_of(record["detail"]).find("level; key " + fingerprint(weak)), std::string_view::npos);
  EXPECT_EQ(read(weak).status, 403);
  EXPECT_EQ(read(strong).status, 200);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).status, 200) << "operators have their own";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(list(weak), 403) << "it does not count towards lockout";
}

TEST_F(Signatures, OfProjectsAndSecretsHoldForReads) {
  for (const auto& path : {of_project(), of_secret()}) {
    set(path, R"({"tier":"STANDARD"})");
    EXPECT_EQ(list(weak), 200);
    const auto denied = read(weak);
    EXPECT_EQ(denied.status, 403);
    EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["action"]), "secret_read_denied");
    EXPECT_EQ(vault.send(weak, "GET", "/v1/secret/" + secret + "/versions/1").status, 403);
    EXPECT_TRUE(vault.send(weak, "POST", "/v1/secrets/export", "").body["secrets"].empty());
    EXPECT_EQ(vault.send(strong, "POST", "/v1/secrets/export", "").body["secrets"].size(), 1u);
    EXPECT_EQ(read(strong).status, 200);
    const auto owner = vault.make_operator(Role::owner, vault.vault_id);
    const auto able = strengthened(owner);
    set(path, "{}", &able);
    EXPECT_EQ(read(weak).status, 200);
  }
}

TEST_F(Signatures, ComposeFromTheVaultDownward) {
  set(of_vault(), R"({"minLevel":1,"maxKeyAgeSeconds":86400})");
  set(of_project(), R"({"minLevel":3,"allowedAlgorithms":["ML-DSA-65","ML-DSA-87"]})");
  set(of_secret(), R"({"pinnedFingerprints":[")" + fingerprint(strong) + "\"]}");
  const auto shown = vault.send(vault.root, "GET", of_secret()).body;
  EXPECT_EQ(to_public_text(shown["own"]),
            R"({"allowedAlgorithms":null,"families":1,"maxKeyAgeSeconds":null,"minLevel":0,"pinnedFingerprints":[")" +
                fingerprint(strong) + R"("],"tier":"NONE"})");
  EXPECT_EQ(to_public_text(shown["effective"]),
            R"({"allowedAlgorithms":["ML-DSA-65","ML-DSA-87"],"families":1,"maxKeyAgeSeconds":86400,"minLevel":3,)"
            R"("pinnedFingerprints":[")" +
                fingerprint(strong) + R"("],"tier":"ENHANCED"})");
  EXPECT_EQ(read(strong).status, 200);
  EXPECT_EQ(read(vault.make_machine(Algorithm::mldsa65)).status, 403);
}

TEST_F(Signatures, ThatNobodyCouldSatisfyAreRefused) {
  set(of_secret(), R"({"allowedAlgorithms":["Ed25519"]})");
  set(of_project(), R"({"allowedAlgorithms":["Ed25519","ML-DSA-65"]})");
  const auto before = vault.state_digest();
  EXPECT_EQ(put(of_vault(), R"({"minLevel":1})").status, 409) << "by the secret";
  EXPECT_EQ(put(of_project(), R"({"minLevel":1})").status, 409);
  EXPECT_EQ(put(of_vault(), R"({"allowedAlgorithms":["ML-DSA-87"]})").status, 409);
  EXPECT_EQ(put(of_secret(), R"({"allowedAlgorithms":["ML-DSA-87"]})").status, 409) << "by the project";
  EXPECT_EQ(put(of_vault(), R"({"families":2,"allowedAlgorithms":["ML-DSA-65","ML-DSA-87"]})").status, 409);
  EXPECT_EQ(put(of_vault(), R"({"families":2,"allowedAlgorithms":["Ed25519+ML-DSA-65"]})").status, 409);
  EXPECT_EQ(vault.state_digest(), before);
  set(of_vault(), R"({"maxKeyAgeSeconds":3600})");
}

TEST_F(Signatures, OfOperatorsHoldInTheirVault) {
  const auto other = vault.make_operator(Role::owner, vault.vault_id);
  const auto owner = strengthened(other);
  set(of_operators(), R"({"tier":"STANDARD"})", &owner);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).status, 403);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.installation_path("/vaults")).status, 200) << "that is no vault's";
  EXPECT_EQ(vault.send(owner, "GET", vault.vault_path("/projects")).status, 200);
  EXPECT_EQ(list(weak), 200) << "machines have their own";
}

TEST_F(Signatures, AreWeakenedByThoseWhoSatisfyThemAlone) {
  set(of_vault(), R"({"tier":"ENHANCED","maxKeyAgeSeconds":86400})");
  const auto before = vault.state_digest();
  for (const char* weaker : {"{}", R"({"tier":"STANDARD","maxKeyAgeSeconds":86400})", R"({"tier":"ENHANCED"})",
                             R"({"tier":"ENHANCED","maxKeyAgeSeconds":86401})",
                             R"({"tier":"STANDARD","maxKeyAgeSeconds":3600,"families":2})"}) {
    const auto answer = put(of_vault(), weaker);
    EXPECT_EQ(answer.status, 403) << weaker << answer.text;
  }
  EXPECT_EQ(vault.state_digest(), before);
  EXPECT_EQ(put(of_vault(), R"({"dryRun":true})").body["weakens"], true);
  set(of_vault(), R"({"tier":"ENHANCED","maxKeyAgeSeconds":3600})");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "signature_policy_update") << "making it stronger is no event";
  const auto owner = strengthened(vault.make_operator(Role::owner, vault.vault_id));
  set(of_vault(), "{}", &owner);
  const auto record = vault.audit(vault.vault_id).back();
  EXPECT_EQ(text_of(record["action"]), "signature_policy_weaken");
  EXPECT_EQ(text_of(record["severity"]), "high");
  EXPECT_EQ(list(weak), 200);
}

TEST_F(Signatures, BelowAStricterOneAreNotWeakened) {
  set(of_vault(), R"({"minLevel":3})");
  set(of_project(), R"({"minLevel":1})");
  EXPECT_EQ(put(of_project(), "{}").body["weakens"], false) << "the vault's holds anyway";
}

TEST_F(Signatures, ShowWhomTheyWouldLockOut) {
  const auto before = vault.state_digest();
  const auto preview = put(of_vault(), R"({"tier":"STANDARD","dryRun":true})");
  ASSERT_EQ(preview.status, 200);
  EXPECT_EQ(preview.body["lockedOutInAll"], 1);
  EXPECT_EQ(text_of(preview.body["lockedOut"][0]["id"]), weak.id);
  EXPECT_EQ(to_public_text(preview.body["lockedOut"][0]["rules"]), R"(["level"])");
  EXPECT_EQ(vault.state_digest(), before);
  EXPECT_EQ(list(weak), 200);
  for (const auto& path : {of_project(), of_secret()})
    EXPECT_EQ(put(path, R"({"tier":"STANDARD","dryRun":true})").body["lockedOutInAll"], 1) << path;
  EXPECT_EQ(put(of_operators(), R"({"tier":"STANDARD","dryRun":true})").body["lockedOutInAll"], 1);
}

TEST_F(Signatures, OfOldKeysMayStillAskForTheNext) {
  set(of_vault(), R"({"maxKeyAgeSeconds":3600})");
  EXPECT_EQ(list(weak), 200);
  vault.clock.advance(std::chrono::seconds(3601));
  EXPECT_EQ(list(weak), 403);
  EXPECT_EQ(list(strengthened(weak)), 200);
}

TEST_F(Signatures, OfSovereignAreNotASingleKeys) {
  EXPECT_EQ(put(of_vault(), R"({"tier":"SOVEREIGN"})")["field"], "pinnedFingerprints");
  set(of_vault(), R"({"tier":"SOVEREIGN","pinnedFingerprints":[")" + fingerprint(strong) + "\"]}");
  const auto denied = vault.send(strong, "GET", "/v1/secrets");
  EXPECT_EQ(denied.status, 403);
  EXPECT_NE(denied.text.find("families"), std::string::npos) << denied.text;
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "signature_policy_denied");
  const auto actions = vault.actions(vault.vault_id);
  EXPECT_EQ(actions[actions.size() - 2], "signature_verified");
}

TEST_F(Signatures, OfBeforeTheCommitHoldForWhatWaitsForIt) {
  Race race(vault);
  race.add(vault.sign(vault.root, "PUT", of_vault(), R"({"minLevel":1})"));
  for (int i = 0; i < 5; ++i) race.add(vault.sign(weak, "GET", "/v1/secret/" + secret));
  EXPECT_EQ(race.run(), (std::vector<int>{200, 403, 403, 403, 403, 403}));
}

TEST_F(Signatures, GoWithWhatTheyStandOn) {
  set(of_secret(), R"({"minLevel":1})");
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + secret), "{}").status, 200);
  EXPECT_EQ(vault.send(vault.root, "GET", of_secret()).status, 404);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/trash/" + secret + "/restore"), "{}").status, 200);
  EXPECT_EQ(vault.send(vault.root, "GET", of_secret()).body["own"]["minLevel"], 1) << "and come back with it";
}

TEST_F(Signatures, OfAnotherVaultAreNotThere) {
  const auto other =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const std::string in_other = "/v1/admin/vaults/" + other;
  for (const auto& place : {"/projects/" + project, "/secrets/" + secret}) {
    const auto there = put(in_other + place + "/signature-policy", "{}");
    EXPECT_EQ(there.status, 404);
    const std::string absent = place.starts_with("/projects") ? "/projects/proj_0000000000" : "/secrets/sk_0000000000";
    EXPECT_EQ(there.text, put(in_other + absent + "/signature-policy", "{}").text);
    EXPECT_EQ(vault.send(vault.root, "GET", in_other + place + "/signature-policy").status, 404);
  }
}

TEST_F(Signatures, AreRefusedWithTheField) {
  std::string many = "\"" + std::string(64, 'a') + "\"";
  for (int i = 0; i < 500; ++i) {
    auto digits = std::to_string(i);
    many += ",\"" + std::string(64 - digits.size(), '0') + digits + "\"";
  }
  const std::vector<std::pair<std::string, std::string>> rows{
      {R"({"tier":"standard"})", "tier"},
      {R"({"tier":1})", "tier"},
      {R"({"minLevel":6})", "minLevel"},
      {R"({"minLevel":"3"})", "minLevel"},
      {R"({"families":0})", "families"},
      {R"({"families":4})", "families"},
      {R"({"maxKeyAgeSeconds":3599})", "maxKeyAgeSeconds"},
      {R"({"maxKeyAgeSeconds":315360001})", "maxKeyAgeSeconds"},
      {R"({"allowedAlgorithms":[]})", "allowedAlgorithms"},
      {R"({"allowedAlgorithms":["RSA"]})", "allowedAlgorithms"},
      {R"({"allowedAlgorithms":["FN-DSA-512"]})", "allowedAlgorithms"},
      {R"({"allowedAlgorithms":"Ed25519"})", "allowedAlgorithms"},
      {R"({"pinnedFingerprints":[]})", "pinnedFingerprints"},
      {R"({"pinnedFingerprints":["aa"]})", "pinnedFingerprints"},
      {R"({"pinnedFingerprints":[)" + many + "]}", "pinnedFingerprints"},
      {R"({"dryRun":"yes"})", "dryRun"},
      {R"({"requirePinned":true})", "requirePinned"},
      {R"({"minLevel":1,"minLevel":2})", ""},
  };
  for (const auto& [body, field] : rows) {
    const auto answer = put(of_vault(), body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer["field"], field) << body;
  }
  EXPECT_EQ(vault.send(vault.root, "GET", of_vault() + "?x=1").status, 400);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/signature-report?x=1")).status, 400);
}

TEST_F(Signatures, ReportWhatIsInTheWayOfTheNextTier) {
  vault.clock.advance(std::chrono::hours(1));
  const auto path = vault.vault_path("/signature-report");
  auto report = vault.send(vault.root, "GET", path).body;
  EXPECT_EQ(text_of(report["machines"]["nextTier"]), "STANDARD");
  EXPECT_EQ(report["machines"]["total"], 2);
  EXPECT_EQ(report["machines"]["classical"], 1);
  EXPECT_EQ(report["machines"]["blocked"], 1);
  const auto& key = report["machines"]["keys"][0];
  EXPECT_EQ(text_of(key["id"]), weak.id);
  EXPECT_EQ(to_public_text(key["blocks"]), R"(["level"])");
  EXPECT_EQ(key["keyAgeSeconds"], 3600);
  EXPECT_EQ(report["operators"]["classical"], 1);
  set(of_vault(), R"({"tier":"ENHANCED"})");
  report = vault.send(vault.root, "GET", path).body;
  EXPECT_EQ(text_of(report["machines"]["tier"]), "ENHANCED");
  EXPECT_EQ(to_public_text(report["machines"]["keys"][1]["blocks"]), R"(["families","pin"])");
}

}  // namespace
}  // namespace signet::testing
