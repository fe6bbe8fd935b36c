// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

TEST(Hex, ComesBackForEveryByte) {
  for (unsigned value = 0; value < 256; ++value) {
    const Bytes bytes{static_cast<std::uint8_t>(value)};
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
  }
  EXPECT_EQ(to_hex(Bytes{0x00, 0x0f, 0xa0, 0xff}), "000fa0ff");
  EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Hex, IsLowerCaseAndOfEvenLength) {
  for (const char* text : {"0", "abc", "0A", "A0", "0g", "g0", " 0", "0 ", "0x", "00\n", "\xC3\xA9"}) {
    EXPECT_EQ(from_hex(text), std::nullopt) << text;
  }
  EXPECT_EQ(from_hex(std::string_view("0\0", 2)), std::nullopt);
}

TEST(Hex, OfASecretIsTheSameText) {
  const Bytes bytes{0, 1, 0x7f, 0xab, 0xff};
  EXPECT_EQ(secret_to_hex(bytes).expose_text(), to_hex(bytes));
  EXPECT_TRUE(secret_to_hex({}).empty());
}

}  // namespace
}  // namespace signet
