// SPDX-License-Identifier: Apache-2.0
// What is secret appears in the one answer that is for it and nowhere else: not in an error, not in the log, not in the
// database.
#include "live_vault.hpp"
#include "signet/schema/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kValue = "wet-owl-7319-value";
constexpr const char* kToken = "wet-owl-7319-token";

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Secrecy : public LiveVault {
 protected:
  Secrecy() { server.start(); }
};

TEST_F(Secrecy, NoErrorQuotesWhatWasSent) {
  const auto reader = make_reader(kValue);
  const auto secrets = in_vault("/projects/" + reader.project + "/secrets");
  const std::string value = std::string("\"") + kValue + "\"";
  const auto root = by_hand();
  std::vector<std::string> requests;
  for (const auto& body :
       {"{\"name\":\"s\",\"value\":" + value,                                // not closed
        "{\"name\":\"s\",\"value\":" + value + "}x",                         // something behind it
        "{\"name\":\"s\",\"value\":" + value + ",\"value\":" + value + "}",  // twice
        "{\"name\":\"s\",\"value\":[" + value + "]}",                        // another type
        "{\"name\":\"s\",\"value\":" + value + ",\"fields\":{\"a\":" + value + "}}",
        "{\"name\":\"s\",\"fields\":{\"a\":[" + value + "]}}", "{\"name\":[" + value + "],\"value\":" + value + "}",
        "{\"name\":\"database\",\"value\":" + value + "}",                     // a name taken
        "{\"name\":\"s\",\"value\":\"\\ud800 " + std::string(kValue) + "\"}",  // half a character
        "[" + value + "]"})
    requests.push_back(root.sign("POST", secrets, body));
  for (const auto& body :
       {std::string("{\"token\":\"") + kToken + "\"", std::string("{\"token\":\"") + kToken + "\",\"publicKey\":\"x\"}",
        std::string("{\"token\":[\"") + kToken + "\"],\"hostname\":\"h\"}"})
    requests.push_back(http("POST", "/v1/bootstrap/register", "", body));
  for (const auto& request : requests) {
    const auto answer = ask(request);
    EXPECT_GE(answer.status, 400) << request;
    EXPECT_LT(answer.status, 500) << request;
    EXPECT_THAT(answer.body, Not(HasSubstr("wet-owl"))) << request;
  }
  EXPECT_THAT(server.log(), Not(HasSubstr("wet-owl")));
  for (const auto& record : must(vault().audit()).items)
    EXPECT_THAT(record.detail.value_or(""), Not(HasSubstr("wet-owl"))) << record.action;
}

TEST_F(Secrecy, NothingSecretIsLoggedOrStoredInClear) {
  const auto reader = make_reader(kValue);
  const auto token = must(vault().create_token());
  const auto machine = by_hand(reader.identity);
  const auto request = machine.sign("GET", reader.target());
  ASSERT_EQ(ask(request).status, 200);
  EXPECT_EQ(ask(request).status, 401);
  auto forged = machine.sign("GET", reader.target());
  forged[forged.find("X-Signature: ") + 20] ^= 1;
  EXPECT_EQ(ask(forged).status, 401);
  const auto root_key = content_of(server.root_key);
  const std::string root_key_bytes(as_text(from_base64(root_key.substr(24, 44)).value()));
  ASSERT_EQ(server.stop().code, 0);

  const auto log = server.log();
  const auto database = content_of(server.database());
  const auto signature = request.substr(request.find("X-Signature: ") + 13, 88);
  for (const auto& [what, secret] :
       std::map<std::string, std::string>{{"a value", kValue},
                                          {"an enrolment token", std::string(token.token.expose_text())},
                                          {"the text of the root key file", root_key.substr(24, 44)},
                                          {"the key in it", root_key_bytes},
                                          {"a private key", std::string(as_text(machine.key->first_seed()))}}) {
    ASSERT_GE(secret.size(), 16U) << what;
    EXPECT_THAT(log, Not(HasSubstr(secret))) << what;
    EXPECT_THAT(database, Not(HasSubstr(secret))) << what;
  }
  EXPECT_THAT(log, Not(HasSubstr(signature)));
  EXPECT_THAT(log, HasSubstr("listening on ")) << "this is the log";
  EXPECT_THAT(database, HasSubstr(reader.secret)) << "this is the database";
}

TEST_F(Secrecy, FilesAreForTheOwnerAlone) {
  static_cast<void>(make_reader(kValue));
  using std::filesystem::perms;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server.folder)) {
    if (entry.path() == server.folder / "signetd.toml") continue;  // the test wrote it
    const auto mode = entry.status().permissions();
    EXPECT_EQ(mode & (perms::group_all | perms::others_all), perms::none) << entry.path();
  }
}

}  // namespace
}  // namespace signet::testing
