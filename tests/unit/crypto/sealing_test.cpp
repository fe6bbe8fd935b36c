// SPDX-License-Identifier: Apache-2.0
// Sealed envelopes: what another implementation makes, and every way in which one can be not quite right.
#include "signet/crypto/sealing.hpp"

#include "kem.hpp"
#include "signet/schema/encoding.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <algorithm>
#include <functional>

namespace signet::crypto {
namespace {

using nlohmann::json;
using ::signet::testing::base64_bytes;
using ::signet::testing::hex_bytes;
using ::signet::testing::load_vectors;

/// Gives out what it was given, once.
class ScriptedRandom final : public Random {
 public:
  explicit ScriptedRandom(std::vector<Bytes> parts) : parts_(std::move(parts)) {}
  void fill(std::span<std::uint8_t> out) override {
    ASSERT_LT(next_, parts_.size());
    ASSERT_EQ(parts_[next_].size(), out.size());
    std::ranges::copy(parts_[next_++], out.begin());
  }
  std::uint32_t below(std::uint32_t) override { return 0; }

 private:
  std::vector<Bytes> parts_;
  std::size_t next_ = 0;
};

TEST(Sealing, AgreesWithAnotherImplementation) {
  for (const json& one : load_vectors("sealed.json", "cases")) {
    const auto key = SealingPrivateKey::from_seed(hex_bytes(one.at("seed")));
    EXPECT_EQ(to_base64(key.public_key().raw()), one.at("publicKey").get<std::string>());
    const Bytes context = hex_bytes(one.at("context")), envelope = base64_bytes(one.at("envelope"));
    const auto plaintext = one.at("plaintext").get<std::string>();
    const auto opened = key.open(context, envelope);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->expose_text(), plaintext);
    ScriptedRandom random({hex_bytes(one.at("ephemeral")), hex_bytes(one.at("entropy")), hex_bytes(one.at("nonce"))});
    EXPECT_EQ(key.public_key().seal(context, as_bytes(plaintext), random), envelope);
  }
}

TEST(Sealing, HasTheSecretOfXWing) {
  for (const json& one : load_vectors("sealed.json", "cases")) {
    const Bytes seed = hex_bytes(one.at("seed")), envelope = base64_bytes(one.at("envelope"));
    const auto expanded = kem::expand_seed(seed);
    const auto mlkem = kem::decapsulate(kem::expand_mlkem(expanded.mlkem_seed), ByteView(envelope).subspan(33, 1'088));
    const auto x25519 = kem::x25519(expanded.x25519, ByteView(envelope).subspan(1, 32));
    ASSERT_TRUE(x25519);
    const auto secret = kem::combine(mlkem, *x25519, ByteView(envelope).subspan(1, 32),
                                     kem::x25519_public_key(expanded.x25519));
    EXPECT_EQ(to_hex(secret.expose()), one.at("secret").get<std::string>());
  }
}

class Envelope : public ::testing::Test {
 protected:
  const SealingPrivateKey key = SealingPrivateKey::from_seed(Bytes(32, 1));
  const SealingPrivateKey other = SealingPrivateKey::from_seed(Bytes(32, 2));
  const Bytes context{9, 8, 7};
  const std::string value = "correct horse";
  const Bytes envelope = key.public_key().seal(context, as_bytes(value), system_random());
};

TEST_F(Envelope, OpensForItsRecipientAlone) {
  EXPECT_EQ(envelope.size(), kEnvelopeOverhead + value.size());
  const auto opened = key.open(context, envelope);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->expose_text(), value);
  EXPECT_FALSE(other.open(context, envelope));
  EXPECT_FALSE(key.open({}, envelope));
  EXPECT_FALSE(key.open(Bytes{9, 8}, envelope));
  EXPECT_FALSE(key.open(Bytes{9, 8, 7, 0}, envelope));
}

TEST_F(Envelope, IsAnotherEachTime) {
  EXPECT_NE(key.public_key().seal(context, as_bytes(value), system_random()), envelope);
}

TEST_F(Envelope, IsRefusedWithAnyBitChanged) {
  for (std::size_t at = 0; at < envelope.size(); ++at) {
    Bytes changed = envelope;
    changed[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
    EXPECT_FALSE(key.open(context, changed)) << at;
  }
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST_F(Envelope, IsRefusedCutOrLonger) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{33}, std::size_t{1'121},
                                 std::size_t{1'132}, std::size_t{1'133}, std::size_t{1'148}, std::size_t{1'149},
                                 envelope.size() - 1}) {
    EXPECT_FALSE(key.open(context, ByteView(envelope).first(size))) << size;
  }
  Bytes longer = envelope;
  longer.push_back(0);
  EXPECT_FALSE(key.open(context, longer));
}

TEST_F(Envelope, IsRefusedAsAnotherVersion) {
  for (const std::uint8_t version : Bytes{0, 2, 255}) {
    Bytes changed = envelope;
    changed[0] = version;
    EXPECT_FALSE(key.open(context, changed));
  }
}

TEST_F(Envelope, IsRefusedPutTogetherOfTwo) {
  const Bytes second = key.public_key().seal(context, as_bytes(value), system_random());
  for (const auto& [from, size] : {std::pair<std::size_t, std::size_t>{1, 32}, {33, 1'088}, {1'121, 12}}) {
    Bytes mixed = envelope;
    std::copy_n(second.begin() + static_cast<std::ptrdiff_t>(from), size,
                mixed.begin() + static_cast<std::ptrdiff_t>(from));
    EXPECT_FALSE(key.open(context, mixed)) << from;
  }
}

// RFC 7748, section 6.1, and the points of small order with their other encodings.
constexpr const char* kWeak[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    // Not canonical, of points that would do.
    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0900000000000000000000000000000000000000000000000000000000000080",
};

TEST_F(Envelope, IsRefusedWithAWeakPoint) {
  for (const char* const point : kWeak) {
    Bytes changed = envelope;
    std::ranges::copy(*from_hex(point), changed.begin() + 1);
    EXPECT_FALSE(key.open(context, changed)) << point;
  }
}

TEST(SealingKey, ComesBackFromItsFiles) {
  const auto key = SealingPrivateKey::generate(system_random());
  const auto pem = key.to_pem();
  const auto again = SealingPrivateKey::from_pem(pem.expose_text());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->public_key().raw(), key.public_key().raw());
  const auto read = SealingPublicKey::from_pem(key.public_key().to_pem());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->raw(), key.public_key().raw());
  EXPECT_EQ(read->fingerprint(), key.public_key().fingerprint());
  EXPECT_FALSE(SealingPublicKey::from_pem(pem.expose_text()));
  EXPECT_FALSE(SealingPrivateKey::from_pem(key.public_key().to_pem()));
  EXPECT_FALSE(SealingPrivateKey::from_pem(std::string(pem.expose_text()) + std::string(pem.expose_text())));
  EXPECT_FALSE(PrivateKey::from_pem(pem.expose_text()));
  for (const std::size_t size : {0U, 31U, 33U, 64U}) {
    EXPECT_THROW(static_cast<void>(SealingPrivateKey::from_seed(Bytes(size))), std::invalid_argument) << size;
  }
}

struct Case {
  const char* name;
  std::function<void(Bytes&)> spoil;
  const char* error;
};

constexpr const char* kFraming = "this is not a sealing key: its version byte or a length in it is another";
constexpr const char* kWeakPoint = "the X25519 part is not a point that an honest key can be; make a new key";

TEST(SealingKey, IsRefusedForWhatIsWrongWithIt) {
  const auto set = [](std::size_t at, std::uint8_t value) { return [=](Bytes& b) { b[at] = value; }; };
  const Case cases[] = {
      {"version 0", set(0, 0), kFraming},
      {"version 2", set(0, 2), kFraming},
      {"first length 0", set(2, 0), kFraming},
      {"first length 33", set(2, 33), kFraming},
      {"first length little-endian", [](Bytes& b) { b[1] = 0x20, b[2] = 0; }, kFraming},
      {"second length one less", set(36, 0x9F), kFraming},
      {"second length one more", set(36, 0xA1), kFraming},
      {"halves swapped", [](Bytes& b) { std::rotate(b.begin() + 1, b.begin() + 35, b.end()); }, kFraming},
      {"a coefficient out of range", [](Bytes& b) { b[37] = 0xFF, b[38] |= 0x0F; },
       "the ML-KEM-768 part has a number out of range; make a new key"},
      {"cut", [](Bytes& b) { b.pop_back(); },
       "a public key of algorithm X25519+ML-KEM-768 has 1221 bytes; this one has 1220"},
      {"a byte behind", [](Bytes& b) { b.push_back(0); },
       "a public key of algorithm X25519+ML-KEM-768 has 1221 bytes; this one has 1222"},
  };
  const Bytes good = SealingPrivateKey::from_seed(Bytes(32, 1)).public_key().raw();
  ASSERT_TRUE(SealingPublicKey::from_raw(good));
  for (const Case& c : cases) {
    Bytes spoilt = good;
    c.spoil(spoilt);
    const auto refused = SealingPublicKey::from_raw(spoilt);
    ASSERT_FALSE(refused) << c.name;
    EXPECT_EQ(refused.error().message, c.error) << c.name;
  }
  for (const char* const point : kWeak) {
    Bytes weak = good;
    std::ranges::copy(*from_hex(point), weak.begin() + 3);
    const auto refused = SealingPublicKey::from_raw(weak);
    ASSERT_FALSE(refused) << point;
    EXPECT_EQ(refused.error().message, kWeakPoint) << point;
  }
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(PublicVectors, WycheproofMlkem) {
  const auto file = ::signet::testing::find_public_vectors("wycheproof_mlkem_768.json");
  if (!file) GTEST_SKIP() << ::signet::testing::kNoPublicVectors;
  int valid = 0;
  for (const json& group : file->at("testGroups")) {
    for (const json& test : group.at("tests")) {
      const Bytes seed = hex_bytes(test.at("seed")), ciphertext = hex_bytes(test.at("c"));
      if (seed.size() != kem::kMlkemSeed || ciphertext.size() != kem::kMlkemCiphertext) {
        EXPECT_NE(test.at("result"), "valid");
        continue;
      }
      const auto key = kem::expand_mlkem(SecretBytes(seed));
      EXPECT_EQ(kem::mlkem_public_key_of(key), hex_bytes(test.at("ek")));
      EXPECT_EQ(to_hex(kem::decapsulate(key, ciphertext).expose()), to_hex(hex_bytes(test.at("K"))));
      ++valid;
    }
  }
  EXPECT_GT(valid, 150);
}

TEST(PublicVectors, WycheproofX25519) {
  const auto file = ::signet::testing::find_public_vectors("wycheproof_x25519.json");
  if (!file) GTEST_SKIP() << ::signet::testing::kNoPublicVectors;
  int run = 0, zero = 0;
  for (const json& group : file->at("testGroups")) {
    for (const json& test : group.at("tests")) {
      const auto shared = kem::x25519(SecretBytes(hex_bytes(test.at("private"))), hex_bytes(test.at("public")));
      const bool is_zero = test.at("shared").get<std::string>() == std::string(64, '0');
      EXPECT_EQ(shared.has_value(), !is_zero) << test.at("tcId");
      if (shared) {
        EXPECT_EQ(to_hex(shared->expose()), test.at("shared").get<std::string>()) << test.at("tcId");
      }
      zero += is_zero ? 1 : 0;
      ++run;
    }
  }
  EXPECT_EQ(run, 518);
  EXPECT_GT(zero, 20);
}

}  // namespace
}  // namespace signet::crypto
