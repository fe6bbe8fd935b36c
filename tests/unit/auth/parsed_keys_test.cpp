// SPDX-License-Identifier: Apache-2.0
// Keys that were parsed are remembered, but not more of them than there is room for.
#include "parsed_keys.hpp"

#include "store/snapshot.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace signet::auth {
namespace {

Key stored(const crypto::PublicKey& key) {
  return {.algorithm = key.algorithm(), .raw = key.raw(), .fingerprint = key.fingerprint(), .created_at = {}};
}

TEST(ParsedKeys, OfMoreThanThereIsRoomForVerifyAllTheSame) {
  std::vector<crypto::PrivateKey> keys;
  for (int i = 0; i < 600; ++i) keys.push_back(crypto::PrivateKey::generate(Algorithm::ed25519));
  const auto message = as_bytes("GET /v1/secrets");
  ParsedKeys parsed;
  std::size_t most = 0;
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto key = parsed.parse(stored(keys[i].public_key()));
      ASSERT_TRUE(key.verify(message, keys[i].sign(message))) << i;
      ASSERT_FALSE(key.verify(message, keys[(i + 1) % keys.size()].sign(message))) << i;
      most = std::max(most, parsed.size());
    }
  }
  EXPECT_EQ(most, 512U);
}

TEST(ParsedKeys, AreThoseOfTheBytesThatAreStoredNow) {
  const auto before = crypto::PrivateKey::generate(Algorithm::ed25519);
  const auto after = crypto::PrivateKey::generate(Algorithm::ed25519);
  ParsedKeys parsed;
  auto key = stored(before.public_key());
  EXPECT_EQ(parsed.parse(key).raw(), before.public_key().raw());
  key.raw = after.public_key().raw();  // under the fingerprint of another
  EXPECT_EQ(parsed.parse(key).raw(), after.public_key().raw());
  key.raw.clear();
  EXPECT_THROW(static_cast<void>(parsed.parse(key)), store::CorruptStore);
}

}  // namespace
}  // namespace signet::auth
