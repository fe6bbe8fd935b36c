// SPDX-License-Identifier: Apache-2.0
// Keys to seal to a machine with: whose they are, in which order, and who gets to see them.
#include "signet/crypto/hybrid_key_proof.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

/// The same for the same seed.
Bytes some_key(std::uint8_t seed) { return crypto::SealingPrivateKey::from_seed(Bytes(32, seed)).public_key().raw(); }

struct HybridKeys : ::testing::Test {
  Installation vault;
  Signer owner = vault.make_machine(Algorithm::ed25519_mldsa65);
  Signer other = vault.make_machine();

  static Json body(const Signer& signer, const Bytes& key, std::uint64_t epoch) {
    return {{"algorithm", json_text("X25519+ML-KEM-768")},
            {"publicKey", json_text(to_base64(key))},
            {"epoch", epoch},
            {"proof", json_text(to_base64(crypto::prove_sealing_key(signer.id, key, epoch, *signer.key)))},
            {"sealedOnly", true}};
  }
  Answer publish(const Signer& signer, const Json& said) {
    return vault.send(signer, "PUT", "/v1/hybrid-key", to_public_text(said));
  }
  Answer publish(const Bytes& key, std::uint64_t epoch) { return publish(owner, body(owner, key, epoch)); }
  Answer fetch(const Signer& by) {
    return vault.send(by, "GET", "/v1/machines/" + owner.id + "/hybrid-key");
  }
};

TEST_F(HybridKeys, ArePublishedAndFetchedAnyNumberOfTimes) {
  EXPECT_EQ(fetch(other).status, 404);
  const auto key = some_key(1);
  const auto published = publish(key, 1);
  ASSERT_EQ(published.status, 200) << published.text;
  EXPECT_EQ(published["publicKey"], to_base64(key));
  EXPECT_EQ(published["fingerprint"], to_hex(crypto::fingerprint(Algorithm::x25519_mlkem768, key)));
  EXPECT_EQ(fetch(other).text, published.text);
  EXPECT_EQ(fetch(other).text, published.text) << "not used up";
  EXPECT_EQ(fetch(owner).text, published.text);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/machines/" + owner.id + "/hybrid-key")).text,
            published.text);
  EXPECT_EQ(publish(some_key(2), 2).status, 200);
  EXPECT_EQ(fetch(other)["publicKey"], to_base64(some_key(2)));
}

TEST_F(HybridKeys, CarryTheSignatureOfTheirOwner) {
  const auto key = some_key(1);
  ASSERT_EQ(publish(key, 7).status, 200);
  const auto fetched = fetch(other);
  const auto proof = *from_base64(fetched["proof"]);
  const auto& signer = fetched.body["signedBy"];
  const auto request_key = crypto::PublicKey::from_raw(*parse_algorithm(text_of(signer["algorithm"])),
                                                       *from_base64(text_of(signer["publicKey"])));
  ASSERT_TRUE(request_key);
  EXPECT_EQ(request_key->raw(), owner.key->public_key().raw());
  EXPECT_TRUE(crypto::verify_sealing_key(owner.id, key, 7, *request_key, proof));
  EXPECT_FALSE(crypto::verify_sealing_key(owner.id, key, 8, *request_key, proof)) << "the epoch is signed";
  EXPECT_FALSE(crypto::verify_sealing_key(other.id, key, 7, *request_key, proof)) << "the machine is signed";
  EXPECT_FALSE(crypto::verify_sealing_key(owner.id, some_key(2), 7, *request_key, proof));
}

TEST_F(HybridKeys, GoForward) {
  ASSERT_EQ(publish(some_key(1), 5).status, 200);
  const auto said = body(owner, some_key(1), 5);
  const auto state = vault.state_digest();
  EXPECT_EQ(publish(owner, said).text, fetch(other).text) << "again: what is there";
  EXPECT_EQ(vault.state_digest(), state);
  for (const std::uint64_t epoch : {1U, 4U, 5U}) {
    const auto refused = publish(some_key(2), epoch);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused["field"], "epoch");
    EXPECT_NE(refused["error"].find('5'), std::string::npos);
  }
  EXPECT_EQ(publish(some_key(2), 9).status, 200);
  EXPECT_EQ(publish(some_key(1), 10).status, 409) << "no key comes back";
  EXPECT_EQ(fetch(other)["publicKey"], to_base64(some_key(2)));
}

TEST_F(HybridKeys, AreOneMachinesForEver) {
  ASSERT_EQ(publish(some_key(1), 1).status, 200);
  const auto stolen = publish(other, body(other, some_key(1), 1));
  EXPECT_EQ(stolen.status, 409);
  EXPECT_EQ(stolen["field"], "publicKey");
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + owner.id + "/revoke"), "{}").status, 200);
  EXPECT_EQ(fetch(other).status, 404);
  EXPECT_EQ(publish(other, body(other, some_key(1), 1)).status, 409) << "that of a revoked machine too";
}

TEST_F(HybridKeys, AreRecordedAndCounted) {
  const auto before = vault.audit_size(vault.vault_id);
  ASSERT_EQ(publish(some_key(1), 1).status, 200);
  const auto record = vault.audit(vault.vault_id).back();
  EXPECT_EQ(vault.audit_size(vault.vault_id), before + 1);
  EXPECT_EQ(text_of(record["action"]), "hybrid_key_publish");
  EXPECT_EQ(text_of(record["detail"]),
            "epoch 1 " + to_hex(crypto::fingerprint(Algorithm::x25519_mlkem768, some_key(1))) + ", values only sealed");
  for (std::uint64_t epoch = 2; epoch <= limits::kMaxHybridKeys; ++epoch)
    ASSERT_EQ(publish(some_key(static_cast<std::uint8_t>(epoch)), epoch).status, 200);
  EXPECT_EQ(publish(some_key(99), 99).status, 429);
  vault.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(publish(some_key(99), 99).status, 200);
}

TEST_F(HybridKeys, AreRefusedWithTheField) {
  const auto good = body(owner, some_key(1), 1);
  const auto with = [&](const char* name, Json value) {
    auto changed = good;
    changed[name] = std::move(value);
    return changed;
  };
  const auto without = [&](const char* name) {
    auto changed = good;
    changed.erase(name);
    return changed;
  };
  const auto of_key = [&](const Bytes& key) { return body(owner, key, 1); };
  const auto form = [&](std::size_t at, std::uint8_t value) {
    auto key = some_key(1);
    key[at] = value;
    return of_key(key);
  };
  auto longer = some_key(1), shorter = longer;
  longer.push_back(0), shorter.pop_back();
  const std::vector<std::pair<Json, std::string>> cases{
      {without("algorithm"), "algorithm"},
      {with("algorithm", json_text("ML-KEM-768")), "algorithm"},
      {with("algorithm", 7), "algorithm"},
      {without("publicKey"), "publicKey"},
      {with("publicKey", json_text("AA=")), "publicKey"},
      {with("publicKey", nullptr), "publicKey"},
      {of_key({}), "publicKey"},
      {of_key(longer), "publicKey"},
      {of_key(shorter), "publicKey"},
      {form(0, 0), "publicKey"},
      {form(0, 2), "publicKey"},
      {form(2, 0x21), "publicKey"},
      {form(35, 0xa0), "publicKey"},
      {form(36, 0x04), "publicKey"},
      {without("epoch"), "epoch"},
      {with("epoch", 0), "epoch"},
      {with("epoch", -1), "epoch"},
      {with("epoch", 1'000'000'001), "epoch"},
      {with("epoch", json_text("1")), "epoch"},
      {without("sealedOnly"), "sealedOnly"},
      {with("sealedOnly", json_text("true")), "sealedOnly"},
      {without("proof"), "proof"},
      {with("proof", json_text("")), "proof"},
      {with("epoch", 2), "proof"},
      {with("publicKey", json_text(to_base64(some_key(2)))), "proof"},
      {with("proof", body(other, some_key(1), 1)["proof"]), "proof"},
  };
  for (const auto& [said, field] : cases) {
    SCOPED_TRACE(field + to_public_text(said).substr(0, 80));
    const auto before = vault.state_digest();
    const auto answer = publish(owner, said);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer["field"], field) << answer.text;
    EXPECT_EQ(vault.state_digest(), before);
  }
  EXPECT_EQ(vault.send(owner, "PUT", "/v1/hybrid-key", R"({"epoch":1,"epoch":1})").status, 400);
  EXPECT_EQ(publish(owner, with("newer", 1)).status, 200) << "machines' bodies may have more";
  const auto pending = vault.make_pending_machine();
  EXPECT_EQ(publish(pending, body(pending, some_key(3), 1)).status, 403);
}

TEST_F(HybridKeys, OfAnotherVaultLookLikeThoseOfNobody) {
  ASSERT_EQ(publish(some_key(1), 1).status, 200);
  const auto other_vault =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto home = std::exchange(vault.vault_id, other_vault);
  const auto stranger = vault.make_machine();
  const auto foreign = vault.send(vault.root, "GET", vault.vault_path("/machines/" + owner.id + "/hybrid-key"));
  vault.vault_id = home;
  const auto absent = vault.send(other, "GET", "/v1/machines/00000000-0000-4000-8000-000000000000/hybrid-key");
  EXPECT_EQ(absent.status, 404);
  EXPECT_EQ(fetch(stranger).text, absent.text);
  EXPECT_EQ(foreign.text, absent.text);
  EXPECT_EQ(vault.send(other, "GET", "/v1/machines/nonsense/hybrid-key").text, absent.text);
  EXPECT_EQ(vault.send(other, "GET", "/v1/machines/" + other.id + "/hybrid-key").text, absent.text)
      << "and that of a machine without a key";
}

}  // namespace
}  // namespace signet::testing
