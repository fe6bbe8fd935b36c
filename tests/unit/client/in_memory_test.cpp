// SPDX-License-Identifier: Apache-2.0
#include "signet/client/in_memory.hpp"

#include "fake_world.hpp"
#include "signet/client/client.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

constexpr std::string_view kUrl = "http://localhost:1";
constexpr std::string_view kAccepted =
    R"({"machineId":"m-1","machineName":"fn-1","vaultId":"vault_a","expiresAt":1795000600000,"apiUrl":"http://localhost:2"})";

struct Serverless {
  FakeWorld world = {};
  EnrolOptions options = {};
  std::optional<std::string> hostname = {};
  SecretBytes token = SecretBytes::from_text("et_abc");

  Result<InMemoryIdentity> enrol(std::string_view vault = "vault_a") {
    return enrol_in_memory_over(*world.exchange(std::nullopt), kUrl, vault, token, options,
                                [this](const char* name) -> std::optional<std::string> {
                                  return std::string_view(name) == "HOSTNAME" ? hostname : std::nullopt;
                                });
  }
  [[nodiscard]] Json sent() const { return parse_json_object(world.requests.at(0).body.expose()).value(); }
};

TEST(InMemory, RegistersAHybridKeyWithItsProof) {
  Serverless it;
  it.world.answer(201, kAccepted);
  const auto identity = it.enrol();
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(it.world.requests.at(0).method, "POST");
  EXPECT_EQ(it.world.requests.at(0).target, "/v1/vault_a/enroll/register");
  EXPECT_TRUE(it.world.requests.at(0).headers.empty());
  const auto body = it.sent();
  EXPECT_EQ(body.size(), 6u);
  EXPECT_TRUE(body.at("responseKey").get<bool>());
  EXPECT_EQ(*find_text(body, "token"), "et_abc");
  EXPECT_EQ(*find_text(body, "hostname"), "serverless");
  EXPECT_EQ(*find_text(body, "algorithm"), "Ed25519+ML-DSA-65");
  const auto& key = identity->key.public_key();
  EXPECT_EQ(std::string_view(*find_text(body, "publicKey")), to_base64(key.raw()));
  EXPECT_TRUE(
      crypto::verify_proof(crypto::ProofPurpose::enrol, "et_abc", key, *from_base64(*find_text(body, "proof"))));
  EXPECT_EQ(identity->identity.machine_id, "m-1");
  EXPECT_EQ(identity->identity.api_url, "http://localhost:2");
  EXPECT_EQ(identity->expires_at, Time(1'795'000'600'000ms));
}

TEST(InMemory, TakesTheNamesThatAreGiven) {
  Serverless it;
  it.hostname = "fn-host";
  it.options.name = "worker";
  it.world.answer(200, kAccepted);
  ASSERT_TRUE(it.enrol());
  EXPECT_EQ(*find_text(it.sent(), "hostname"), "fn-host");
  EXPECT_EQ(*find_text(it.sent(), "name"), "worker");

  Serverless other;
  other.hostname = "not a hostname";
  other.world.answer(200, kAccepted);
  ASSERT_TRUE(other.enrol());
  EXPECT_EQ(*find_text(other.sent(), "hostname"), "serverless");
}

TEST(InMemory, StaysOnTheServerItWasToldWhereThatNamesNoOther) {
  Serverless it;
  it.world.answer(200, R"({"machineId":"m-1","machineName":"fn","vaultId":"vault_a","expiresAt":null})");
  const auto identity = it.enrol();
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->identity.api_url, kUrl);
  EXPECT_EQ(identity->expires_at, std::nullopt);
}

TEST(InMemory, OpensAClientThatHasNoPlaceForACache) {
  Serverless it;
  it.world.answer(200, kAccepted);
  auto identity = it.enrol();
  ASSERT_TRUE(identity);
  auto client = Client::open(std::move(*identity));
  ASSERT_TRUE(client) << client.error().message;
  EXPECT_EQ(client->identity().machine_id, "m-1");
  EXPECT_EQ(client->use_cache().error().kind, ErrorKind::local);
}

TEST(InMemory, SaysWhatWasRefusedWithoutTheToken) {
  Serverless it;
  it.world.answer(401, R"({"error":"Unauthorized"})");
  const auto refused = it.enrol();
  EXPECT_EQ(refused.error().kind, ErrorKind::authentication);
  EXPECT_EQ(refused.error().message.find("et_abc"), std::string::npos);
  EXPECT_EQ(it.enrol("vault/../x").error().kind, ErrorKind::invalid_request);
  it.token = SecretBytes();
  EXPECT_EQ(it.enrol().error().kind, ErrorKind::invalid_request);
  EXPECT_EQ(it.world.requests.size(), 1u);
}

}  // namespace
}  // namespace signet::client
