// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/secret_bytes.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace signet {
namespace {

static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);

TEST(SecretBytes, IsEmptyOnceMovedFrom) {
  SecretBytes first = SecretBytes::from_text("value");
  SecretBytes second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_EQ(second.expose_text(), "value");
  SecretBytes third = SecretBytes::from_text("other");
  third = std::move(second);
  EXPECT_EQ(third.expose_text(), "value");
  EXPECT_EQ(third.clone().expose_text(), "value");
}

TEST(SecretBytes, GrowsAndShrinks) {
  SecretBytes bytes = SecretBytes::from_text("ab");
  bytes.append(as_bytes("cd"));
  EXPECT_EQ(bytes.expose_text(), "abcd");
  bytes.resize(1);
  EXPECT_EQ(bytes.expose_text(), "a");
}

TEST(ConstantTimeEqual, ComparesLengthAndBytes) {
  EXPECT_TRUE(constant_time_equal({}, {}));
  EXPECT_TRUE(constant_time_equal(as_bytes("abc"), as_bytes("abc")));
  EXPECT_FALSE(constant_time_equal(as_bytes("abc"), as_bytes("abd")));
  EXPECT_FALSE(constant_time_equal(as_bytes("abc"), as_bytes("ab")));
  EXPECT_FALSE(constant_time_equal({}, as_bytes("a")));
}

}  // namespace
}  // namespace signet
