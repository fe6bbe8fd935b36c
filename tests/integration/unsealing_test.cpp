// SPDX-License-Identifier: Apache-2.0
// A real server that starts without its root key, is opened by shares over the wire, and changes its root key at work.
#include "live_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Unsealing : public LiveVault {
 protected:
  Unsealing() {
    server.start();
    reader = make_reader("correct horse");
    server.stop();
    const auto file = (server.folder / "shares").string();
    const auto added = server.command({"slot", "add", "shares", "--file", file, "--threshold", "2", "--shares", "3"});
    EXPECT_EQ(added.code, 0) << added.err;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) shares.push_back(line);
    std::filesystem::rename(server.root_key, server.folder / "away");
    server.start();
  }
  client::Result<client::SealState> give(std::size_t i) const {
    return admin().unseal(SecretBytes::from_text(shares.at(i)));
  }
  [[nodiscard]] std::string read() const {
    auto client = open(reader.identity);
    const auto value = client.get(reader.secret);
    return value ? std::string(value->value.expose_text()) : "";
  }

  Reader reader;
  std::vector<std::string> shares;
};

using Credential = LiveVault;

TEST_F(Credential, OfTheServiceIsAsGoodAsTheKeyFile) {
  server.start();
  const auto reader = make_reader("correct horse");
  server.stop();
  const auto credentials = server.folder / "credentials";
  std::filesystem::create_directory(credentials);
  std::filesystem::rename(server.root_key, credentials / "signet-root-key");
  server.environment["CREDENTIALS_DIRECTORY"] = credentials.string();
  server.start();
  auto client = open(reader.identity);
  const auto value = client.get(reader.secret);
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(value->value.expose_text(), "correct horse");
}

TEST_F(Unsealing, TakesEnoughSharesOverTheWire) {
  ASSERT_EQ(shares.size(), 3U);
  EXPECT_THAT(server.log(), HasSubstr("sealed"));
  EXPECT_EQ(read(), "");
  EXPECT_EQ(admin().vaults().error().kind, client::ErrorKind::sealed_or_busy);

  const auto first = give(2);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(first->sealed);
  EXPECT_EQ(first->held, 1U);
  EXPECT_EQ(read(), "");
  const auto second = give(0);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_FALSE(second->sealed);
  EXPECT_EQ(read(), "correct horse");
  EXPECT_EQ(give(1).error().kind, client::ErrorKind::conflict);
  for (const auto& share : shares) EXPECT_THAT(server.log(), Not(HasSubstr(share.substr(16))));
}

TEST_F(Unsealing, IsForgottenByAStop) {
  ASSERT_TRUE(give(0));
  server.kill();
  server.start();
  const auto again = give(1);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->sealed) << "shares are in memory only";
  ASSERT_TRUE(give(0));
  EXPECT_EQ(read(), "correct horse");
}

TEST_F(Unsealing, WorksWithTheSameSharesAfterTheRootKeyWasReplaced) {
  ASSERT_TRUE(give(0));
  ASSERT_TRUE(give(1));
  const auto rotated = admin().rotate_root_key();
  ASSERT_TRUE(rotated) << rotated.error().message;
  const auto project = admin().rotate_project_key(reader.project);
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(read(), "correct horse");
  server.kill();
  server.start();
  ASSERT_TRUE(give(2));
  ASSERT_TRUE(give(1));
  EXPECT_TRUE(eventually([&] {
    const auto left = admin().key_rotations();
    return left && std::ranges::all_of(left->items, [](const auto& one) { return one.remaining == 0; });
  }));
  EXPECT_EQ(read(), "correct horse");
  // The key file is that of before, and its slot took the new root key.
  std::filesystem::rename(server.folder / "away", server.root_key);
  EXPECT_EQ(server.command({"verify", server.data}).code, 0);
}

}  // namespace
}  // namespace signet::testing
