// SPDX-License-Identifier: Apache-2.0
// Hybrid keys as a client gets them: only what its owner signed is believed.
#include "fake_world.hpp"
#include "signet/client/admin_client.hpp"
#include "signet/client/client.hpp"
#include "signet/crypto/hybrid_key_proof.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

const std::string kOwner(kMachine);

Client client_in(FakeWorld& world) { return {Identity{.machine_id = kOwner}, world.as_machine()}; }

Bytes some_key(std::uint8_t seed = 1) {
  return crypto::SealingPrivateKey::from_seed(Bytes(32, seed)).public_key().raw();
}

Json honest_answer() {
  const auto key = some_key();
  const auto signer = test_key();
  return {{"machineId", json_text(kOwner)},
          {"algorithm", json_text("X25519+ML-KEM-768")},
          {"publicKey", json_text(to_base64(key))},
          {"fingerprint", json_text(to_hex(crypto::fingerprint(Algorithm::x25519_mlkem768, key)))},
          {"epoch", 3},
          {"sealedOnly", true},
          {"createdAt", 1'795'000'000'000},
          {"proof", json_text(to_base64(crypto::prove_sealing_key(kOwner, key, 3, signer)))},
          {"signedBy",
           {{"algorithm", json_text("Ed25519")},
            {"publicKey", json_text(to_base64(signer.public_key().raw()))},
            {"fingerprint", json_text(to_hex(signer.public_key().fingerprint()))}}}};
}

TEST(ClientHybridKeys, AreFetchedByMachinesAndOperators) {
  FakeWorld world;
  world.answer(200, to_public_text(honest_answer()));
  world.answer(200, to_public_text(honest_answer()));
  const auto key = client_in(world).hybrid_key(kOwner);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->public_key, some_key());
  EXPECT_EQ(key->epoch, 3U);
  EXPECT_EQ(key->signer_fingerprint, to_hex(test_key().public_key().fingerprint()));
  EXPECT_EQ(world.requests.at(0).target, "/v1/machines/" + kOwner + "/hybrid-key");
  EXPECT_TRUE(VaultAdmin("vault_a", world.as_operator()).hybrid_key(kOwner));
  EXPECT_EQ(world.requests.at(1).target, "/v1/admin/vaults/vault_a/machines/" + kOwner + "/hybrid-key");
}

TEST(ClientHybridKeys, ArePublishedWithAProof) {
  FakeWorld world;
  world.answer(200, to_public_text(honest_answer()));
  const auto published = client_in(world).publish_hybrid_key(some_key(), 3, true);
  ASSERT_TRUE(published) << published.error().message;
  EXPECT_EQ(world.requests.at(0).method, "PUT");
  EXPECT_EQ(world.requests.at(0).target, "/v1/hybrid-key");
  const auto body = *parse_json_object(world.requests.at(0).body.expose());
  EXPECT_TRUE(crypto::verify_sealing_key(kOwner, *from_base64(text_of(body["publicKey"])), 3, test_key().public_key(),
                                         *from_base64(text_of(body["proof"]))));
  EXPECT_EQ(client_in(world).publish_hybrid_key(Bytes(3), 3, true).error().kind, ErrorKind::invalid_request);
  EXPECT_EQ(world.requests.size(), 1U) << "what is no key is not sent";
}

TEST(ClientHybridKeys, AreNotBelievedUnlessTheirOwnerSignedThem) {
  const auto attacker = crypto::PrivateKey::generate(Algorithm::ed25519);
  const auto by_attacker = json_text(to_base64(crypto::prove_sealing_key(kOwner, some_key(2), 3, attacker)));
  const std::vector<std::pair<const char*, std::function<void(Json&)>>> lies{
      {"another key", [](Json& a) { a["publicKey"] = json_text(to_base64(some_key(2))); }},
      {"another epoch", [](Json& a) { a["epoch"] = 4; }},
      {"another machine", [](Json& a) { a["machineId"] = json_text(kOperator); }},
      {"another algorithm", [](Json& a) { a["algorithm"] = json_text("ML-KEM-768"); }},
      {"another fingerprint", [](Json& a) { a["fingerprint"] = json_text(std::string(64, '0')); }},
      {"no proof", [](Json& a) { a["proof"] = json_text(""); }},
      {"a proof that is no base64", [](Json& a) { a["proof"] = json_text("!"); }},
      {"another's signature", [&](Json& a) {
         a["publicKey"] = json_text(to_base64(some_key(2)));
         a["proof"] = by_attacker;
       }},
      {"a signer of another fingerprint", [&](Json& a) {
         a["signedBy"]["publicKey"] = json_text(to_base64(attacker.public_key().raw()));
         a["proof"] = json_text(to_base64(crypto::prove_sealing_key(kOwner, some_key(), 3, attacker)));
       }},
      {"a signer that is no key", [](Json& a) { a["signedBy"]["publicKey"] = json_text(to_base64(Bytes(32))); }},
      {"no signer", [](Json& a) { a.erase("signedBy"); }},
      {"half a key", [](Json& a) { a["publicKey"] = json_text(to_base64(Bytes(3))); }},
  };
  for (const auto& [what, lie] : lies) {
    FakeWorld world;
    auto answer = honest_answer();
    lie(answer);
    world.answer(200, to_public_text(answer));
    const auto key = client_in(world).hybrid_key(kOwner);
    ASSERT_FALSE(key) << what;
    EXPECT_EQ(key.error().kind, ErrorKind::server) << what;
  }
}

}  // namespace
}  // namespace signet::client
