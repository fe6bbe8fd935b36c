// SPDX-License-Identifier: Apache-2.0
// Generated values: who sees them, what they consist of, and when they come by themselves.
#include "support/installation.hpp"

#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <regex>

namespace signet::testing {
namespace {

using std::chrono::seconds;

struct Rotations : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "one");
  Signer machine = vault.make_machine();

  Rotations() { vault.give(machine, project, secret); }
  Answer operate(const std::string& method, const std::string& path, const std::string& body = {}) {
    return vault.send(vault.root, method, vault.vault_path(path), body);
  }
  Answer rotate(const std::string& body) { return operate("POST", "/secrets/" + secret + "/rotate", body); }
  Answer schedule(const std::string& body) { return operate("PUT", "/secrets/" + secret + "/rotation", body); }
  std::string read() { return vault.send(machine, "GET", "/v1/secret/" + secret)["value"]; }
  std::string last_action() { return vault.actions(vault.vault_id).back(); }
};

TEST_F(Rotations, GivesAValueThatTheOperatorDoesNotSee) {
  const auto rotated = rotate(R"({"requestId":"0123456789abcdef"})");
  ASSERT_EQ(rotated.status, 201) << rotated.text;
  EXPECT_EQ(rotated.body["version"], 2);
  const auto value = read();
  EXPECT_EQ(value.size(), 32u);
  EXPECT_EQ(rotated.text.find(value), std::string::npos);
  for (const auto& record : vault.audit(vault.vault_id))
    EXPECT_EQ(to_public_text(record).find(value), std::string::npos);
  EXPECT_EQ(rotate(R"({"requestId":"0123456789abcdef"})").text, rotated.text);
  EXPECT_EQ(read(), value) << "the repetition had no second effect";
}

TEST_F(Rotations, HasEveryCharset) {
  for (const auto& [body, shape] : std::vector<std::pair<std::string, std::string>>{
           {R"({"length":1})", R"([!-~])"},
           {R"({"length":1024,"charset":"alphanumeric"})", R"([A-Za-z0-9]+)"},
           {R"({"length":40,"charset":"numbers"})", R"([0-9]{40})"},
           {R"({"length":400,"charset":"symbols"})", R"([!-~]{400})"},
           {R"({"charset":"uuid"})", R"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"}}) {
    ASSERT_EQ(rotate(body).status, 201) << body;
    const auto value = read();
    EXPECT_TRUE(std::regex_match(value, std::regex(shape))) << body << " gave " << value;
    EXPECT_EQ(value.find_first_of("\"'`\\ "), std::string::npos);
  }
  EXPECT_EQ(rotate(R"({"length":1024})").status, 201);
  EXPECT_EQ(read().size(), limits::kMaxGenerated);
}

TEST_F(Rotations, OfFieldsLeavesTheOthersAlone) {
  const auto body = R"({"fields":{"user":"app","password":"old","token":"old"}})";
  ASSERT_EQ(operate("POST", "/secrets/" + secret + "/versions", body).status, 201);
  ASSERT_EQ(rotate(R"({"fields":["password"],"charset":"numbers","length":8})").status, 201);
  const auto value = parse_json_object(as_bytes(read()));
  ASSERT_TRUE(value);
  EXPECT_EQ(*find_text(*value, "user"), "app");
  EXPECT_EQ(*find_text(*value, "token"), "old");
  EXPECT_TRUE(std::regex_match(std::string(*find_text(*value, "password")), std::regex("[0-9]{8}")));
  for (const auto* wrong : {"{}", R"({"length":8})", R"({"fields":["nothing"]})"}) {
    EXPECT_EQ(rotate(wrong)["field"], "fields") << wrong;
    EXPECT_EQ(rotate(wrong).status, 400);
  }
}

TEST_F(Rotations, MakesNewSecretsToo) {
  const auto secrets = "/projects/" + project + "/secrets";
  const auto single = operate("POST", secrets, R"({"name":"a","generate":{"length":12,"charset":"numbers"}})");
  ASSERT_EQ(single.status, 201) << single.text;
  vault.give(machine, project, single["secretId"]);
  EXPECT_TRUE(std::regex_match(vault.send(machine, "GET", "/v1/secret/" + single["secretId"])["value"],
                               std::regex("[0-9]{12}")));
  const auto mixed =
      operate("POST", secrets, R"({"name":"b","fields":{"user":"app"},"generate":{"fields":["password"]}})");
  ASSERT_EQ(mixed.status, 201) << mixed.text;
  EXPECT_EQ(mixed.body["fieldNames"].size(), 2u);
  EXPECT_EQ(operate("POST", secrets, R"({"name":"c","fields":{"user":"app"},"generate":{"fields":["user"]}})").status,
            400);
  EXPECT_EQ(operate("POST", secrets, R"({"name":"c","fields":{"user":"app"},"generate":{}})").status, 400);
  EXPECT_EQ(operate("POST", secrets, R"({"name":"c","value":"v","generate":{}})")["field"], "value");
}

TEST_F(Rotations, ComeOnTimeOneForAllThatWereMissed) {
  const auto made = schedule(R"({"intervalSeconds":300,"length":20,"charset":"alphanumeric"})");
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.body["nextAt"], to_millis(vault.clock.now() + seconds(300)));
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(seconds(299));
  housekeeping.tick();
  EXPECT_EQ(read(), "one");
  vault.clock.advance(std::chrono::hours(5));
  housekeeping.tick();
  const auto second = read();
  EXPECT_EQ(second.size(), 20u);
  EXPECT_EQ(operate("GET", "/secrets/" + secret).body["version"], 2);
  const auto shown = operate("GET", "/secrets/" + secret + "/rotation");
  EXPECT_EQ(shown.body["lastAt"], to_millis(vault.clock.now()));
  EXPECT_EQ(shown.body["nextAt"], to_millis(vault.clock.now() + seconds(300)));
  vault.clock.advance(seconds(299));
  housekeeping.tick();
  EXPECT_EQ(read(), second);
  std::string by;
  for (const auto& record : vault.audit(vault.vault_id))
    if (*find_text(record, "action") == "secret_rotate") by = *find_text(record, "actorKind");
  EXPECT_EQ(by, "system");
  EXPECT_EQ(text_of(operate("GET", "/secrets/" + secret + "/versions/2").body["createdBy"]), "system");
}

TEST_F(Rotations, OfADamagedSecretArePutOffAndThoseBehindItGoOn) {
  const auto broken = vault.make_secret(vault.make_project("broken"), "b", "v");
  ASSERT_EQ(operate("PUT", "/secrets/" + broken + "/rotation", R"({"intervalSeconds":300})").status, 200);
  ASSERT_EQ(schedule(R"({"intervalSeconds":301})").status, 200);
  vault.close();
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(vault.database.c_str(), &database), SQLITE_OK);
  const auto damage = "UPDATE project_keys SET wrapped = zeroblob(length(wrapped)) WHERE project_id = "
                      "(SELECT project_id FROM secrets WHERE id = '" + broken + "')";
  ASSERT_EQ(sqlite3_exec(database, damage.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  vault.restart();
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(seconds(310));
  housekeeping.tick();
  EXPECT_EQ(operate("GET", "/secrets/" + secret).body["version"], 2);
  EXPECT_EQ(operate("GET", "/secrets/" + broken).body["version"], 1);
  EXPECT_EQ(operate("GET", "/secrets/" + broken + "/rotation").body["nextAt"],
            to_millis(vault.clock.now() + seconds(300)));
  EXPECT_EQ(std::ranges::count(vault.actions(vault.vault_id), "secret_rotate_denied"), 1);
}

TEST_F(Rotations, RestWhileTheVaultIsSuspendedOrTheSecretDeleted) {
  ASSERT_EQ(schedule(R"({"intervalSeconds":300})").status, 200);
  ASSERT_EQ(operate("POST", "/suspend", "{}").status, 200);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(seconds(600));
  housekeeping.tick();
  EXPECT_EQ(operate("GET", "/secrets/" + secret).body["version"], 1);
  ASSERT_EQ(operate("POST", "/resume", "{}").status, 200);
  ASSERT_EQ(operate("DELETE", "/secrets/" + secret, "{}").status, 200);
  vault.clock.advance(seconds(600));
  housekeeping.tick();
  ASSERT_EQ(operate("POST", "/trash/" + secret + "/restore", "{}").body["version"], 1);
  vault.clock.advance(seconds(60));
  housekeeping.tick();
  EXPECT_EQ(operate("GET", "/secrets/" + secret).body["version"], 2);
}

TEST_F(Rotations, ThatCannotBeAreSaidAndTriedAgainAnIntervalLater) {
  ASSERT_EQ(schedule(R"({"intervalSeconds":300})").status, 200);
  ASSERT_EQ(operate("POST", "/secrets/" + secret + "/versions", R"({"fields":{"a":"b"}})").status, 201);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(seconds(300));
  housekeeping.tick();
  EXPECT_EQ(last_action(), "secret_rotate_denied");
  const auto size = vault.audit_size(vault.vault_id);
  vault.clock.advance(seconds(299));
  housekeeping.tick();
  EXPECT_EQ(vault.audit_size(vault.vault_id), size);
  EXPECT_TRUE(operate("GET", "/secrets/" + secret + "/rotation").body["lastAt"].is_null());
}

TEST_F(Rotations, ByHandBeginsAWholeIntervalAndUsesTheSchedulesRecipe) {
  ASSERT_EQ(schedule(R"({"intervalSeconds":300,"length":5,"charset":"numbers"})").status, 200);
  vault.clock.advance(seconds(200));
  ASSERT_EQ(rotate("{}").status, 201);
  EXPECT_EQ(read().size(), 5u);
  EXPECT_EQ(operate("GET", "/secrets/" + secret + "/rotation").body["nextAt"],
            to_millis(vault.clock.now() + seconds(300)));
  ASSERT_EQ(operate("DELETE", "/secrets/" + secret + "/rotation", "{}").status, 200);
  EXPECT_EQ(operate("GET", "/secrets/" + secret + "/rotation").status, 404);
}

TEST_F(Rotations, AreManyAtOnce) {
  for (int i = 0; i < 45; ++i) {
    const auto id = vault.make_secret(project, "n" + std::to_string(i), "v");
    ASSERT_EQ(operate("PUT", "/secrets/" + id + "/rotation", R"({"intervalSeconds":300})").status, 200);
  }
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(seconds(300));
  const auto rotated = [&] {
    int count = 0;
    for (const auto& action : vault.actions(vault.vault_id)) count += action == "secret_rotate";
    return count;
  };
  housekeeping.tick();
  EXPECT_EQ(rotated(), 20) << "a bounded slice";
  vault.clock.advance(seconds(30));
  housekeeping.tick();
  vault.clock.advance(seconds(30));
  housekeeping.tick();
  EXPECT_EQ(rotated(), 45);
}

}  // namespace
}  // namespace signet::testing
