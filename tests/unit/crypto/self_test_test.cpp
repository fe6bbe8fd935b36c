// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/keys.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

namespace signet::crypto {
namespace {

TEST(SelfTest, Passes) {
  EXPECT_NO_THROW(self_test());
  EXPECT_NO_THROW(self_test());
  EXPECT_EQ(ERR_peek_error(), 0U);
}

}  // namespace
}  // namespace signet::crypto
