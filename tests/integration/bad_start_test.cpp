// SPDX-License-Identifier: Apache-2.0
// Every state in which signetd must not start: it says so in one sentence, ends with its code, and touches nothing.
#include "live_vault.hpp"
#include "signet/crypto/digest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <set>

namespace signet::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr int kData = 2;

/// The lock file, in which each process that comes by writes its number, and what SQLite makes for readers: a map of
/// its log, and the log itself while it is empty. And the reserve, which is for nothing but its size.
bool means_nothing(const fs::directory_entry& entry) {
  const auto name = entry.path().string();
  return name.ends_with(".lock") || name.ends_with("-shm") || name.ends_with(".reserve") ||
         (name.ends_with("-wal") && entry.file_size() == 0);
}

/// Of a database without the two places where SQLite counts commits: serve proves with an empty one that it can write.
std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(stream), {}};
  if (file.extension() == ".db" && content.size() > 100) content.replace(24, 4, 4, 0).replace(92, 8, 8, 0);
  return content;
}

class BadStart : public LiveVault {
 protected:
  /// Everything in the folder that means something: modes and contents.
  [[nodiscard]] std::map<std::string, std::string> things() const {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(server.folder)) {
      if (means_nothing(entry)) continue;
      auto& thing = found[entry.path().string()];
      thing = std::to_string(static_cast<unsigned>(entry.status().permissions()));
      if (entry.is_regular_file()) thing += " " + crypto::sha256_hex(as_bytes(content_of(entry.path())));
    }
    return found;
  }

  void expect_refusal(const Ended& ended, const std::map<std::string, std::string>& before,
                      std::string_view sentence) const {
    EXPECT_EQ(ended.code, kData) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(sentence));
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
    EXPECT_EQ(things(), before);
  }
  void expect_refusal(std::string_view sentence, const std::vector<std::string>& flags = {}) const {
    const auto before = things();
    std::vector<std::string> arguments{"serve", "--port", "0"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    expect_refusal(server.command(arguments), before, sentence);
  }
  /// As a newer or an older program would have left it.
  void change_database(const std::string& sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(server.database().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
  }
  /// With something in it.
  void use_for_a_while() {
    server.start();
    static_cast<void>(make_reader("value"));
    ASSERT_EQ(server.stop().code, 0);
  }
};

TEST_F(BadStart, WithTheRootKeyOfAnotherInstallation) {
  use_for_a_while();
  const Signetd other;
  const auto names = [this] {
    std::set<std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(server.folder)) all.insert(entry.path().string());
    return all;
  };
  const auto before = names();
  expect_refusal("is not the key of this data folder", {"--root-key-file", other.root_key.string()});
  EXPECT_EQ(names(), before) << "not even an empty log";
}

TEST_F(BadStart, WithoutItsRootKey) {
  use_for_a_while();
  fs::remove(server.root_key);
  expect_refusal(server.root_key.string());
}

TEST_F(BadStart, WithARootKeyThatOthersMayRead) {
  fs::permissions(server.root_key, fs::perms(0640));
  expect_refusal(server.root_key.string());
}

TEST_F(BadStart, WithARootKeyFileThatIsCutOff) {
  fs::resize_file(server.root_key, 20);
  expect_refusal(server.root_key.string());
}

TEST_F(BadStart, WithADatabaseWhoseBeginningIsOverwritten) {
  use_for_a_while();
  std::fstream(server.database(), std::ios::in | std::ios::out | std::ios::binary) << "This is no database any more.";
  expect_refusal(server.database().string());
}

TEST_F(BadStart, WithADatabaseThatIsCutOff) {
  use_for_a_while();
  fs::resize_file(server.database(), fs::file_size(server.database()) / 2);
  expect_refusal("damaged");
}

TEST_F(BadStart, WithAnEmptyDatabase) {
  fs::resize_file(server.database(), 0);
  expect_refusal(server.database().string());
}

TEST_F(BadStart, WithADatabaseOfANewerVersion) {
  use_for_a_while();
  change_database("INSERT INTO schema_migrations (version, name, sha256) VALUES (999, 'later', 'x')");
  expect_refusal("newer Signet");
}

TEST_F(BadStart, WithADatabaseThatAnotherServerUses) {
  server.start();
  static_cast<void>(make_reader("value"));
  // It has to be there, and not to write down meanwhile what it does with time.
  ASSERT_EQ(kill(server.process(), SIGSTOP), 0);
  const auto before = things();
  const auto ended = server.command({"serve", "--port", "0", "--port-file", (server.folder / "port").string()});
  expect_refusal(ended, before, "is in use by another signetd (process ");
  ASSERT_EQ(kill(server.process(), SIGCONT), 0);
  EXPECT_TRUE(admin().myself()) << "the first one goes on";
  EXPECT_EQ(server.stop().code, 0);
}

TEST_F(BadStart, WithoutItsDataFolder) {
  fs::remove_all(server.data);
  expect_refusal(server.data.string());
}

TEST_F(BadStart, WithoutItsDatabase) {
  fs::remove(server.database());
  expect_refusal("there is no database at ");
}

TEST_F(BadStart, OnADiskThatIsFull) {
  use_for_a_while();
  const auto before = things();
  auto command = server.make_command({"serve", "--port", "0"});
  command.largest_file = 4'000;  // less than the smallest commit needs
  expect_refusal(run(command), before, server.database().string());
  server.start();  // and when there is room again, it starts
}

TEST_F(BadStart, OfASecondInitIntoTheSameFolder) {
  const auto before = things();
  const auto again = [&](const std::vector<std::string>& flags) {
    std::vector<std::string> arguments{"init", "--operator-dir", (server.folder / "elsewhere").string()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return server.command(arguments);
  };
  expect_refusal(again({"--root-key-file", (server.folder / "new.key").string()}), before, "not empty");
  expect_refusal(again({"--data-dir", (server.folder / "new").string()}), before, server.root_key.string());
  server.start();
  EXPECT_TRUE(admin().myself());
}

TEST_F(BadStart, OfAnInitOnADiskThatIsFull) {
  const auto before = things();
  auto command = server.make_command({"init", "--data-dir", (server.folder / "new").string(), "--root-key-file",
                                      (server.folder / "new.key").string(), "--operator-dir",
                                      (server.folder / "elsewhere").string()});
  command.largest_file = 4'000;
  expect_refusal(run(command), before, (server.folder / "new").string());
}

}  // namespace
}  // namespace signet::testing
