// SPDX-License-Identifier: Apache-2.0
#include "support/installation.hpp"

#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

crypto::PrivateKey make(Algorithm algorithm) { return crypto::PrivateKey::generate(algorithm); }

Answer post(Installation& vault, const std::string& body) {
  return vault.handle(
      {{"POST", "/v1/bootstrap/register", {}, *Address::parse(vault.address)}, SecretBytes::from_text(body)});
}

TEST(Enrolment, MakesAPendingMachine) {
  Installation vault;
  for (const auto& algorithm : kRequestAlgorithms) {
    const auto key = make(algorithm.id);
    const auto answer = vault.enrol(vault.make_token(), key);
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer["vaultId"], vault.vault_id);
    EXPECT_EQ(answer.body.size(), 3u) << "exactly what public clients know";
    const auto machine = vault.send(vault.root, "GET", vault.vault_path("/machines/" + answer["machineId"]));
    EXPECT_EQ(machine["state"], "pending");
    EXPECT_EQ(machine["algorithm"], algorithm.name);
    EXPECT_EQ(machine["fingerprint"], to_hex(key.public_key().fingerprint()));
  }
}

TEST(Enrolment, SpendsItsTokenOnce) {
  Installation vault;
  const auto token = vault.make_token();
  EXPECT_EQ(vault.enrol(token, make(Algorithm::ed25519)).status, 200);
  EXPECT_EQ(vault.enrol(token, make(Algorithm::ed25519)).status, 401);
}

TEST(Enrolment, RepeatedWithTheSameTokenAndKeyGivesTheSameAnswer) {
  Installation vault;
  const auto token = vault.make_token();
  const auto key = make(Algorithm::ed25519_mldsa65);
  const auto first = vault.enrol(token, key);
  const auto records = vault.audit_size(vault.vault_id);
  const auto again = vault.enrol(token, key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(first.text, again.text);
  EXPECT_EQ(vault.audit_size(vault.vault_id), records) << "and no second machine";
  vault.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(vault.enrol(token, key).status, 401) << "until the token expires";
}

TEST(Enrolment, RefusesEveryBadTokenAlike) {
  Installation vault;
  const auto used = vault.make_token();
  ASSERT_EQ(vault.enrol(used, make(Algorithm::ed25519)).status, 200);
  const auto expired = vault.make_token();
  vault.clock.advance(std::chrono::minutes(10));
  const auto made = vault.send(vault.root, "POST", vault.vault_path("/enrolment-tokens"), "{}");
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/enrolment-tokens/" + made["tokenId"]), "{}").status,
            200);
  for (const auto& token : {used, expired, made["token"], std::string(64, '0'), std::string("x"), std::string()}) {
    vault.clock.advance(std::chrono::hours(1));
    const auto answer = vault.enrol(token, make(Algorithm::ed25519));
    EXPECT_EQ(answer.status, 401) << token;
    EXPECT_EQ(answer.text, R"({"error":"Unauthorized"})");
  }
}

TEST(Enrolment, LocksOutAnAddressThatGuessesTokens) {
  Installation vault;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(vault.enrol(std::string(64, 'a'), make(Algorithm::ed25519)).status, 401);
  EXPECT_EQ(vault.enrol(std::string(64, 'a'), make(Algorithm::ed25519)).status, 429);
}

TEST(Enrolment, DemandsProofOfPossession) {
  Installation vault;
  const auto token = vault.make_token();
  const auto key = make(Algorithm::mldsa65), other = make(Algorithm::mldsa65);
  EXPECT_EQ(vault.enrol(token, key, false).status, 400);
  const auto with_proof = [&](const Bytes& proof) {
    return post(vault, R"({"token":")" + token + R"(","hostname":"h","algorithm":"ML-DSA-65","publicKey":")" +
                           to_base64(key.public_key().raw()) + R"(","proof":")" + to_base64(proof) + "\"}");
  };
  using crypto::ProofPurpose;
  EXPECT_EQ(with_proof(crypto::make_proof(ProofPurpose::enrol, token, other)).body["field"], "proof");
  EXPECT_EQ(with_proof(crypto::make_proof(ProofPurpose::operator_, token, key)).status, 400) << "of another purpose";
  EXPECT_EQ(with_proof(crypto::make_proof(ProofPurpose::enrol, vault.make_token(), key)).status, 400)
      << "for another token";
  EXPECT_EQ(with_proof(crypto::make_proof(ProofPurpose::enrol, token, key)).status, 200);
}

TEST(Enrolment, WithoutProofIsForEd25519AndACheckedOneIsChecked) {
  Installation vault;
  const auto key = make(Algorithm::ed25519);
  const auto token = vault.make_token();
  const auto wrong = post(vault, R"({"token":")" + token + R"(","hostname":"h","publicKey":")" +
                                     to_base64(key.public_key().raw()) + R"(","proof":"AAAA"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(vault.enrol(token, key, false).status, 200);
}

TEST(Enrolment, TakesAKeyAndItsHalvesForEver) {
  Installation vault;
  const auto seed = Bytes(64, 7);
  const auto hybrid = crypto::PrivateKey::from_seed(Algorithm::ed25519_mldsa65, seed);
  const auto half = crypto::PrivateKey::from_seed(Algorithm::ed25519, Bytes(32, 7));
  const auto machine = vault.enrol(vault.make_token(), hybrid);
  ASSERT_EQ(machine.status, 200);
  EXPECT_EQ(vault.enrol(vault.make_token(), hybrid).status, 409);
  EXPECT_EQ(vault.enrol(vault.make_token(), half).status, 409) << "a half of it";
  ASSERT_EQ(
      vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine["machineId"] + "/deny"), "{}").status,
      200);
  EXPECT_EQ(vault.enrol(vault.make_token(), hybrid).status, 409) << "and after the machine is gone";
}

TEST(Enrolment, OfAnUnprovenUnusedKeyYieldsToItsOwner) {
  Installation vault;
  const auto key = std::make_shared<const crypto::PrivateKey>(make(Algorithm::ed25519));
  const auto thief = vault.enrol(vault.make_token(), *key, false);
  ASSERT_EQ(thief.status, 200);
  EXPECT_EQ(vault.enrol(vault.make_token(), *key, false).status, 409) << "not to another without proof";
  const auto owner = vault.enrol(vault.make_token(), *key, true);
  ASSERT_EQ(owner.status, 200) << owner.text;
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/machines/" + thief["machineId"])).status, 404);
  EXPECT_EQ(vault.enrol(vault.make_token(), *key, true).status, 409) << "not from who has proved it";
}

TEST(Enrolment, OfAnUnprovenKeyThatWasUsedStays) {
  Installation vault;
  const auto key = std::make_shared<const crypto::PrivateKey>(make(Algorithm::ed25519));
  const auto enrolled = vault.enrol(vault.make_token(), *key, false);
  const Signer machine{enrolled["machineId"], key, false};
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/approve"), "{}").status, 200);
  ASSERT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  EXPECT_EQ(vault.enrol(vault.make_token(), *key, true).status, 409);
}

TEST(Enrolment, NamesMachinesApart) {
  Installation vault;
  const auto one = vault.enrol(vault.make_token(), make(Algorithm::ed25519));
  const auto two = vault.enrol(vault.make_token(), make(Algorithm::ed25519));
  EXPECT_EQ(one["machineName"], "web-1");
  EXPECT_EQ(two["machineName"], "web-1-" + two["machineId"].substr(0, 8));
}

TEST(Enrolment, IgnoresUnknownFieldsAndKeepsNoStrangeHostname) {
  Installation vault;
  const auto answer = post(vault, R"({"token":")" + vault.make_token() +
                                      R"(","hostname":"a b\nc","name":"worker","new":1,"publicKey":")" +
                                      to_base64(make(Algorithm::ed25519).public_key().raw()) + "\"}");
  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto machine = vault.send(vault.root, "GET", vault.vault_path("/machines/" + answer["machineId"]));
  EXPECT_EQ(machine["hostname"], "unknown");
  EXPECT_EQ(machine["name"], "worker");
}

TEST(Enrolment, RefusesMalformedBodies) {
  Installation vault;
  const auto token = vault.make_token();
  const auto key = to_base64(make(Algorithm::ed25519).public_key().raw());
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", ""},
      {"[]", ""},
      {"{", ""},
      {"{}", "token"},
      {R"({"token":1,"hostname":"h","publicKey":")" + key + "\"}", "token"},
      {R"({"token":")" + token + R"(","publicKey":")" + key + "\"}", "hostname"},
      {R"({"token":")" + token + R"(","hostname":"h"})", "publicKey"},
      {R"({"token":")" + token + R"(","hostname":"h","publicKey":"AAAA"})", "publicKey"},
      {R"({"token":")" + token + R"(","hostname":"h","publicKey":"!"})", "publicKey"},
      {R"({"token":")" + token + R"(","hostname":"h","algorithm":"RSA","publicKey":")" + key + "\"}", "algorithm"},
      {R"({"token":")" + token + R"(","hostname":"h","algorithm":"ML-DSA-65","publicKey":")" + key + "\"}",
       "publicKey"},
      {R"({"token":")" + token + R"(","hostname":"h","name":"a\u202eb","publicKey":")" + key + "\"}", "name"},
      {R"({"token":"a","token":"b","hostname":"h","publicKey":")" + key + "\"}", ""},
      // A point of small order, and the identity: every signature would be theirs.
      {R"({"token":")" + token + R"(","hostname":"h","publicKey":")" + to_base64(Bytes(32, 0)) + "\"}", "publicKey"},
      {R"({"token":")" + token + R"(","hostname":"h","publicKey":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})",
       "publicKey"},
  };
  for (const auto& [body, field] : cases) {
    const auto answer = post(vault, body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer["field"], field) << body;
  }
  EXPECT_EQ(vault.enrol(token, make(Algorithm::ed25519)).status, 200) << "and the token is unspent";
}

TEST(Enrolment, StopsInASuspendedVault) {
  Installation vault;
  const auto token = vault.make_token();
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/suspend"), "{}").status, 200);
  EXPECT_EQ(vault.enrol(token, make(Algorithm::ed25519)).status, 403);
}

TEST(Enrolment, TokensAreStoredHashed) {
  Installation vault;
  const auto token = vault.make_token();
  vault.close();
  for (const auto& entry : std::filesystem::directory_iterator(vault.folder)) {
    std::FILE* file = std::fopen(entry.path().c_str(), "rb");
    std::string bytes(std::filesystem::file_size(entry.path()), 0);
    ASSERT_EQ(std::fread(bytes.data(), 1, bytes.size(), file), bytes.size());
    std::fclose(file);
    EXPECT_EQ(bytes.find(token), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace signet::testing
