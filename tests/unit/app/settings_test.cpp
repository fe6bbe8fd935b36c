// SPDX-License-Identifier: Apache-2.0
#include "app/settings.hpp"

#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace signet::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using testing::TemporaryFolder;

constexpr auto kNowhere = "/nonexistent/signetd.toml";

Sources nothing() { return {.usual_file = kNowhere}; }

/// The mistakes, or none.
std::vector<std::string> mistakes(const Sources& sources) {
  const auto settings = load_settings(sources);
  return settings ? std::vector<std::string>{} : settings.error();
}

std::vector<std::string> mistakes_of_file(const TemporaryFolder& folder, std::string_view content) {
  auto sources = nothing();
  sources.file = folder.write("signetd.toml", content);
  return mistakes(sources);
}

std::vector<std::string> mistakes_of(std::string key, std::string value) {
  auto sources = nothing();
  sources.flags = {{key, std::move(value), "--set " + key}};
  return mistakes(sources);
}

TEST(Settings, WithoutAnySourceEveryKeyHasTheDefaultOfTheTable) {
  const auto settings = load_settings(nothing());
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->effective.size(), keys().size());
  for (const auto& setting : settings->effective) EXPECT_EQ(setting.origin, "default") << setting.key->name;
  const auto& config = settings->config;
  EXPECT_EQ(config.data_dir, "/var/lib/signet");
  EXPECT_EQ(config.database(), "/var/lib/signet/signet.db");
  EXPECT_EQ(config.root_key_file, "/etc/signet/root.key");
  EXPECT_THAT(config.addresses, ElementsAre("127.0.0.1", "::1"));
  EXPECT_EQ(config.port, 7443);
  EXPECT_EQ(config.tls, TlsMode::off);
  EXPECT_TRUE(config.lock_known_addresses);
  EXPECT_EQ(config.connections, 12'000U);
  EXPECT_EQ(config.connections_per_address, 256U);
  EXPECT_EQ(config.commit_queue, 4'096U);
  EXPECT_EQ(config.requests_per_identity, 200);
  EXPECT_EQ(config.keep_proofs_days, 365);
  EXPECT_EQ(config.failed_checks_per_address, 20);
  EXPECT_EQ(config.failed_checks, 1'000);
  EXPECT_EQ(config.log.level, observe::Level::info);
  EXPECT_FALSE(config.log.json);
}

TEST(Settings, TheFileOfTheProjectExplainsEveryKeyAndSetsItToItsDefault) {
  const std::filesystem::path file = std::filesystem::path(SIGNET_SOURCE_DIR) / "config" / "signetd.toml";
  EXPECT_EQ(testing::content_of(file), reference_file()) << "make it with signetd check-config --defaults";

  auto sources = nothing();
  sources.file = file;
  const auto read = load_settings(sources);
  const auto defaults = load_settings(nothing());
  ASSERT_TRUE(read);
  for (std::size_t i = 0; i < keys().size(); ++i) {
    EXPECT_THAT(read->effective[i].origin, StartsWith(file.string() + ":")) << keys()[i].name;
    EXPECT_EQ(read->effective[i].value, defaults->effective[i].value) << keys()[i].name;
  }
}

TEST(Settings, EveryKeyHasAVariableAndAMeaningThatIsASentence) {
  for (const auto& key : keys()) {
    EXPECT_THAT(variable_of(key), ::testing::MatchesRegex("SIGNET_[A-Z_]+"));
    EXPECT_THAT(std::string(key.meaning), EndsWith(".")) << key.name;
  }
}

TEST(Settings, OfTheEnvironmentOfTheProcessOnlyWhatIsAskedForIsTaken) {
  setenv("SIGNET_DATA_DIR", "/d", 1);
  setenv("CREDENTIALS_DIRECTORY", "/run/credentials/signetd.service", 1);
  setenv("SECRET_OF_ANOTHER_PROGRAM", "x", 1);
  const auto environment = environment_of_process();
  for (const auto* name : {"SIGNET_DATA_DIR", "CREDENTIALS_DIRECTORY", "SECRET_OF_ANOTHER_PROGRAM"}) unsetenv(name);
  EXPECT_EQ(environment.at("SIGNET_DATA_DIR"), "/d");
  EXPECT_EQ(environment.at("CREDENTIALS_DIRECTORY"), "/run/credentials/signetd.service");
  EXPECT_FALSE(environment.contains("SECRET_OF_ANOTHER_PROGRAM"));
}

TEST(Settings, FlagsWinOverTheEnvironmentAndThatOverTheFileAndThatOverDefaults) {
  const TemporaryFolder folder;
  Sources sources = nothing();
  sources.file = folder.write("signetd.toml", "threads = 1\n[listen]\nport = 1001\n[limits]\nconnections = 11\n");
  sources.environment = {{"SIGNET_LISTEN_PORT", "1002"}, {"SIGNET_LIMITS_CONNECTIONS", "12"}};
  sources.flags = {{"listen.port", "1003", "--port"}};
  const auto settings = load_settings(sources);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->config.port, 1003);
  EXPECT_EQ(settings->config.connections, 12U);
  EXPECT_EQ(settings->config.threads, 1);
  EXPECT_EQ(settings->of("listen.port").origin, "--port");
  EXPECT_EQ(settings->of("limits.connections").origin, "SIGNET_LIMITS_CONNECTIONS");
  EXPECT_EQ(settings->of("threads").origin, sources.file->string() + ":1");
  EXPECT_EQ(settings->of("log.level").origin, "default");
}

TEST(Settings, TheFileIsTheOneOfTheFlagElseOfTheVariableElseTheUsualOneIfItIsThere) {
  const TemporaryFolder folder;
  const auto usual = folder.write("usual.toml", "threads = 1\n");
  const auto named = folder.write("named.toml", "threads = 2\n");
  const auto flagged = folder.write("flagged.toml", "threads = 3\n");
  Sources sources{.usual_file = usual};
  EXPECT_EQ(load_settings(sources)->config.threads, 1);
  sources.environment = {{"SIGNET_CONFIG", named.string()}};
  EXPECT_EQ(load_settings(sources)->config.threads, 2);
  sources.file = flagged;
  EXPECT_EQ(load_settings(sources)->config.threads, 3);
  EXPECT_EQ(load_settings(nothing())->file, "");
}

TEST(Settings, AFileThatWasNamedMustBeThere) {
  auto sources = nothing();
  sources.file = kNowhere;
  EXPECT_THAT(mistakes(sources), ElementsAre(HasSubstr(kNowhere)));
}

TEST(Settings, AWrongKeyInTheFileIsNamedWithItsLineAndTheNearOne) {
  const TemporaryFolder folder;
  const auto wrong = mistakes_of_file(folder, "threads = 1\n\n[lisen]\nport = 1\n[log]\nlevle = \"info\"\nxyzzy = 1\n");
  const auto file = (folder / "signetd.toml").string();
  EXPECT_THAT(wrong,
              ::testing::UnorderedElementsAre(file + ":4: there is no setting lisen.port; did you mean listen.port?",
                                              file + ":6: there is no setting log.levle; did you mean log.level?",
                                              file + ":7: there is no setting log.xyzzy"));
}

TEST(Settings, AKeyWithoutItsSectionIsFound) {
  const TemporaryFolder folder;
  EXPECT_THAT(mistakes_of_file(folder, "port = 80\n"), ElementsAre(EndsWith("did you mean listen.port?")));
}

TEST(Settings, AValueOfAnotherTypeIsNamedWithFileLineAndKey) {
  const TemporaryFolder folder;
  const auto file = (folder / "signetd.toml").string();
  EXPECT_THAT(mistakes_of_file(folder, "[listen]\nport = \"7443\"\n"),
              ElementsAre(file + ":2: listen.port: must be a whole number and is a text"));
  EXPECT_THAT(mistakes_of_file(folder, "\nthreads = 1.5\n"),
              ElementsAre(file + ":2: threads: must be a whole number and is a number with a point"));
  EXPECT_THAT(mistakes_of_file(folder, "data_dir = true\n"),
              ElementsAre(file + ":1: data_dir: must be a text in quotes and is true or false"));
  EXPECT_THAT(mistakes_of_file(folder, "[listen]\naddresses = \"::1\"\n"),
              ElementsAre(AllOf(StartsWith(file + ":2: listen.addresses: must be a list"), EndsWith("is a text"))));
  EXPECT_THAT(mistakes_of_file(folder, "listen.addresses = [1]\n"),
              ElementsAre(file + ":1: listen.addresses: must be a list of texts and has a whole number in it"));
  EXPECT_THAT(mistakes_of_file(folder, "listen = 1\n"),
              ElementsAre(StartsWith(file + ":1: there is no setting listen")));
}

TEST(Settings, AFileThatIsNotTomlIsNamedWithItsLine) {
  const TemporaryFolder folder;
  const auto file = (folder / "signetd.toml").string();
  EXPECT_THAT(mistakes_of_file(folder, "threads = 1\nthreads = 2\n"), ElementsAre(StartsWith(file + ":2: ")));
  EXPECT_THAT(mistakes_of_file(folder, "threads = 1\n[listen\n"), ElementsAre(StartsWith(file + ":2: ")));
}

TEST(Settings, APathInTheFileIsAbsoluteAndOneOfAFlagIsFromTheCurrentFolder) {
  const TemporaryFolder folder;
  EXPECT_THAT(mistakes_of_file(folder, "data_dir = \"data\"\n"),
              ElementsAre(EndsWith("must be a path that begins with /")));
  auto sources = nothing();
  sources.flags = {{"data_dir", "data", "--data-dir"}};
  EXPECT_EQ(load_settings(sources)->config.data_dir, std::filesystem::current_path() / "data");
}

TEST(Settings, AWrongValueOfAVariableOrAFlagNamesIt) {
  auto sources = nothing();
  sources.environment = {{"SIGNET_LISTEN_PORT", "many"}};
  EXPECT_THAT(mistakes(sources), ElementsAre("SIGNET_LISTEN_PORT: listen.port = many: must be a whole number"));
  sources.environment = {{"SIGNET_LISTEN_PORT", "65536"}};
  EXPECT_THAT(mistakes(sources),
              ElementsAre("SIGNET_LISTEN_PORT: listen.port = 65536: must be a number from 0 to 65535"));
  sources = nothing();
  sources.flags = {{"log.level", "loud", "--log-level"}, {"log.levels", "info", "--set log.levels"}};
  EXPECT_THAT(mistakes(sources),
              ::testing::UnorderedElementsAre(
                  "--log-level: log.level = \"loud\": must be one of \"debug\", \"info\", \"warning\", \"error\"",
                  "--set log.levels: there is no setting log.levels; did you mean log.level?"));
}

TEST(Settings, AVariableThatIsNearlyASettingIsAMistakeAndOneOfTheClientIsLeftAlone) {
  auto sources = nothing();
  sources.environment = {{"SIGNET_LISTEN_PROT", "1"}};
  EXPECT_THAT(mistakes(sources),
              ElementsAre("SIGNET_LISTEN_PROT: there is no such variable; did you mean SIGNET_LISTEN_PORT?"));
  sources.environment = {{"SIGNET_IDENTITY", "x"}, {"SIGNET_HOME", "/x"}, {"HOME", "/root"}};
  const auto settings = load_settings(sources);
  ASSERT_TRUE(settings);
  EXPECT_THAT(settings->ignored, ElementsAre("SIGNET_IDENTITY"));
}

TEST(Settings, AllMistakesAreToldAtOnce) {
  auto sources = nothing();
  sources.environment = {{"SIGNET_THREADS", "257"}, {"SIGNET_TLS_MODE", "of"}};
  sources.flags = {{"listen.port", "-1", "--port"}};
  EXPECT_EQ(mistakes(sources).size(), 3U);
}

TEST(Settings, NumbersEndWhereTheirLimitsAre) {
  const std::pair<const char*, std::pair<const char*, const char*>> limits[] = {
      {"threads", {"256", "257"}},
      {"listen.port", {"65535", "65536"}},
      {"limits.connections", {"1", "0"}},
      {"limits.connections", {"1000000", "1000001"}},
      {"limits.connections_per_address", {"1", "0"}},
      {"limits.connections_per_address", {"1000000", "1000001"}},
      {"limits.commit_queue", {"1", "0"}},
      {"limits.commit_queue", {"1000000", "1000001"}},
      {"audit.keep_proofs_days", {"0", "-1"}},
      {"audit.keep_proofs_days", {"36500", "36501"}},
      {"limits.requests_per_identity", {"0", "-1"}},
      {"limits.requests_per_identity", {"1000000", "1000001"}},
      {"limits.failed_checks_per_address", {"0", "-1"}},
      {"limits.failed_checks_per_address", {"1000000", "1000001"}},
      {"limits.failed_checks", {"0", "-1"}},
      {"limits.failed_checks", {"1000000", "1000001"}},
  };
  for (const auto& [key, values] : limits) {
    EXPECT_THAT(mistakes_of(key, values.first), IsEmpty()) << key;
    EXPECT_EQ(mistakes_of(key, values.second).size(), 1U) << key;
  }
  for (const auto* text : {"", " 1", "1 ", "0x10", "99999999999999999999"})
    EXPECT_EQ(mistakes_of("threads", text).size(), 1U) << text;
}

TEST(Settings, APublicUrlIsHttpsOrHttpOfLocalhostAndNothingMore) {
  for (const auto* good :
       {"", "https://vault.example.com", "https://vault.example.com:8443", "https://[2001:db8::1]:443",
        "https://192.0.2.1", "http://localhost", "http://localhost:7443"})
    EXPECT_THAT(mistakes_of("public_url", good), IsEmpty()) << good;
  for (const auto* bad : {"http://vault.example.com",
                          "https://",
                          "https://vault.example.com/",
                          "https://vault.example.com/x",
                          "https://user@vault.example.com",
                          "https://vault.example.com:0",
                          "https://vault.example.com:65536",
                          "https://vault.example.com:",
                          "https://vault.example.com:07443",
                          "vault.example.com",
                          "HTTPS://vault.example.com",
                          "https://a b",
                          "https://a?b",
                          "https://2001:db8::1",
                          "https://[::1",
                          "https://[x]",
                          "http://localhost.example.com",
                          "http://127.0.0.1",
                          "https://-a",
                          "https://a$(x)"})
    EXPECT_EQ(mistakes_of("public_url", bad).size(), 1U) << bad;
}

TEST(Settings, AddressesAreNumericAndDifferent) {
  for (const auto* bad : {"", "localhost", "127.0.0.1:80", "[::1]", "::1,::1", "::1,0:0:0:0:0:0:0:1", "127.0.0.1,"})
    EXPECT_EQ(mistakes_of("listen.addresses", bad).size(), bad == std::string("127.0.0.1,") ? 0U : 1U) << bad;
  EXPECT_EQ(mistakes_of("trusted_proxies", "10.0.0.0/33").size(), 1U);
  EXPECT_THAT(mistakes_of("trusted_proxies", "10.0.0.0/8, 2001:db8::/32"), IsEmpty());
  for (const auto* good : {"", "0", "9464", "127.0.0.1:9464", "10.0.0.1:1", "[::1]:65535"})
    EXPECT_THAT(mistakes_of("metrics_listen", good), IsEmpty()) << good;
  for (const auto* bad : {"65536", "09464", "localhost:1", "127.0.0.1", "127.0.0.1:", ":9464", "::1:9464",
                          "[127.0.0.1]:1", "[::1]", "1 "})
    EXPECT_EQ(mistakes_of("metrics_listen", bad).size(), 1U) << bad;
}

TEST(Settings, PathsThatAreNeededAreNotEmpty) {
  EXPECT_THAT(mistakes_of("data_dir", ""), ElementsAre(HasSubstr("must not be empty")));
  EXPECT_THAT(mistakes_of("root_key_file", ""), ElementsAre(HasSubstr("must not be empty")));
}

}  // namespace
}  // namespace signet::app
