// SPDX-License-Identifier: Apache-2.0
// Keys of others are what they were when they were seen first, and never older.
#include "signet/client/pins.hpp"

#include "fake_world.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace signet::client {
namespace {

struct Pins : ::testing::Test {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "pins.json";
  [[nodiscard]] bool takes(std::string_view name, const Pin& pin, Unlike unlike = Unlike::refuse) const {
    return check_pin(file, name, pin, unlike).has_value();
  }
};

TEST_F(Pins, AreKeptFromTheFirstTime) {
  EXPECT_TRUE(takes("a", {"aa", 3}));
  EXPECT_TRUE(takes("a", {"aa", 3}));
  EXPECT_TRUE(takes("b", {"bb", 1})) << "another name";
  EXPECT_FALSE(takes("a", {"bb", 3}));
  EXPECT_FALSE(takes("a", {"bb", 4}));
  EXPECT_FALSE(takes("a", {"aa", 2}));
  EXPECT_TRUE(takes("a", {"aa", 4}));
  EXPECT_FALSE(takes("a", {"aa", 3})) << "not back";
}

TEST_F(Pins, AreReplacedIfThatIsSaid) {
  ASSERT_TRUE(takes("a", {"aa", 3}));
  EXPECT_TRUE(takes("a", {"bb", 1}, Unlike::trust_anew));
  EXPECT_FALSE(takes("a", {"aa", 3}));
  EXPECT_TRUE(takes("a", {"bb", 1}));
}

TEST_F(Pins, ArePrivateAndNotGuessedAt) {
  ASSERT_TRUE(takes("a", {"aa", 3}));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file).permissions() & perms::mask, perms::owner_read | perms::owner_write);
  for (const char* damaged : {"", "[]", R"({"a":7})", R"({"a":{"fingerprint":"aa"}})", R"({"a":{"number":3}})",
                              R"({"a":{"fingerprint":"aa","number":-1}})"}) {
    std::ofstream(file) << damaged;
    EXPECT_FALSE(takes("a", {"aa", 3})) << damaged;
  }
}

}  // namespace
}  // namespace signet::client
