// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"
#include "support/freed_memory.hpp"

#include <gtest/gtest.h>

#include <array>

namespace signet {
namespace {

class Wiping : public ::testing::Test {
 protected:
  // Put together at run time, so that the text is nowhere else.
  Wiping() {
    for (std::size_t i = 0; i < letters_.size(); ++i) letters_[i] = static_cast<char>('a' + (i * 7) % 26);
  }
  [[nodiscard]] std::string_view secret() const { return {letters_.data(), letters_.size()}; }

 private:
  std::array<char, 24> letters_{};
};

TEST_F(Wiping, IsNotDoneByAString) {
  const testing::FreedMemory freed(secret());
  {
    const std::string leak(secret());
  }
  EXPECT_EQ(freed.blocks_with_secret(), 1);
}

TEST_F(Wiping, IsDoneBySecretBytesThatGrowAndMove) {
  const testing::FreedMemory freed(secret());
  {
    SecretBytes bytes = SecretBytes::from_text(secret());
    for (int i = 0; i < 10; ++i) bytes.append(as_bytes(secret()));
    SecretBytes other = SecretBytes::from_text(secret());
    other = std::move(bytes);
    bytes = other.clone();
    bytes.resize(3);
  }
  EXPECT_EQ(freed.blocks_with_secret(), 0);
}

TEST_F(Wiping, IsDoneByJsonFromTextToText) {
  SecretBytes text = SecretBytes::from_text(R"({"a":{")");
  for (const std::string_view part :
       {secret(), std::string_view(R"(":1},"value":")"), secret(), secret(), std::string_view(R"("})")}) {
    text.append(as_bytes(part));
  }
  const testing::FreedMemory freed(secret());
  {
    auto read = parse_json_object(text.expose());
    ASSERT_TRUE(read) << read.error();
    const SecretBytes value = SecretBytes::from_text(text_of(read->at("value")));
    Json answer;
    answer["value"] = json_text(value.expose_text());
    const Json copy = answer;
    const SecretBytes written = to_secret_text(copy);
    ASSERT_TRUE(written.expose_text().contains(secret()));
  }
  EXPECT_EQ(freed.blocks_with_secret(), 0);
}

TEST_F(Wiping, IsDoneByBase64) {
  const testing::FreedMemory freed(secret());
  {
    const SecretBytes text = secret_to_base64(as_bytes(secret()));
    const auto bytes = secret_from_base64(text.expose_text());
    ASSERT_TRUE(bytes && bytes->expose_text() == secret());
  }
  EXPECT_EQ(freed.blocks_with_secret(), 0);
}

}  // namespace
}  // namespace signet
