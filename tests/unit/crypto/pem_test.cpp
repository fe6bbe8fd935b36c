// SPDX-License-Identifier: Apache-2.0
// The cases one by one are in schema/vectors/pem.json; here is what the messages say, and random damage.
#include "armour.hpp"
#include "signet/crypto/keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace signet::crypto {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string private_pem(Algorithm algorithm) {
  return std::string(PrivateKey::from_seed(algorithm, Bytes(info(algorithm).seed, 5)).to_pem().expose_text());
}

TEST(Pem, OfEd25519HasTheSizeThatOtherClientsExpect) { EXPECT_EQ(private_pem(Algorithm::ed25519).size(), 119U); }

TEST(Pem, OfAHybridHasItsSize) {
  const PublicKey key = PrivateKey::from_seed(Algorithm::ed25519_mldsa65, Bytes(64, 5)).public_key();
  const std::string pem = key.to_pem();
  EXPECT_TRUE(pem.starts_with("-----BEGIN SIGNET HYBRID PUBLIC KEY-----\nAQAg"));
  EXPECT_EQ(std::ranges::count(pem, '\n'), 44);
}

TEST(Pem, AnEncryptedKeySaysWhatToDo) {
  std::string pem = private_pem(Algorithm::ed25519);
  for (const char* word : {"BEGIN ", "END "}) pem.insert(pem.find(word) + std::string_view(word).size(), "ENCRYPTED ");
  const auto refused = PrivateKey::from_pem(pem);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("decrypt it first"));
}

TEST(Pem, APrivateKeyInThePublicPlaceIsSaidSo) {
  const auto refused = PublicKey::from_pem(private_pem(Algorithm::mldsa65));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("private key"));
}

TEST(Pem, ErrorsDoNotQuoteTheFile) {
  const std::string pem = private_pem(Algorithm::ed25519);
  const std::string base64 = pem.substr(pem.find('\n') + 1, 20);
  for (const std::string& text :
       {base64, pem + base64, base64 + pem, pem.substr(0, 100), "-----BEGIN " + base64 + "-----\n" + pem}) {
    const auto refused = PrivateKey::from_pem(text);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, Not(HasSubstr(base64)));
  }
}

TEST(Pem, IsNoLongerThanAKey) {
  const std::string pem = private_pem(Algorithm::ed25519_mldsa65);
  EXPECT_FALSE(PrivateKey::from_pem(pem + std::string(100'000, '\n')));
  EXPECT_FALSE(PrivateKey::from_pem(std::string(100'000, '-')));
}

// Whatever is done to a file, it is refused or is the same key: no byte of it is without meaning but the last line end.
TEST(Pem, HasOneTextForOneKey) {
  std::mt19937 random(3);
  for (const Algorithm algorithm : {Algorithm::ed25519, Algorithm::mldsa65, Algorithm::ed25519_mldsa65}) {
    const std::string pem = private_pem(algorithm);
    const auto key = PrivateKey::from_pem(pem);
    ASSERT_TRUE(key);
    for (int round = 0; round < 2'000; ++round) {
      std::string damaged = pem;
      const std::size_t at = random() % pem.size();
      const auto letter = static_cast<char>(random());
      switch (random() % 4) {
        case 0: damaged[at] = letter; break;
        case 1: damaged.insert(at, 1, letter); break;
        case 2: damaged.erase(at, 1); break;
        case 3: damaged.resize(at); break;
      }
      const auto read = PrivateKey::from_pem(damaged);
      if (!read) continue;
      const bool same_key = read->public_key().raw() == key->public_key().raw();
      const bool same_text = damaged == pem || damaged + '\n' == pem;
      const bool hybrid_cut_to_its_first_half =
          algorithm == Algorithm::ed25519_mldsa65 && read->algorithm() == Algorithm::ed25519;
      EXPECT_TRUE(!same_key || same_text || hybrid_cut_to_its_first_half) << damaged;
    }
  }
}

TEST(Armour, ReadsEveryLengthThatItWrites) {
  for (std::size_t size = 1; size < 200; ++size) {
    const Bytes content(size, static_cast<std::uint8_t>(size));
    const SecretBytes text = armour("X", content);
    ArmourReader reader(text.expose_text());
    const auto block = reader.next();
    ASSERT_TRUE(block) << size;
    EXPECT_EQ(block->label, "X");
    EXPECT_TRUE(constant_time_equal(block->content.expose(), content));
    EXPECT_TRUE(reader.at_end());
  }
}

}  // namespace
}  // namespace signet::crypto
