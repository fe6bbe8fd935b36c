// SPDX-License-Identifier: Apache-2.0
// Import and export of a project, and reading an older version.
#include "support/installation.hpp"

#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Transfer : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  Signer machine = vault.make_machine();

  Answer operate(const std::string& method, const std::string& path, const std::string& body = {}) {
    return vault.send(vault.root, method, vault.vault_path(path), body);
  }
  Answer bring(const std::string& format, const std::string& content, const std::string& more = "") {
    const Json body{{"format", json_text(format)}, {"content", json_text(content)}};
    auto text = to_public_text(body);
    text.insert(text.size() - 1, more);
    return operate("POST", "/projects/" + project + "/import", text);
  }
  Answer take(const std::string& format) {
    return operate("POST", "/projects/" + project + "/export", R"({"format":")" + format + "\"}");
  }
  void allow() { ASSERT_EQ(operate("PUT", "/export", R"({"exportAllowed":true})").status, 200); }
  std::size_t count(const std::string& action) {
    const auto all = vault.actions(vault.vault_id);
    return static_cast<std::size_t>(std::ranges::count(all, action));
  }
};

TEST_F(Transfer, ImportsInOneCommitAndSaysWhatItDid) {
  (void)vault.make_secret(project, "OLD", "before");
  (void)vault.make_secret(project, "SAME", "same");
  const auto dotenv = "# comment\nOLD=after\nSAME='same'\nexport NEW=\"a\\nb\"\n";
  const auto before = vault.state_digest();
  const auto dry = bring("dotenv", dotenv, R"(,"dryRun":true)");
  ASSERT_EQ(dry.status, 200) << dry.text;
  EXPECT_EQ(dry.text,
            R"({"created":1,"dryRun":true,"entries":[{"line":2,"name":"OLD","outcome":"updated","reason":null},)"
            R"({"line":3,"name":"SAME","outcome":"unchanged","reason":null},)"
            R"({"line":4,"name":"NEW","outcome":"created","reason":null}],"refused":0,"unchanged":1,"updated":1})");
  EXPECT_EQ(vault.state_digest(), before);
  const auto done = bring("dotenv", dotenv);
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(done.body["created"], 1);
  EXPECT_EQ(done.body["updated"], 1);
  EXPECT_EQ(done.text.find("after"), std::string::npos);
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["detail"]),
            "into " + project + ": 1 created, 1 updated, 1 unchanged");
  EXPECT_EQ(bring("dotenv", dotenv).body["unchanged"], 3);
}

TEST_F(Transfer, IsAllOrNothing) {
  const auto before = vault.state_digest();
  const auto refused = bring("dotenv", "GOOD=1\nhunter2\nGOOD=2\n");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused["field"], "content");
  EXPECT_NE(refused["error"].find("Line 2: "), std::string::npos);
  EXPECT_NE(refused["error"].find("and 1 more"), std::string::npos);
  EXPECT_EQ(refused.text.find("hunter2"), std::string::npos);
  EXPECT_EQ(vault.state_digest(), before);
  const auto dry = bring("dotenv", "GOOD=1\nhunter2\nGOOD=2\n", R"(,"dryRun":true)");
  EXPECT_EQ(dry.body["refused"], 2);
  EXPECT_EQ(dry.body["created"], 1);
}

TEST_F(Transfer, DoesNotChangeTheShapeOfASecret) {
  (void)vault.make_secret(project, "A", "single");
  EXPECT_EQ(bring("json", R"({"A":{"user":"u"}})").status, 400);
  EXPECT_EQ(bring("json", R"({"B":{"user":"u"}})").status, 200);
  EXPECT_EQ(bring("dotenv", "B=single").status, 400);
}

TEST_F(Transfer, RefusesWhatIsNoSecret) {
  for (const auto* content : {"[]", "{", R"({"A":1})", R"({"A":null})", R"({"A":{}})", R"({"A":{"b":1}})",
                              R"({"":"v"})", R"({" a":"v"})", R"({"A":"1","A":"2"})", R"({"A":["v"]})"}) {
    const auto refused = bring("json", content);
    EXPECT_EQ(refused.status, 400) << content;
    EXPECT_EQ(refused["field"], "content") << content;
  }
  const std::string most(limits::kMaxValue, 'x');
  EXPECT_EQ(bring("dotenv", "A=" + most).status, 200);
  EXPECT_EQ(bring("dotenv", "A=" + most + "x").status, 400);
  EXPECT_EQ(bring("yaml", "A=1")["field"], "format");
  EXPECT_EQ(bring("dotenv", "A=1", R"(,"dryRun":1)")["field"], "dryRun");
  EXPECT_EQ(bring("dotenv", "A=1", R"(,"force":true)")["field"], "force");
  EXPECT_EQ(operate("POST", "/projects/" + project + "/import", R"({"format":"json"})")["field"], "content");
  EXPECT_EQ(operate("POST", "/projects/proj_0000000000/import", R"({"format":"json","content":"{}"})").status, 404);
}

TEST_F(Transfer, HasAGreatestNumberOfEntries) {
  std::string most;
  for (std::size_t i = 0; i <= limits::kMaxTransferred; ++i) most += "N" + std::to_string(i) + "=v\n";
  const auto over = bring("dotenv", most, R"(,"dryRun":true)");
  EXPECT_EQ(over.status, 400);
  EXPECT_EQ(over["field"], "content");
  most.resize(most.rfind("N"));
  EXPECT_EQ(bring("dotenv", most, R"(,"dryRun":true)").body["created"], limits::kMaxTransferred);
}

TEST_F(Transfer, ExportsOnlyWhereTheVaultAllowsItAndAuditsEachValue) {
  (void)vault.make_secret(project, "A", "one");
  EXPECT_EQ(take("json").status, 403);
  EXPECT_EQ(count("secret_read"), 0u);
  allow();
  ASSERT_EQ(bring("json", R"({"DB":{"user":"app"},"with space":"it's"})").status, 200);
  const auto all = take("json");
  ASSERT_EQ(all.status, 200) << all.text;
  EXPECT_EQ(all.body["count"], 3);
  EXPECT_EQ(all["content"], R"({"A":"one","DB":{"user":"app"},"with space":"it's"})");
  EXPECT_EQ(count("secret_read"), 3u);
  EXPECT_EQ(count("secret_export"), 1u);
  EXPECT_EQ(count("vault_update"), 1u);
  EXPECT_EQ(bring("json", all["content"]).body["unchanged"], 3) << "what goes out comes in again";
  EXPECT_EQ(take("dotenv")["field"], "format") << "two words are no name there, and fields no value";
  EXPECT_EQ(count("secret_read"), 3u) << "nothing left the server";
  ASSERT_EQ(operate("PUT", "/export", R"({"exportAllowed":false})").status, 200);
  EXPECT_EQ(take("json").status, 403);
}

TEST_F(Transfer, ExportsDotenvThatImportsAsTheSame) {
  allow();
  ASSERT_EQ(bring("json", R"({"A":"it's \"$5\"\n","B":"","C":"two words"})").status, 200);
  const auto all = take("dotenv");
  ASSERT_EQ(all.status, 200) << all.text;
  EXPECT_EQ(bring("dotenv", all["content"]).body["unchanged"], 3);
}

TEST_F(Transfer, IsNotRememberedByItsRequestId) {
  allow();
  const auto secret = vault.make_secret(project, "A", "value-one");
  const auto path = "/projects/" + project + "/export",
             body = std::string(R"({"format":"json","requestId":"0123456789abcdef"})");
  ASSERT_EQ(operate("POST", path, body).status, 200);
  for (const auto& [table, rows] : vault.state_digest())
    EXPECT_EQ(rows.find("76616c75652d6f6e65"), std::string::npos) << table;
  ASSERT_EQ(operate("POST", "/secrets/" + secret + "/versions", R"({"value":"two"})").status, 201);
  EXPECT_EQ(operate("POST", path, body)["content"], R"({"A":"two"})");
}

TEST_F(Transfer, BelongsToOwners) {
  allow();
  const auto admin = vault.make_operator(Role::admin, vault.vault_id);
  EXPECT_EQ(
      vault.send(admin, "POST", vault.vault_path("/projects/" + project + "/export"), R"({"format":"json"})").status,
      403);
  EXPECT_EQ(take("xml")["field"], "format");
}

TEST_F(Transfer, OlderVersionsAreReadThroughTheSameGate) {
  const auto secret = vault.make_secret(project, "s", "one");
  const auto path = "/v1/secret/" + secret + "/versions/";
  EXPECT_EQ(vault.send(machine, "GET", path + "1").status, 403);
  vault.give(machine, project, secret);
  ASSERT_EQ(operate("POST", "/secrets/" + secret + "/versions", R"({"value":"two"})").status, 201);
  const auto first = vault.send(machine, "GET", path + "1");
  EXPECT_EQ(first.text, R"({"value":"one"})");
  EXPECT_EQ(first.header("X-Secret-Version"), "1");
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["detail"]), "version 1");
  EXPECT_EQ(vault.send(machine, "GET", path + "2")["value"], "two");
  for (const auto* none : {"3", "0", "01", "x", "99999999999999999999"})
    EXPECT_EQ(vault.send(machine, "GET", path + none).status, 404);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/sk_0000000000/versions/1").status, 404);
}

TEST_F(Transfer, APolicyRotatesAfterSoManyReads) {
  const auto secret = vault.make_secret(project, "s", "one");
  vault.give(machine, project, secret);
  const auto policy = operate("POST", "/projects/" + project + "/policies", R"({"name":"p","rotateAfterReads":2})");
  ASSERT_EQ(policy.status, 201) << policy.text;
  ASSERT_EQ(operate("PUT", "/secrets/" + secret + "/policy", R"({"policyId":")" + policy["policyId"] + "\"}").status,
            200);
  const auto read = [&] { return vault.send(machine, "GET", "/v1/secret/" + secret)["value"]; };
  EXPECT_EQ(read(), "one");
  EXPECT_EQ(read(), "one") << "the last reader gets the old value";
  const auto next = read();
  EXPECT_EQ(next.size(), 32u);
  EXPECT_EQ(read(), next);
  EXPECT_NE(read(), next);
  EXPECT_EQ(count("secret_rotate"), 2u);
}

}  // namespace
}  // namespace signet::testing
