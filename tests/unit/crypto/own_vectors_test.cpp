// SPDX-License-Identifier: Apache-2.0
#include "post_quantum.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <map>

namespace signet::crypto {
namespace {

using nlohmann::json;
using ::signet::testing::base64_bytes;
using ::signet::testing::hex_bytes;
using ::signet::testing::load_vectors;

Algorithm algorithm_of(const json& entry) { return parse_algorithm(entry.at("algorithm").get<std::string>()).value(); }

const std::map<std::string, PrivateKey>& keys() {
  static const std::map<std::string, PrivateKey> all = [] {
    std::map<std::string, PrivateKey> made;
    for (const json& entry : load_vectors("keys.json", "keys")) {
      made.emplace(entry.at("name"), PrivateKey::from_seed(algorithm_of(entry), hex_bytes(entry.at("seed"))));
    }
    return made;
  }();
  return all;
}

TEST(OwnVectors, OfKeys) {
  for (const json& entry : load_vectors("keys.json", "keys")) {
    const PublicKey& key = keys().at(entry.at("name")).public_key();
    EXPECT_EQ(to_base64(key.raw()), entry.at("publicKey").get<std::string>());
    std::vector<std::string> fingerprints;
    for (const Fingerprint& one : key.all_fingerprints()) fingerprints.push_back(to_hex(one));
    EXPECT_EQ(fingerprints, entry.at("fingerprints").get<std::vector<std::string>>());
  }
}

// By the same deterministic signature as others: every length, seed and join of the registry. The hybrids' signatures
// are hedged here.
TEST(OwnVectors, OfEveryAlgorithm) {
  const json entries = load_vectors("algorithms.json", "keys");
  EXPECT_EQ(entries.size(), kSigningAlgorithms.size());
  for (const json& entry : entries) {
    const Algorithm algorithm = algorithm_of(entry);
    const AlgorithmInfo& known = info(algorithm);
    SCOPED_TRACE(known.name);
    const Bytes seed = hex_bytes(entry.at("seed"));
    const auto message = entry.at("message").get<std::string>();
    const PrivateKey key = PrivateKey::from_seed(algorithm, seed);
    EXPECT_EQ(seed.size(), known.seed);
    EXPECT_EQ(to_base64(key.public_key().raw()), entry.at("publicKey").get<std::string>());
    EXPECT_EQ(key.public_key().raw().size(), known.public_key);
    EXPECT_EQ(known.signature, entry.at("signatureSize").get<std::size_t>());
    if (entry.at("expandedHash").is_null()) continue;

    const SecretBytes expanded = key.expanded();
    EXPECT_EQ(sha256_hex(expanded.expose()), entry.at("expandedHash").get<std::string>());
    EXPECT_EQ(expanded.size(), known.secret_key);
    const auto without_seed = PrivateKey::from_expanded(algorithm, expanded.expose());
    ASSERT_TRUE(without_seed) << without_seed.error().message;
    EXPECT_EQ(without_seed->public_key().raw(), key.public_key().raw());
    const EvpPkey expanded_key = post_quantum::expand(algorithm, seed);
    const Bytes signature = post_quantum::sign_deterministically(algorithm, expanded_key, as_bytes(message));
    EXPECT_EQ(sha256_hex(signature), entry.at("signatureHash").get<std::string>());
    EXPECT_TRUE(key.public_key().verify(as_bytes(message), signature));
    EXPECT_FALSE(key.public_key().verify(as_bytes("another"), signature));
  }
}

TEST(OwnVectors, OfPublicKeysThatAreRefused) {
  const json cases = load_vectors("keys.json", "refused");
  EXPECT_GE(cases.size(), 60U);
  for (const json& one : cases) {
    EXPECT_FALSE(PublicKey::from_raw(algorithm_of(one), base64_bytes(one.at("publicKey")))) << one.at("name");
  }
}

TEST(OwnVectors, OfKeyFiles) {
  std::size_t accepted = 0;
  for (const json& one : load_vectors("pem.json", "cases")) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    const auto pem = one.at("pem").get<std::string>();
    const bool valid = one.at("valid").get<bool>();
    accepted += valid ? 1U : 0U;
    if (one.at("kind") == "public") {
      const auto key = PublicKey::from_pem(pem);
      EXPECT_EQ(key.has_value(), valid);
      if (key && valid) {
        EXPECT_EQ(key->raw(), keys().at(one.at("key")).public_key().raw());
      }
    } else {
      const auto key = PrivateKey::from_pem(pem);
      EXPECT_EQ(key.has_value(), valid);
      if (key && valid) {
        EXPECT_EQ(key->public_key().raw(), keys().at(one.at("key")).public_key().raw());
        EXPECT_EQ(key->to_pem().expose_text() == pem, one.at("canonical").get<bool>());
      }
    }
  }
  EXPECT_GE(accepted, 15U);
}

ProofPurpose purpose_of(const json& one) {
  static const std::map<std::string, ProofPurpose> purposes{{"enrol", ProofPurpose::enrol},
                                                            {"operator", ProofPurpose::operator_},
                                                            {"rotate", ProofPurpose::rotate},
                                                            {"kem", ProofPurpose::kem}};
  return purposes.at(one.at("purpose"));
}

TEST(OwnVectors, OfProofs) {
  for (const json& one : load_vectors("proofs.json", "cases")) {
    SCOPED_TRACE(one.dump().substr(0, 300));
    const PublicKey& key = keys().at(one.at("key")).public_key();
    const auto subject = one.at("subject").get<std::string>();
    EXPECT_EQ(verify_proof(purpose_of(one), subject, key, base64_bytes(one.at("proof"))), one.at("valid").get<bool>());
    if (one.contains("message")) {
      EXPECT_EQ(proof_message(purpose_of(one), subject, key).expose_text(), one.at("message").get<std::string>());
    }
  }
}

/// As a server does it: every field by its grammar, then the signature over exactly what was received.
bool is_accepted(const PublicKey& key, const json& one, std::string& payload) {
  const auto field = [&one](const char* name) { return one.at(name).get<std::string>(); };
  if (!is_method(field("method")) || !is_target(field("target")) || !parse_timestamp(field("timestamp")) ||
      !is_nonce(field("nonce"))) {
    return false;
  }
  payload = canonical_request(field("method"), field("target"), field("timestamp"), field("nonce"),
                              sha256_hex(base64_bytes(one.at("body"))));
  const auto signature = from_base64(field("signature"));
  return signature && key.verify(as_bytes(payload), *signature);
}

TEST(OwnVectors, OfRequests) {
  std::size_t accepted = 0, refused = 0;
  for (const json& one : load_vectors("requests.json", "cases")) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    std::string payload;
    const bool valid = one.at("valid").get<bool>();
    EXPECT_EQ(is_accepted(keys().at(one.at("key")).public_key(), one, payload), valid);
    if (valid) {
      EXPECT_EQ(payload, one.at("payload").get<std::string>());
    }
    ++(valid ? accepted : refused);
  }
  EXPECT_GE(accepted, 50U);
  EXPECT_GE(refused, 200U);
}

}  // namespace
}  // namespace signet::crypto
