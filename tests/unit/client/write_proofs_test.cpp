// SPDX-License-Identifier: Apache-2.0
// What shows who asked for a change, and every way in which it does not.
#include "signet/client/audit_verification.hpp"
#include "signet/crypto/bundle.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <span>
#include <vector>

namespace signet::client {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kPayload = "POST:/v1/admin/vaults/vault_a/projects:1790000000:nonce-of-16-chars:00ff";

struct Asked {
  crypto::PrivateKey key = crypto::PrivateKey::generate(Algorithm::ed25519);
  WriteProof proof{.log = "vault_a",
                   .record = 3,
                   .payload = std::string(kPayload),
                   .signature = to_base64(key.sign(as_bytes(kPayload))),
                   .salt = to_base64(Bytes(32, 7))};
  std::string digest = digest_of({proof.payload, proof.signature, proof.salt});

  /// Base64 but for the first, which is text, in this order.
  static std::string digest_of(const std::array<std::string, 3>& parts) {
    const auto second = from_base64(parts[1]).value(), third = from_base64(parts[2]).value();
    return to_base64(crypto::sha256({as_bytes(parts[0]), second, third}));
  }
  [[nodiscard]] std::string record() const {
    return R"({"seq":3,"log":"vault_a","at":1,"action":"project_create","proof":")" + digest + "\"}";
  }
  void seal_again() { digest = digest_of({proof.payload, proof.signature, proof.salt}); }
  /// "" if it holds.
  [[nodiscard]] std::string fault(std::span<const crypto::PublicKey> signers = {}) const {
    return fault_in(record(), signers);
  }
  [[nodiscard]] std::string fault_in(const std::string& line, std::span<const crypto::PublicKey> signers = {}) const {
    const auto held = verify_write_proof(proof, line, signers);
    return held ? "" : held.error().message;
  }
};

TEST(WriteProofs, HoldForTheirRecordAndTheirSigner) {
  const Asked asked;
  const std::array signer{asked.key.public_key()};
  EXPECT_EQ(asked.fault(), "");
  EXPECT_EQ(asked.fault(signer), "");
  const std::array other{crypto::PrivateKey::generate(Algorithm::ed25519).public_key()};
  EXPECT_THAT(asked.fault(other), HasSubstr("record 3 does not hold: this key did not sign it"));
  const std::array of_another_family{crypto::PrivateKey::generate(Algorithm::mldsa44).public_key()};
  EXPECT_THAT(asked.fault(of_another_family), HasSubstr("did not sign it"));
}

TEST(WriteProofs, OfAKeysetHoldForAllOfItsKeysTogether) {
  Asked asked;
  const auto second = crypto::PrivateKey::generate(Algorithm::mldsa65);
  const auto third = crypto::PrivateKey::generate(Algorithm::slhdsa_sha2_128s);
  const auto one = asked.key.public_key(), two = second.public_key(), three = third.public_key();
  const std::array<const crypto::PrivateKey*, 2> keys{&asked.key, &second};
  using Signers = std::vector<crypto::PublicKey>;
  const auto sign_under = [&](unsigned threshold, const Signers& members) {
    const auto keyset = crypto::Keyset::make(threshold, members);
    ASSERT_TRUE(keyset);
    asked.proof.signature = to_base64(crypto::sign_bundle(*keyset, as_bytes(kPayload), keys));
    asked.seal_again();
  };
  sign_under(2, {one, two});
  EXPECT_EQ(asked.fault(), "");
  EXPECT_EQ(asked.fault(Signers{one, two}), "");
  EXPECT_EQ(asked.fault(Signers{two, one}), "");
  EXPECT_THAT(asked.fault(Signers{one}), HasSubstr("several keys signed it together"));
  for (const auto& others :
       {Signers{one, two, three}, Signers{one, three}, Signers{one, one}, Signers{two, three, one, one},
        Signers{one, crypto::PrivateKey::generate(Algorithm::mldsa65).public_key()}})
    EXPECT_THAT(asked.fault(others), HasSubstr("these keys did not sign it together"));
  sign_under(2, {one, two, three});
  EXPECT_EQ(asked.fault(Signers{one, two, three}), "") << "two of three";
  EXPECT_THAT(asked.fault(Signers{one, two}), HasSubstr("did not sign it together"));
  asked.proof.signature = to_base64(asked.key.sign(as_bytes(kPayload)));
  asked.seal_again();
  EXPECT_THAT(asked.fault(Signers{one, two}), HasSubstr("did not sign it together")) << "one alone";
}

TEST(WriteProofs, DoNotHoldWithOneByteChanged) {
  const auto changed = [](std::string text) {
    text[1] = text[1] == 'A' ? 'B' : 'A';
    return text;
  };
  for (auto part : {&WriteProof::payload, &WriteProof::signature, &WriteProof::salt}) {
    Asked asked;
    asked.proof.*part = changed(asked.proof.*part);
    EXPECT_THAT(asked.fault(), HasSubstr("the digest of another"));
    if (part == &WriteProof::salt) continue;
    // Whoever keeps the log could make the digest fit, but not the signature.
    asked.seal_again();
    const std::array signer{asked.key.public_key()};
    EXPECT_EQ(asked.fault(), "");
    EXPECT_THAT(asked.fault(signer), HasSubstr("did not sign it"));
  }
  Asked asked;
  asked.digest = changed(asked.digest);
  EXPECT_THAT(asked.fault(), HasSubstr("the digest of another"));
}

TEST(WriteProofs, DoNotHoldInAnotherOrder) {
  Asked asked;
  asked.digest = Asked::digest_of({asked.proof.payload, asked.proof.salt, asked.proof.signature});
  EXPECT_THAT(asked.fault(), HasSubstr("the digest of another"));
  // The same bytes, divided elsewhere: the digest fits, and no key signed that.
  Asked moved;
  auto signature = from_base64(moved.proof.signature).value();
  signature.insert(signature.begin(), static_cast<std::uint8_t>(moved.proof.payload.back()));
  moved.proof.payload.pop_back();
  moved.proof.signature = to_base64(signature);
  const std::array signer{moved.key.public_key()};
  EXPECT_THAT(moved.fault(signer), HasSubstr("did not sign it"));
}

TEST(WriteProofs, DoNotHoldForAnotherRecord) {
  Asked asked;
  EXPECT_THAT(asked.fault_in(""), HasSubstr("the log has no such record"));
  EXPECT_THAT(asked.fault_in("no record"), HasSubstr("malformed"));
  EXPECT_THAT(asked.fault_in("{}"), HasSubstr("another record's"));
  EXPECT_THAT(asked.fault_in(R"({"seq":3,"log":"vault_a"})"), HasSubstr("the record has none"));
  for (const std::string beginning : {R"({"seq":4,"log":"vault_a",)", R"({"seq":3,"log":"vault_b",)"})
    EXPECT_THAT(asked.fault_in(beginning + R"("proof":")" + asked.digest + "\"}"), HasSubstr("another record's"));
  asked.proof.record = 4;
  EXPECT_THAT(asked.fault(), HasSubstr("another record's"));
}

TEST(WriteProofs, MustBeWhatTheServerGives) {
  for (const auto* salt : {"", "AA==", "not base64"}) {
    Asked asked;
    asked.proof.salt = salt;
    EXPECT_THAT(asked.fault(), HasSubstr("malformed")) << salt;
  }
  for (const std::size_t bytes : {31, 33}) {
    Asked asked;
    asked.proof.salt = to_base64(Bytes(bytes, 7));
    asked.seal_again();
    EXPECT_THAT(asked.fault(), HasSubstr("malformed")) << bytes;
  }
  Asked asked;
  asked.proof.signature = "not base64";
  EXPECT_THAT(asked.fault(), HasSubstr("malformed"));
  asked.proof.signature = "";
  asked.seal_again();
  const std::array signer{asked.key.public_key()};
  EXPECT_THAT(asked.fault(signer), HasSubstr("did not sign it"));
}

TEST(WriteProofs, AreReadFromWhatTheCommandPrints) {
  const std::string text =
      R"({"log":"vault_a","record":3,"payload":"GET:/","signature":"AA==","salt":"AQ==","later":true})";
  const auto proof = parse_write_proof(text);
  ASSERT_TRUE(proof) << proof.error().message;
  EXPECT_EQ(proof->log, "vault_a");
  EXPECT_EQ(proof->record, 3U);
  EXPECT_EQ(proof->payload, "GET:/");
  EXPECT_EQ(proof->signature, "AA==");
  EXPECT_EQ(proof->salt, "AQ==");
  for (const std::string_view member : {"log", "record", "payload", "signature", "salt"}) {
    auto other = text;
    other.replace(other.find(member), member.size(), "other");
    EXPECT_FALSE(parse_write_proof(other)) << member;
  }
  for (const auto* record : {"\"3\"", "-3", "3.5", "null", "true"}) {
    auto other = text;
    other.replace(other.find(":3,") + 1, 1, record);
    EXPECT_FALSE(parse_write_proof(other)) << record;
  }
  for (const auto* bad : {"", "[]", "3", "{", "{}", "\xff"}) {
    const auto refused = parse_write_proof(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().kind, ErrorKind::local);
  }
  EXPECT_FALSE(parse_write_proof(text + text));
}

}  // namespace
}  // namespace signet::client
