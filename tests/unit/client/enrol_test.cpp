// SPDX-License-Identifier: Apache-2.0
#include "signet/client/enrol.hpp"

#include "fake_world.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::string_view kUrl = "https://vault.example";
constexpr std::string_view kAccepted = R"({"machineId":"m-1","machineName":"web","vaultId":"vault_a"})";

struct Enrolling {
  TemporaryFolder folder = {};
  FakeWorld world = {};
  SecretBytes token = SecretBytes::from_text(std::string(64, 'a'));
  EnrolOptions options{.name = "web", .hostname = "web-1", .algorithm = Algorithm::ed25519};

  Result<Enrolment> enrol() {
    const auto home = folder.path().string();
    return enrol_over(*world.exchange(std::nullopt), kUrl, token, options,
                      [home](const char* name) -> std::optional<std::string> {
                        if (std::string_view(name) == "HOME") return home;
                        return std::nullopt;
                      });
  }
  [[nodiscard]] fs::path base() const { return folder.path() / ".signet"; }
  [[nodiscard]] Json sent(std::size_t i = 0) const {
    return parse_json_object(world.requests.at(i).body.expose()).value();
  }
};

TEST(Enrol, SendsTheKeyWithItsProof) {
  for (const auto& algorithm : kRequestAlgorithms) {
    Enrolling it;
    it.options.algorithm = algorithm.id;
    it.world.answer(200, kAccepted);
    const auto enrolment = it.enrol();
    ASSERT_TRUE(enrolment) << enrolment.error().message;
    EXPECT_EQ(it.world.requests.at(0).method, "POST");
    EXPECT_EQ(it.world.requests.at(0).target, "/v1/bootstrap/register");
    EXPECT_TRUE(it.world.requests.at(0).headers.empty());  // unsigned
    const auto body = it.sent();
    EXPECT_EQ(body.size(), 7u);
    EXPECT_TRUE(body.at("responseKey").get<bool>());
    EXPECT_EQ(*find_text(body, "token"), SecretString(it.token.expose_text()));
    EXPECT_EQ(*find_text(body, "name"), "web");
    EXPECT_EQ(*find_text(body, "hostname"), "web-1");
    EXPECT_EQ(std::string_view(*find_text(body, "algorithm")), algorithm.name);
    const auto key = crypto::PublicKey::from_raw(algorithm.id, *from_base64(*find_text(body, "publicKey")));
    ASSERT_TRUE(key);
    EXPECT_TRUE(crypto::verify_proof(crypto::ProofPurpose::enrol, it.token.expose_text(), *key,
                                     *from_base64(*find_text(body, "proof"))));
    EXPECT_EQ(enrolment->fingerprint, key->fingerprint());
  }
}

TEST(Enrol, WritesTheIdentityThatClientsLoad) {
  Enrolling it;
  it.world.answer(200, kAccepted);
  const auto enrolment = it.enrol();
  ASSERT_TRUE(enrolment) << enrolment.error().message;
  EXPECT_EQ(enrolment->folder, it.base() / "vaults" / "vault_a");
  const auto identity = load_identity(enrolment->folder.string());
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->machine_id, "m-1");
  EXPECT_EQ(identity->machine_name, "web");
  EXPECT_EQ(identity->api_url, kUrl);
  EXPECT_EQ(identity->algorithm, Algorithm::ed25519);
  const auto key = load_private_key(identity->private_key_path);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->public_key().fingerprint(), enrolment->fingerprint);
  EXPECT_FALSE(fs::exists(it.base() / "enrolling"));
}

TEST(Enrol, BelievesTheServersOwnAddressIfItIsOne) {
  const std::pair<const char*, std::string_view> table[] = {{"https://public.example", "https://public.example"},
                                                            {"http://public.example", kUrl},
                                                            {"https://public.example/", kUrl},
                                                            {"", kUrl}};
  for (const auto& [said, kept] : table) {
    Enrolling it;
    it.world.answer(201,
                    std::string(R"({"machineId":"m","machineName":"n","vaultId":"vault_a","apiUrl":")") + said + "\"}");
    const auto enrolment = it.enrol();
    ASSERT_TRUE(enrolment) << enrolment.error().message;
    EXPECT_EQ(enrolment->identity.api_url, kept) << said;
  }
}

TEST(Enrol, KeepsTheKeyWhileTheOutcomeIsUnknownAndUsesItAgain) {
  Enrolling it;
  for (int i = 0; i < 4; ++i) it.world.fail({.message = "lost", .sent = true});
  const auto lost = it.enrol();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, ErrorKind::network);
  EXPECT_THAT(lost.error().message, HasSubstr("repeat this with the same token"));
  EXPECT_TRUE(lost.error().may_have_happened);

  it.world.answer(200, kAccepted);
  ASSERT_TRUE(it.enrol());
  for (std::size_t i = 1; i < 5; ++i)
    EXPECT_EQ(*find_text(it.sent(i), "publicKey"), *find_text(it.sent(0), "publicKey"));
}

TEST(Enrol, AnswersThatMakeNoSenseKeepTheKeyToo) {
  for (const char* body : {"", "{}", R"({"machineId":"m","machineName":"n","vaultId":"../../etc"})",
                           R"({"machineId":"m","machineName":"n","vaultId":"vault_a/b"})",
                           R"({"machineId":"m","machineName":"n","vaultId":"vault_a.b"})",
                           R"({"machineId":"m","machineName":"n","vaultId":"x"})"}) {
    Enrolling it;
    it.world.answer(200, body);
    const auto enrolment = it.enrol();
    ASSERT_FALSE(enrolment) << body;
    EXPECT_EQ(enrolment.error().kind, ErrorKind::server);
    EXPECT_TRUE(fs::exists(it.base() / "enrolling"));
    EXPECT_FALSE(fs::exists(it.base() / "vaults"));
  }
}

TEST(Enrol, ForgetsTheKeyWhenTheServerSaysNo) {
  for (const int status : {400, 401, 403, 409}) {
    Enrolling it;
    it.world.answer(status);
    ASSERT_FALSE(it.enrol());
    EXPECT_FALSE(fs::exists(it.base() / "enrolling") && !fs::is_empty(it.base() / "enrolling")) << status;
  }
}

TEST(Enrol, KeepsTheKeyIfAnAttemptBeforeTheNoWasLost) {
  Enrolling it;
  it.world.fail({.message = "lost", .sent = true});
  it.world.answer(401);
  const auto refused = it.enrol();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::authentication);
  EXPECT_TRUE(fs::exists(it.base() / "enrolling"));
}

TEST(Enrol, DifferentTokensHaveDifferentKeys) {
  Enrolling it;
  it.world.answer(500);
  it.world.answer(500);
  ASSERT_FALSE(it.enrol());
  it.token = SecretBytes::from_text(std::string(64, 'b'));
  ASSERT_FALSE(it.enrol());
  EXPECT_NE(*find_text(it.sent(0), "publicKey"), *find_text(it.sent(1), "publicKey"));
}

TEST(Enrol, AKeptKeyOfAnotherAlgorithmIsNotPassedOver) {
  Enrolling it;
  it.world.answer(500);
  ASSERT_FALSE(it.enrol());
  it.options.algorithm = Algorithm::mldsa65;
  const auto refused = it.enrol();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::local);
  EXPECT_EQ(it.world.requests.size(), 1u);
}

TEST(Enrol, PutsAnOlderIdentityOfTheVaultAside) {
  Enrolling it;
  it.world.answer(200, kAccepted);
  const auto first = it.enrol();
  ASSERT_TRUE(first);
  it.token = SecretBytes::from_text(std::string(64, 'b'));
  it.world.answer(200, R"({"machineId":"m-2","machineName":"web","vaultId":"vault_a"})");
  const auto second = it.enrol();
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->folder, first->folder);
  EXPECT_EQ(load_identity(second->folder.string())->machine_id, "m-2");
  EXPECT_NE(first->fingerprint, second->fingerprint);
  std::size_t folders = 0;
  for (const auto& entry : fs::directory_iterator(it.base() / "vaults")) {
    ++folders;
    EXPECT_TRUE(fs::exists(entry.path() / "private.pem"));
  }
  EXPECT_EQ(folders, 2u);
}

TEST(Enrol, OnlyEd25519GoesWhereOtherToolsLook) {
  Enrolling it;
  it.options.base = it.folder.path() / ".sikkerkey";
  it.options.algorithm = Algorithm::ed25519_mldsa65;
  ASSERT_FALSE(it.enrol());
  EXPECT_TRUE(it.world.requests.empty());
  it.options.algorithm = Algorithm::ed25519;
  it.world.answer(200, kAccepted);
  EXPECT_TRUE(it.enrol());
}

TEST(Enrol, NeedsAToken) {
  Enrolling it;
  it.token = SecretBytes();
  EXPECT_FALSE(it.enrol());
  EXPECT_TRUE(it.world.requests.empty());
}

}  // namespace
}  // namespace signet::client
