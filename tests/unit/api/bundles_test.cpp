// SPDX-License-Identifier: Apache-2.0
// Requests that several keys sign together, and every way in which a bundle is none.
#include "support/installation.hpp"

#include "signet/crypto/bundle.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace signet::testing {
namespace {

using crypto::Bundle;
using crypto::Keyset;
using crypto::PrivateKey;

/// Three keys of an identity, of which two must sign.
struct Keys {
  std::vector<PrivateKey> keys;
  Keyset keyset;

  explicit Keys(std::vector<Algorithm> algorithms) : keys(make(algorithms)), keyset(set_of(keys)) {}
  static std::vector<PrivateKey> make(const std::vector<Algorithm>& algorithms) {
    std::vector<PrivateKey> made;
    for (const auto algorithm : algorithms) made.push_back(PrivateKey::generate(algorithm));
    return made;
  }
  static Keyset set_of(const std::vector<PrivateKey>& keys) {
    std::vector<crypto::PublicKey> all;
    for (const auto& key : keys) all.push_back(key.public_key());
    return *Keyset::make(2, std::move(all));
  }
  [[nodiscard]] Bytes sign(ByteView payload, std::vector<std::size_t> which) const {
    std::vector<const PrivateKey*> some;
    for (const auto at : which) some.push_back(&keys.at(at));
    return crypto::sign_bundle(keyset, payload, some);
  }
};

struct Bundles : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  Keys own{{Algorithm::slhdsa_sha2_128s, Algorithm::mldsa65, Algorithm::ed25519}};

  [[nodiscard]] Answer rotate(const Json& body) {
    return vault.send(machine, "POST", "/v1/machine/key", to_public_text(body));
  }
  [[nodiscard]] Json body_for(const Keys& keys, std::vector<std::size_t> provers) const {
    const auto message = crypto::keyset_proof_message(machine.id, keys.keyset);
    return {{"keyset", json_text(to_base64(keys.keyset.encode()))},
            {"proof", json_text(to_base64(keys.sign(message.expose(), std::move(provers))))}};
  }
  void take_keyset() {
    const auto answer = rotate(body_for(own, {0, 1, 2}));
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer["algorithm"], "SLH-DSA-SHA2-128s & ML-DSA-65 & Ed25519");
  }
  using Sign = std::function<Bytes(ByteView payload)>;
  [[nodiscard]] int send(const Sign& sign, const std::string& algorithm = {}) {
    auto request = vault.sign(machine, "GET", "/v1/secrets");
    const auto payload = canonical_request("GET", "/v1/secrets", request.header("X-Timestamp"),
                                           request.header("X-Nonce"), crypto::sha256_hex({}));
    request.header("X-Signature") = to_base64(sign(as_bytes(payload)));
    if (!algorithm.empty()) request.header("X-Algorithm") = algorithm;
    return vault.handle(request).status;
  }
  /// Every refusal counts; the hour between them keeps the lockout away.
  [[nodiscard]] int send_alone(const Sign& sign) {
    vault.clock.advance(std::chrono::hours(1));
    return send(sign);
  }
};

TEST_F(Bundles, OfTwoOrThreeKeysSignARequest) {
  take_keyset();
  for (const auto& which : std::vector<std::vector<std::size_t>>{{0, 1}, {0, 2}, {1, 2}, {0, 1, 2}})
    EXPECT_EQ(send([&](ByteView payload) { return own.sign(payload, which); }), 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 401) << "the key that it enrolled with is replaced";
  const auto shown = vault.send(vault.root, "GET", vault.vault_path("/machines/" + machine.id));
  EXPECT_EQ(shown["algorithm"], "SLH-DSA-SHA2-128s & ML-DSA-65 & Ed25519");
  EXPECT_EQ(shown["fingerprint"], to_hex(own.keyset.policy()));
  vault.restart();
  EXPECT_EQ(send([&](ByteView payload) { return own.sign(payload, {0, 1}); }), 200);
}

TEST_F(Bundles, AreWhatSovereignAsks) {
  take_keyset();
  const auto set = vault.send(vault.root, "PUT", vault.vault_path("/signature-policy"),
                              R"({"tier":"SOVEREIGN","pinnedFingerprints":[")" + to_hex(own.keyset.policy()) + "\"]}");
  ASSERT_EQ(set.status, 200) << set.text;
  EXPECT_EQ(send([&](ByteView payload) { return own.sign(payload, {1, 2}); }), 200);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "signature_verified");
  EXPECT_EQ(send([&](ByteView payload) { return own.sign(payload, {0, 2}); }), 403) << "level 1 is what was verified";
}

TEST_F(Bundles, ThatAreNoneAreRefused) {
  take_keyset();
  const Keys others({Algorithm::slhdsa_sha2_128s, Algorithm::mldsa65, Algorithm::ed25519});
  const auto entries = [&](ByteView payload) { return *crypto::decode_bundle(own.sign(payload, {1, 2})); };
  const auto edited = [&](auto edit) {
    return [&, edit](ByteView payload) {
      auto bundle = entries(payload);
      edit(bundle);
      return crypto::encode_bundle(bundle);
    };
  };
  const auto bytes = [&](auto edit) {
    return [&, edit](ByteView payload) {
      auto all = own.sign(payload, {1, 2});
      edit(all);
      return all;
    };
  };
  const std::vector<std::pair<const char*, Sign>> rows{
      {"one of three", edited([](Bundle& b) { b.pop_back(); })},
      {"none", edited([](Bundle& b) { b.clear(); })},
      {"the same twice", edited([](Bundle& b) { b[1] = b[0]; })},
      {"order", edited([](Bundle& b) { std::swap(b[0], b[1]); })},
      {"one family twice", edited([&](Bundle& b) { b[1] = b[0], b[1].algorithm = Algorithm::mldsa87; })},
      {"four", edited([](Bundle& b) { b.insert(b.end(), 2, b[0]); })},
      {"count larger", bytes([](Bytes& b) { b[1] = 3; })},
      {"count smaller", bytes([](Bytes& b) { b[1] = 1; })},
      {"another version", bytes([](Bytes& b) { b[0] = 1; })},
      {"length", bytes([](Bytes& b) { ++b[2 + 1 + 32 + 3]; })},
      {"behind it", bytes([](Bytes& b) { b.push_back(0); })},
      {"cut off", bytes([](Bytes& b) { b.pop_back(); })},
      {"unknown algorithm", bytes([](Bytes& b) { b[2] = 0x20; })},
      {"no algorithm", bytes([](Bytes& b) { b[2] = 0xff; })},
      {"fingerprint", edited([](Bundle& b) { b[0].fingerprint[0] ^= 1; })},
      {"a bad one beside a good one", edited([](Bundle& b) { b[0].signature[9] ^= 1; })},
      {"a bad third one",
       [&](ByteView payload) {
         auto bundle = *crypto::decode_bundle(own.sign(payload, {0, 1, 2}));
         bundle[2].signature[9] ^= 1;
         return crypto::encode_bundle(bundle);
       }},
      {"another account's", [&](ByteView payload) { return others.sign(payload, {1, 2}); }},
      {"of another payload", [&](ByteView) { return own.sign(as_bytes("something else"), {1, 2}); }},
      {"votes of plain requests",
       [&](ByteView payload) {
         auto bundle = entries(payload);
         for (std::size_t i = 0; i < 2; ++i) bundle[i].signature = own.keys[i + 1].sign(payload);
         return crypto::encode_bundle(bundle);
       }},
      {"under another keyset",
       [&](ByteView payload) {
         std::vector<crypto::PublicKey> two{own.keys[1].public_key(), own.keys[2].public_key()};
         const auto smaller = *Keyset::make(2, std::move(two));
         const std::vector<const PrivateKey*> keys{&own.keys[1], &own.keys[2]};
         return crypto::sign_bundle(smaller, payload, keys);
       }},
      {"a single signature of a member", [&](ByteView payload) { return own.keys[2].sign(payload); }},
      {"a single signature over the bundle's message",
       [&](ByteView payload) { return own.keys[2].sign(own.keyset.message(payload)); }},
  };
  for (const auto& [what, sign] : rows) {
    EXPECT_EQ(send_alone(sign), 401) << what;
    EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["detail"]), "bad signature") << what;
  }
  vault.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(send([&](ByteView payload) { return own.sign(payload, {1, 2}); }, "ML-DSA-65"), 401);
  EXPECT_EQ(send([&](ByteView payload) { return own.sign(payload, {1, 2}); }), 200);
}

TEST_F(Bundles, AreNothingToAnIdentityWithOneKey) {
  EXPECT_EQ(send([&](ByteView payload) { return own.sign(payload, {1, 2}); }), 401);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
}

TEST_F(Bundles, SignForOperatorsToo) {
  const auto& root = vault.root;
  const Keys two({Algorithm::mldsa87, Algorithm::ed25519});
  const auto message = crypto::keyset_proof_message(root.id, two.keyset);
  Json body{{"keyset", json_text(to_base64(two.keyset.encode()))},
            {"proof", json_text(to_base64(two.sign(message.expose(), {0, 1})))}};
  auto both = body;
  both["algorithm"] = json_text("Ed25519");
  EXPECT_EQ(vault.send(root, "POST", vault.installation_path("/key"), to_public_text(both))["field"], "algorithm");
  ASSERT_EQ(vault.send(root, "POST", vault.installation_path("/key"), to_public_text(body)).status, 200);
  auto request = vault.sign(root, "GET", vault.vault_path("/projects"));
  const auto payload = canonical_request("GET", vault.vault_path("/projects"), request.header("X-Timestamp"),
                                         request.header("X-Nonce"), crypto::sha256_hex({}));
  request.header("X-Signature") = to_base64(two.sign(as_bytes(payload), {0, 1}));
  EXPECT_EQ(vault.handle(request).status, 200);
  request = vault.sign(root, "GET", vault.vault_path("/projects"));
  EXPECT_EQ(vault.handle(request).status, 401) << "the key before";
}

TEST_F(Bundles, KeysetsAreProvedByEveryKeyAndTakenOnce) {
  EXPECT_EQ(rotate(body_for(own, {0, 1}))["field"], "proof") << "one is missing";
  auto changed = body_for(own, {0, 1, 2});
  changed["proof"] = json_text("AA==");
  EXPECT_EQ(rotate(changed)["field"], "proof");
  changed["keyset"] = json_text("AA==");
  EXPECT_EQ(rotate(changed)["field"], "keyset");
  changed["keyset"] = 1;
  EXPECT_EQ(rotate(changed)["field"], "keyset");
  auto bytes = own.keyset.encode();
  for (const int threshold : {0, 1, 4}) {
    bytes[1] = static_cast<std::uint8_t>(threshold);
    changed["keyset"] = json_text(to_base64(bytes));
    EXPECT_EQ(rotate(changed)["field"], "keyset") << threshold;
  }
  Keys mixed({Algorithm::mldsa65, Algorithm::ed25519});
  mixed.keys[1] = PrivateKey::from_seed(Algorithm::ed25519, machine.key->first_seed());
  mixed.keyset = Keys::set_of(mixed.keys);
  const auto before = vault.state_digest();
  const auto refused = rotate(body_for(mixed, {0, 1}));
  EXPECT_EQ(refused.status, 409) << "a key that signs alone is no member";
  EXPECT_EQ(refused["field"], "keyset");
  EXPECT_EQ(vault.state_digest(), before);
  take_keyset();
  for (const auto& key : own.keys) EXPECT_EQ(vault.enrol(vault.make_token(), key).status, 409) << "taken one by one";
  machine = vault.make_machine();
  EXPECT_EQ(rotate(body_for(own, {0, 1, 2}))["field"], "keyset") << "also together";
}

}  // namespace
}  // namespace signet::testing
