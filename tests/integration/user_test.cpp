// SPDX-License-Identifier: Apache-2.0
// A server that root starts becomes the user of its settings before it opens anything but its ports, or does not start.
#include "live_vault.hpp"
#include "support/process_memory.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* kUser = "nobody";

/// One that only root may take, free a moment ago; 0: there is none.
std::uint16_t find_low_port() {
  for (std::uint16_t port = 1023; port > 600; --port) {
    const Descriptor probe(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return port;
  }
  return 0;
}

class StartedByRoot : public LiveVault {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
    const auto* user = getpwnam(kUser);
    if (user == nullptr) GTEST_SKIP() << "this machine has no user " << kUser;
    uid = user->pw_uid;
    gid = user->pw_gid;
    server.flags = {"--set", std::string("user=") + kUser};
  }
  void give_to_user(const std::filesystem::path& file) const { ASSERT_EQ(chown(file.c_str(), uid, gid), 0) << file; }
  void give_all_to_user() const {
    give_to_user(server.folder);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(server.folder)) give_to_user(entry.path());
  }
  [[nodiscard]] std::vector<std::string> ids(std::string_view name) const {
    std::istringstream words(status_of(server.process(), name));
    return {std::istream_iterator<std::string>(words), {}};
  }

  uid_t uid = 0;
  gid_t gid = 0;
};

TEST_F(StartedByRoot, BecomesTheUserForGoodAndServesOnAPortOfRoots) {
  give_all_to_user();
  server.wanted_port = find_low_port();
  server.start();
  EXPECT_EQ(ids("Uid"), std::vector<std::string>(4, std::to_string(uid)));
  EXPECT_EQ(ids("Gid"), std::vector<std::string>(4, std::to_string(gid)));
  EXPECT_EQ(ids("Groups"), std::vector{std::to_string(gid)});
  for (const auto* set : {"CapEff", "CapPrm", "CapAmb"})
    EXPECT_EQ(ids(set), std::vector<std::string>{"0000000000000000"}) << set;
  EXPECT_EQ(ids("NoNewPrivs"), std::vector<std::string>{"1"});
  EXPECT_TRUE(may_look_into(server.process())) << "root may look";
  const auto reader = make_reader("value");
  EXPECT_EQ(must(open(reader.identity).get(reader.secret)).value.expose_text(), "value");
  EXPECT_EQ(server.stop().code, 0);
  struct stat about{};
  ASSERT_EQ(stat(server.database().c_str(), &about), 0);
  EXPECT_EQ(about.st_uid, uid);
}

TEST_F(StartedByRoot, ReadsThePassphraseThatRootPipedIn) {
  const auto words = server.folder / "words";
  std::ofstream(words) << "six words at random are good";
  const auto added = server.command({"slot", "add", "passphrase", "--file", words.string()});
  ASSERT_EQ(added.code, 0) << added.err;
  std::filesystem::remove(words);
  std::filesystem::remove(server.root_key);
  give_all_to_user();
  server.input = "six words at random are good\n";
  server.flags.insert(server.flags.end(), {"--passphrase-file", "/dev/stdin"});
  server.start();
  EXPECT_EQ(ids("Uid"), std::vector<std::string>(4, std::to_string(uid)));
}

TEST_F(StartedByRoot, CommandsLeaveFilesThatTheServerCanUse) {
  give_all_to_user();
  const auto copy = server.folder / "copy.signet";
  const auto made = server.command({"backup", copy.string(), "--set", std::string("user=") + kUser});
  ASSERT_EQ(made.code, 0) << made.err;
  struct stat about{};
  ASSERT_EQ(stat(copy.c_str(), &about), 0);
  EXPECT_EQ(about.st_uid, uid);
}

TEST_F(StartedByRoot, DoesNotStartAsAnybodyElse) {
  for (const auto& [user, why] : {std::pair{"root", "that is root"}, std::pair{"no-such-user", "no such user"}}) {
    const auto ended = server.command({"serve", "--set", std::string("user=") + user});
    EXPECT_EQ(ended.code, 1) << user;
    EXPECT_THAT(ended.err, HasSubstr(why));
  }
}

TEST_F(StartedByRoot, DoesNotStartWithFilesThatOnlyRootCanRead) {
  give_all_to_user();
  ASSERT_EQ(chown(server.root_key.c_str(), 0, 0), 0);
  const auto ended = server.command({"serve", "--port", "0", "--set", std::string("user=") + kUser});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("root.key cannot be read"));
}

TEST_F(StartedByRoot, WithoutAUserIsWarnedAbout) {
  server.flags.clear();
  server.start();
  EXPECT_THAT(server.log(), HasSubstr("root runs this server"));
}

}  // namespace
}  // namespace signet::testing
