// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include "app/process.hpp"
#include "installed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace signet::app {
namespace {

using testing::command;
using ::testing::HasSubstr;
using testing::Installed;
using ::testing::IsEmpty;
using ::testing::StartsWith;

void execute(const std::filesystem::path& database, const char* sql) {
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(database.c_str(), &connection), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
  sqlite3_close(connection);
}

TEST(CommandLine, HelpAndVersionEndWithZero) {
  EXPECT_EQ(command({"--help"}).code, ExitCode::done);
  EXPECT_THAT(command({"--help"}).out, HasSubstr("check-config"));
  EXPECT_THAT(command({"version"}).out, StartsWith("signetd "));
  EXPECT_EQ(command({"--version"}).code, ExitCode::done);
}

TEST(CommandLine, HelpHasEveryExitCode) {
  const auto help = command({"--help"}).out;
  for (const auto& [code, meaning] : kExitCodes)
    EXPECT_THAT(help, HasSubstr("  " + std::to_string(static_cast<int>(code)) + "  " + std::string(meaning)));
}

TEST(CommandLine, WrongUseEndsWithOne) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {},
           {"unknown"},
           {"serve", "--unknown"},
           {"serve", "extra"},
           {"lockout"},
           {"lockout", "clear"},
           {"lockout", "clear", "--all", "--id", "x"},
           {"init", "--operator-key", "x"},
           {"init", "--operator-id", "x"},
           {"init", "--operator-key", "k", "--operator-id", "i", "--operator-proof", "p", "--operator-dir", "d"},
           {"restore", "f", "d", "--root-operator", "i"},
           {"restore", "f", "d", "--operator-key", "k", "--operator-proof", "p"},
           {"restore", "f", "d", "--root-operator", "i", "--operator-key", "", "--operator-proof", "p"},
           {"restore", "f", "d", "--keep-enabled", "--root-operator", "i", "--operator-key", "k", "--operator-proof",
            "p"},
           {"check-config", "--set", "threads"},
           {"check-config", "--set", "thread=1"},
           {"check-config", "--port", "x"},
           {"check-config", "--config", "/nonexistent/signetd.toml"},
           {"serve", "--listen", "0.0.0.0"}}) {
    const auto ended = command(wrong);
    EXPECT_EQ(ended.code, ExitCode::usage) << ::testing::PrintToString(wrong);
    EXPECT_FALSE(ended.err.empty()) << ::testing::PrintToString(wrong);
    EXPECT_THAT(ended.out, IsEmpty()) << ::testing::PrintToString(wrong);
  }
}

TEST(CheckConfig, ShowsEverySettingWithItsValueAndItsOrigin) {
  const testing::TemporaryFolder folder;
  const auto file = folder.write("signetd.toml", "\n[log]\nformat = \"json\"\n").string();
  const auto ended = command({"check-config", "--config", file, "--port", "80", "--set", "threads=3"},
                             {{"SIGNET_LISTEN_ADDRESSES", "::1"}, {"SIGNET_IDENTITY", "x"}});
  EXPECT_EQ(ended.code, ExitCode::done) << ended.err;
  EXPECT_THAT(ended.out, StartsWith("file: " + file + "\n"));
  std::istringstream lines(ended.out);
  std::map<std::string, std::pair<std::string, std::string>> shown;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, value, origin;
    words >> name >> value >> std::ws;
    std::getline(words, origin);
    shown[name] = {value, origin};
  }
  for (const auto& key : keys()) EXPECT_TRUE(shown.contains(std::string(key.name))) << key.name;
  EXPECT_EQ(shown["listen.port"], std::pair(std::string("80"), std::string("--port")));
  EXPECT_EQ(shown["threads"], std::pair(std::string("3"), std::string("--set threads")));
  EXPECT_EQ(shown["listen.addresses"], std::pair(std::string("[\"::1\"]"), std::string("SIGNET_LISTEN_ADDRESSES")));
  EXPECT_EQ(shown["log.format"], std::pair(std::string("\"json\""), file + ":3"));
  EXPECT_EQ(shown["log.level"], std::pair(std::string("\"info\""), std::string("default")));
  EXPECT_THAT(ended.out, HasSubstr("SIGNET_IDENTITY is not a setting"));
}

TEST(CheckConfig, EveryFlagSetsItsKey) {
  for (const auto& key : keys()) {
    if (key.flag.empty() || key.name == "tls.mode") continue;
    const auto ended = command({"check-config", std::string(key.flag), std::string(key.fallback)});
    EXPECT_EQ(ended.code, ExitCode::done) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr(std::string(key.flag) + "\n"));
  }
}

TEST(CheckConfig, PrintsTheFileOfDefaults) { EXPECT_EQ(command({"check-config", "--defaults"}).out, reference_file()); }

TEST(InitCommand, PutsTheOperatorBelowSignetHomeOrTheHomeFolder) {
  const testing::TemporaryFolder folder;
  const auto init = [&](const char* data, const Environment& environment) {
    return command({"init", "--data-dir", (folder / data).string(), "--root-key-file",
                    (folder / (std::string(data) + ".key")).string()},
                   environment);
  };
  EXPECT_EQ(init("one", {{"SIGNET_HOME", (folder / "signet").string()}, {"HOME", "/nonexistent"}}).code,
            ExitCode::done);
  EXPECT_TRUE(std::filesystem::exists(folder / "signet/operators/default/operator.json"));
  EXPECT_EQ(init("two", {{"HOME", (folder / "home").string()}}).code, ExitCode::done);
  EXPECT_TRUE(std::filesystem::exists(folder / "home/.signet/operators/default/private.pem"));
  EXPECT_EQ(init("three", {}).code, ExitCode::usage);
  EXPECT_FALSE(std::filesystem::exists(folder / "three"));
}

TEST(InitCommand, NeitherDumpsCoreNorLetsOthersLookIn) {
  const Installed installed;
  ASSERT_EQ(installed.init().code, ExitCode::done);
  rlimit core{};
  getrlimit(RLIMIT_CORE, &core);
  EXPECT_EQ(core.rlim_cur, 0U);
  EXPECT_EQ(core.rlim_max, 0U);
  EXPECT_EQ(prctl(PR_GET_DUMPABLE), 0);
}

TEST(InitCommand, ASecondOneEndsWithTwo) {
  const Installed installed;
  ASSERT_EQ(installed.init().code, ExitCode::done);
  EXPECT_EQ(installed.init().code, ExitCode::data);
}

TEST(MigrateCommand, SaysThatThereIsNothingToDo) {
  const Installed installed;
  ASSERT_EQ(installed.init().code, ExitCode::done);
  const auto ended = installed.run({"migrate"});
  EXPECT_EQ(ended.code, ExitCode::done) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("nothing to do"));
}

TEST(DataState, EveryCommandThatFindsTheDataInABadStateEndsWithTwo) {
  const Installed installed;
  for (const auto* name : {"migrate", "serve"}) {
    const auto ended = installed.run({name});
    EXPECT_EQ(ended.code, ExitCode::data) << name;
  }
  EXPECT_EQ(installed.run({"lockout", "list"}).code, ExitCode::data);

  ASSERT_EQ(installed.init().code, ExitCode::done);
  execute(installed.database(), "INSERT INTO schema_migrations (version, name, sha256) VALUES (9999, 'future', 'ff')");
  EXPECT_EQ(installed.run({"migrate"}).code, ExitCode::data);
  EXPECT_EQ(installed.run({"serve"}).code, ExitCode::data);
  EXPECT_EQ(installed.run({"lockout", "list"}).code, ExitCode::data);

  installed.folder.write("data/signet.db", "this is not a database");
  EXPECT_EQ(installed.run({"migrate"}).code, ExitCode::data);
  EXPECT_EQ(installed.run({"serve"}).code, ExitCode::data);
}

TEST(Process, EndsAfterTheGraceWithTheCodeWhateverElseItDoes) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        end_process_after(std::chrono::milliseconds(1), ExitCode::outcome_unknown);
        for (;;) pause();
      },
      ::testing::ExitedWithCode(3), "");
}

TEST(Process, RaisesTheLimitOfOpenFilesAsFarAsItMay) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const auto fewer = rlimit{64, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &fewer), 0);
  EXPECT_EQ(raise_open_files(100), 100U);
  EXPECT_EQ(raise_open_files(10), 100U);
  EXPECT_EQ(raise_open_files(before.rlim_max), before.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

TEST(Process, SignalsBecomeOrders) {
  Signals signals;
  for (const auto& [number, order] :
       {std::pair(SIGHUP, Order::reload), std::pair(SIGTERM, Order::stop), std::pair(SIGINT, Order::stop)}) {
    pthread_kill(pthread_self(), number);
    EXPECT_EQ(signals.wait(), order);
  }
}

}  // namespace
}  // namespace signet::app
