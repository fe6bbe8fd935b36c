// SPDX-License-Identifier: Apache-2.0
// Versions, going back to one of them, and notes.
#include "support/installation.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct History : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "one");
  Signer machine = vault.make_machine();

  History() { vault.give(machine, project, secret); }
  Answer operate(const std::string& method, const std::string& path, const std::string& body = {}) {
    return vault.send(vault.root, method, vault.vault_path(path), body);
  }
  Answer put(const std::string& body) { return operate("POST", "/secrets/" + secret + "/versions", body); }
  Answer read() { return vault.send(machine, "GET", "/v1/secret/" + secret); }
};

TEST_F(History, ListsVersionsNewestFirstWithWhoAndWhen) {
  const auto admin = vault.make_operator(Role::admin, vault.vault_id);
  vault.clock.advance(std::chrono::seconds(5));
  ASSERT_EQ(
      vault.send(admin, "POST", vault.vault_path("/secrets/" + secret + "/versions"), R"({"fields":{"a":"b"}})").status,
      201);
  const auto versions = operate("GET", "/secrets/" + secret + "/versions");
  ASSERT_EQ(versions.status, 200) << versions.text;
  ASSERT_EQ(versions.body["items"].size(), 2u);
  auto newest = versions.body["items"][0], first = versions.body["items"][1];
  EXPECT_EQ(newest["version"], 2);
  EXPECT_EQ(newest["current"], true);
  EXPECT_EQ(text_of(newest["createdBy"]), admin.id);
  EXPECT_EQ(text_of(newest["fieldNames"][0]), "a");
  EXPECT_EQ(newest["createdAt"], to_millis(vault.clock.now()));
  EXPECT_EQ(first["current"], false);
  EXPECT_EQ(text_of(first["createdBy"]), vault.root.id);
  EXPECT_TRUE(first["fieldNames"].is_null());
  EXPECT_EQ(versions.text.find("\"one\""), std::string::npos);

  const auto page = operate("GET", "/secrets/" + secret + "/versions?limit=1");
  EXPECT_EQ(page["nextCursor"], "2");
  EXPECT_EQ(operate("GET", "/secrets/" + secret + "/versions?limit=1&cursor=2").body["items"][0]["version"], 1);
  const auto one = operate("GET", "/secrets/" + secret + "/versions/1");
  EXPECT_EQ(one.body, first);
}

TEST_F(History, RollingBackIsANewVersionWithTheOldValueAndFields) {
  ASSERT_EQ(put(R"({"fields":{"user":"u","pass":"p"}})").status, 201);
  ASSERT_EQ(put(R"({"value":"three"})").status, 201);
  const auto back = operate("POST", "/secrets/" + secret + "/rollback", R"({"version":2})");
  ASSERT_EQ(back.status, 201) << back.text;
  EXPECT_EQ(back.body["version"], 4);
  EXPECT_EQ(back.body["fieldNames"].size(), 2u);
  EXPECT_EQ(read()["value"], R"({"pass":"p","user":"u"})");
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).end()[-2]["detail"]), "version 4, from version 2");
  EXPECT_EQ(text_of(operate("GET", "/secrets/" + secret + "/versions/4").body["origin"]), "rollback");
  ASSERT_EQ(operate("POST", "/secrets/" + secret + "/rollback", R"({"version":1})").status, 201);
  EXPECT_EQ(read()["value"], "one");
}

TEST_F(History, EveryVersionHasADataKeyOfItsOwn) {
  ASSERT_EQ(put(R"({"value":"two"})").status, 201);
  ASSERT_EQ(operate("POST", "/secrets/" + secret + "/rollback", R"({"version":1})").status, 201);
  const auto reader = vault.services().store.reader();
  const auto snapshot = reader->snapshot();
  const auto first = snapshot->find_version(*SecretId::parse(secret), 1),
             third = snapshot->find_version(*SecretId::parse(secret), 3);
  EXPECT_NE(first->wrapped_key, third->wrapped_key);
  EXPECT_NE(first->value, third->value);
}

TEST_F(History, AConflictCarriesTheCurrentVersion) {
  ASSERT_EQ(put(R"({"value":"two"})").status, 201);
  for (const auto& [path, body] :
       std::vector<std::pair<std::string, std::string>>{{"/versions", R"({"value":"x","expectedVersion":1})"},
                                                        {"/rollback", R"({"version":1,"expectedVersion":3})"}}) {
    const auto late = operate("POST", "/secrets/" + secret + path, body);
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(late["field"], "expectedVersion");
    EXPECT_EQ(late.body["currentVersion"], 2);
  }
  EXPECT_EQ(operate("POST", "/secrets/" + secret + "/rollback", R"({"version":2})").status, 409)
      << "it is the current one";
  EXPECT_EQ(operate("POST", "/secrets/" + secret + "/rollback", R"({"version":1,"expectedVersion":2})").status, 201);
}

TEST_F(History, NotesAreForAdminsAndTheirTextStaysOutOfTheLog) {
  const auto path = "/secrets/" + secret + "/note";
  EXPECT_TRUE(operate("GET", path).body["note"].is_null());
  ASSERT_EQ(operate("PUT", path, R"({"note":"ask Grace before rotating"})").status, 200);
  const auto note = operate("GET", path);
  EXPECT_EQ(note["note"], "ask Grace before rotating");
  const auto noted = vault.audit(vault.vault_id).back();
  EXPECT_EQ(text_of(noted["action"]), "secret_note_read");
  EXPECT_EQ(text_of(noted["secretId"]), secret);
  EXPECT_EQ(text_of(noted["actorId"]), vault.root.id);
  EXPECT_EQ(note["updatedBy"], vault.root.id);
  ASSERT_EQ(operate("PUT", path, R"({"note":"ask nobody"})").status, 200);
  EXPECT_EQ(operate("GET", path)["note"], "ask nobody");
  EXPECT_EQ(vault.send(vault.make_operator(Role::auditor, vault.vault_id), "GET", vault.vault_path(path)).status, 403);
  ASSERT_EQ(operate("PUT", path, R"({"note":""})").status, 200);
  EXPECT_TRUE(operate("GET", path).body["note"].is_null());
  std::string changes;
  for (const auto& record : vault.audit(vault.vault_id)) {
    EXPECT_EQ(to_public_text(record).find("ask "), std::string::npos) << "with a space, as no id has";
    if (*find_text(record, "action") == "secret_note_update")
      changes += std::string(*find_text(record, "detail")) + " ";
  }
  EXPECT_EQ(changes, "added changed removed ");
  auto names = vault.actions(vault.vault_id);
  EXPECT_EQ(std::ranges::count(names, "secret_note_read"), 2) << "nobody read what is not there";
  EXPECT_EQ(operate("PUT", path, R"({"note":")" + std::string(limits::kMaxNote, 'n') + "\"}").status, 200);
  EXPECT_EQ(operate("PUT", path, R"({"note":")" + std::string(limits::kMaxNote + 1, 'n') + "\"}")["field"], "note");
}

TEST_F(History, NotesAreSealed) {
  ASSERT_EQ(operate("PUT", "/secrets/" + secret + "/note", R"({"note":"a note in clear"})").status, 200);
  for (const auto& [table, rows] : vault.state_digest())
    EXPECT_EQ(rows.find("61206e6f7465"), std::string::npos) << table;
}

}  // namespace
}  // namespace signet::testing
