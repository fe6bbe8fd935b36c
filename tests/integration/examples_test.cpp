// SPDX-License-Identifier: Apache-2.0
// Each example of sdk/examples is run as its first lines say, and prints what it should.
#include "live_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kValue = "correct horse \u00e4 \"battery\"";
constexpr const char* kUnknownSecret = "sk_0000000000";

std::string example(const std::string& name) { return std::string(SIGNET_SOURCE_DIR) + "/sdk/examples/" + name; }

bool works(std::vector<std::string> arguments) { return run({.arguments = std::move(arguments)}).code == 0; }

class Examples : public LiveVault {
 protected:
  Examples() { server.start(); }

  /// The program prints the value; for a secret that is not there it ends with a failure and the server's words.
  void expect_to_fetch(const std::function<Ended(const std::string& secret)>& fetch, const Reader& reader,
                       const std::string& printed) const {
    const auto fetched = fetch(reader.secret);
    EXPECT_EQ(fetched.code, 0) << fetched.err;
    EXPECT_EQ(fetched.out, printed);
    EXPECT_THAT(fetched.err, IsEmpty());
    const auto refused = fetch(kUnknownSecret);
    EXPECT_GT(refused.code, 0);
    EXPECT_THAT(refused.out + refused.err, HasSubstr("No such secret"));
  }
  /// The identity file with an address for the name: a machine just made may not know what localhost is.
  [[nodiscard]] std::filesystem::path file_of(const client::Identity& identity) const {
    std::ifstream original(identity.private_key_path.parent_path() / "identity.json");
    auto fields = nlohmann::json::parse(original);
    fields["apiUrl"] = "http://127.0.0.1:" + std::to_string(server.port());
    const auto file = server.folder / "identity.json";
    std::ofstream(file) << fields;
    return file;
  }
};

TEST_F(Examples, ShellEnrolsAndFetches) {
  if (!works({"sh", "-c", "command -v curl && command -v openssl"})) GTEST_SKIP() << "needs curl and openssl";
  const auto token = must(vault().create_token());
  const auto key = (server.folder / "shell.pem").string();
  const auto enrolled = run(
      {.arguments = {example("enrol.sh"), server.url(), key}, .input = std::string(token.token.expose_text()) + "\n"});
  ASSERT_EQ(enrolled.code, 0) << enrolled.err;
  const auto id = nlohmann::json::parse(enrolled.out).at("machineId").get<std::string>();

  auto reader = make_reader(kValue);
  must(vault().approve_machine(id));
  must(vault().add_member(reader.project, id));
  must(vault().grant(reader.secret, id));
  const auto fetch = [&](const std::string& secret) {
    return run({.arguments = {example("fetch.sh"), server.url(), id, key, secret}});
  };
  expect_to_fetch(fetch, reader, nlohmann::json{{"value", kValue}}.dump());

  const auto saved = (server.folder / "request").string();
  const auto first = run({.arguments = {example("fetch.sh"), server.url(), id, key, reader.secret},
                          .environment = {{"SIGNET_SAVE", saved}}});
  EXPECT_EQ(first.code, 0) << first.err;
  const auto replay = run({.arguments = {"curl", "-sS", "--fail-with-body", "--config", saved}});
  EXPECT_EQ(replay.code, 22);
  EXPECT_EQ(replay.out, R"({"error":"Unauthorized"})");
}

TEST_F(Examples, PythonFetches) {
  std::string python;
  for (const char* candidate : {"python3", "/usr/bin/python3"})
    if (python.empty() && works({candidate, "-c", "import cryptography"})) python = candidate;
  if (python.empty()) GTEST_SKIP() << "needs python3 with the package cryptography";
  const auto reader = make_reader(kValue);
  const auto fetch = [&](const std::string& secret) {
    return run({.arguments = {python, example("fetch.py"), file_of(reader.identity).string(), secret},
                .environment = {{"PYTHONIOENCODING", "utf-8"}}});
  };
  expect_to_fetch(fetch, reader, kValue + std::string("\n"));
}

TEST_F(Examples, JavaScriptFetches) {
  if (!works({"node", "-e", "process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)"}))
    GTEST_SKIP() << "needs node 18 or newer";
  const auto reader = make_reader(kValue);
  const auto fetch = [&](const std::string& secret) {
    return run({.arguments = {"node", example("fetch.mjs"), file_of(reader.identity).string(), secret}});
  };
  expect_to_fetch(fetch, reader, kValue + std::string("\n"));
}

TEST_F(Examples, CppFetchesWithAnyKey) {
  const auto reader = make_reader(kValue, kDefaultAlgorithm);
  const auto fetch = [&](const std::string& secret) {
    return run({.arguments = {FETCH_EXAMPLE, secret},
                .environment = {{"SIGNET_HOME", (server.folder / "machines/reader").string()}}});
  };
  expect_to_fetch(fetch, reader, kValue + std::string("\n"));
}

TEST(ExampleFiles, AreShort) {
  for (const auto& entry : std::filesystem::directory_iterator(example(""))) {
    std::ifstream file(entry.path());
    const auto lines = std::count(std::istreambuf_iterator<char>(file), {}, '\n');
    EXPECT_LT(lines, 60) << entry.path();
  }
}

}  // namespace
}  // namespace signet::testing
