// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/keys.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/encoding.hpp"
#include "support/freed_memory.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

TEST(Wiping, OfASeedThroughAKeyAndItsFile) {
  SecretBytes seed(64);
  system_random().fill(seed.expose_mutable());
  for (const std::size_t half : {0U, 32U}) {
    const testing::FreedMemory freed(as_text(seed.expose().subspan(half, 32)));
    {
      const PrivateKey key = PrivateKey::from_seed(Algorithm::ed25519_mldsa65, seed.expose());
      const SecretBytes pem = key.to_pem();
      const auto read = PrivateKey::from_pem(pem.expose_text());
      ASSERT_TRUE(read);
      static_cast<void>(read->sign(as_bytes("message")));
    }
    EXPECT_EQ(freed.blocks_with_secret(), 0);
  }
}

TEST(Wiping, OfTheTextOfAFile) {
  const PrivateKey key = PrivateKey::generate(Algorithm::ed25519_mldsa65);
  const SecretBytes pem = key.to_pem();
  const testing::FreedMemory freed(pem.expose_text().substr(60, 20));
  {
    const auto read = PrivateKey::from_pem(pem.expose_text());
    ASSERT_TRUE(read);
    static_cast<void>(read->to_pem());
  }
  EXPECT_EQ(freed.blocks_with_secret(), 0);
}

}  // namespace
}  // namespace signet::crypto
