// SPDX-License-Identifier: Apache-2.0
// Deleted secrets: back again, or gone for good.
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Trash : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "one");
  Signer machine = vault.make_machine();

  Trash() { vault.give(machine, project, secret); }
  Answer operate(const std::string& method, const std::string& path, const std::string& body = {}) {
    return vault.send(vault.root, method, vault.vault_path(path), body);
  }
  void throw_away() { ASSERT_EQ(operate("DELETE", "/secrets/" + secret, "{}").status, 200); }
  std::size_t trashed() { return operate("GET", "/trash").body["items"].size(); }
  std::size_t rows_of_versions() {
    return vault.services().store.reader()->snapshot()->find_version(*SecretId::parse(secret), 1) ? 1 : 0;
  }
};

TEST_F(Trash, GivesASecretBackWithoutItsGrants) {
  throw_away();
  const auto trash = operate("GET", "/trash");
  ASSERT_EQ(trash.body["items"].size(), 1u);
  auto item = trash.body["items"][0];
  EXPECT_EQ(text_of(item["secretId"]), secret);
  EXPECT_EQ(item["deletedAt"], to_millis(vault.clock.now()));
  EXPECT_EQ(item["purgeAt"], to_millis(vault.clock.now() + std::chrono::days(30)));
  const auto back = operate("POST", "/trash/" + secret + "/restore", "{}");
  EXPECT_EQ(back.status, 200) << back.text;
  EXPECT_EQ(back["name"], "s");
  EXPECT_EQ(trashed(), 0u);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 403) << "its grants do not come back";
  vault.give(machine, project, secret);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret)["value"], "one");
  EXPECT_EQ(operate("POST", "/trash/" + secret + "/restore", "{}").status, 404);
}

TEST_F(Trash, DoesNotTakeANameThatIsInUse) {
  throw_away();
  const auto other = vault.make_secret(project, "s", "two");
  const auto taken = operate("POST", "/trash/" + secret + "/restore", "{}");
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(taken["field"], "name");
  ASSERT_EQ(operate("PATCH", "/secrets/" + other, R"({"name":"t"})").status, 200);
  EXPECT_EQ(operate("POST", "/trash/" + secret + "/restore", "{}").status, 200);
}

TEST_F(Trash, IsPurgedAfterAPreviewThatDestroysNothing) {
  const auto path = "/trash/" + secret + "/purge";
  EXPECT_EQ(operate("POST", path, "{}").status, 404) << "only from the trash";
  ASSERT_EQ(operate("PUT", "/secrets/" + secret + "/note", R"({"note":"n"})").status, 200);
  throw_away();
  const auto before = vault.state_digest();
  const auto preview = operate("POST", path, R"({"preview":true})");
  EXPECT_EQ(preview.status, 200) << preview.text;
  EXPECT_EQ(preview.body["versions"], 1);
  EXPECT_EQ(preview.body["hasNote"], true);
  EXPECT_EQ(preview.body["purged"], false);
  EXPECT_EQ(vault.state_digest(), before);
  const auto purged = operate("POST", path, "{}");
  EXPECT_EQ(purged.body["purged"], true);
  EXPECT_EQ(rows_of_versions(), 0u);
  EXPECT_EQ(operate("POST", path, "{}").status, 404);
  EXPECT_EQ(trashed(), 0u);
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).end()[-2]["action"]), "secret_purge");
}

TEST_F(Trash, IsPurgedByItselfAfterThirtyDays) {
  throw_away();
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(std::chrono::days(30) - std::chrono::milliseconds(1));
  housekeeping.tick();
  EXPECT_EQ(rows_of_versions(), 1u);
  vault.clock.advance(std::chrono::minutes(1));
  housekeeping.tick();
  EXPECT_EQ(rows_of_versions(), 0u);
  auto last = vault.audit(vault.vault_id).back();
  EXPECT_EQ(text_of(last["action"]), "secret_purge");
  EXPECT_EQ(text_of(last["actorKind"]), "system");
}

TEST_F(Trash, IsNotPurgedWhileTheVaultIsSuspended) {
  throw_away();
  ASSERT_EQ(operate("POST", "/suspend", "{}").status, 200);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(std::chrono::days(31));
  housekeeping.tick();
  EXPECT_EQ(rows_of_versions(), 1u);
  ASSERT_EQ(operate("POST", "/resume", "{}").status, 200);
  vault.clock.advance(std::chrono::minutes(1));
  housekeeping.tick();
  EXPECT_EQ(rows_of_versions(), 0u);
}

TEST_F(Trash, IsPurgedInMoreThanOneSlice) {
  for (int i = 0; i < 101; ++i) {
    const auto id = vault.make_secret(project, "n" + std::to_string(i), "v");
    ASSERT_EQ(operate("DELETE", "/secrets/" + id, "{}").status, 200);
  }
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(std::chrono::days(30));
  housekeeping.tick();
  EXPECT_EQ(trashed(), 0u);
}

TEST_F(Trash, IsDestroyedWithItsProjectOneRecordEach) {
  const auto second = vault.make_secret(project, "t", "two");
  const auto elsewhere = vault.make_secret(vault.make_project("q"), "s", "v");
  throw_away();
  for (const auto& id : {second, elsewhere}) ASSERT_EQ(operate("DELETE", "/secrets/" + id, "{}").status, 200);
  const auto before = vault.audit_size(vault.vault_id);
  ASSERT_EQ(operate("DELETE", "/projects/" + project, "{}").status, 200);
  EXPECT_EQ(vault.actions(vault.vault_id, before),
            (std::vector<std::string>{"secret_purge", "secret_purge", "project_delete"}));
  auto records = vault.audit(vault.vault_id);
  EXPECT_EQ(text_of(records[before]["secretId"]), secret);
  EXPECT_EQ(text_of(records[before]["detail"]), "s in " + project + " with 1 version, with its project");
  EXPECT_EQ(text_of(records[before + 1]["secretId"]), second);
  EXPECT_EQ(rows_of_versions(), 0u);
  EXPECT_EQ(trashed(), 1u) << "that of another project";
}

TEST_F(Trash, OfAnotherVaultIsNotThere) {
  throw_away();
  const auto other =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  for (const auto* verb : {"/restore", "/purge"}) {
    const auto foreign = vault.send(vault.root, "POST", "/v1/admin/vaults/" + other + "/trash/" + secret + verb, "{}");
    const auto absent =
        vault.send(vault.root, "POST", "/v1/admin/vaults/" + other + "/trash/sk_0000000000" + verb, "{}");
    EXPECT_EQ(foreign.status, 404);
    EXPECT_EQ(foreign.text, absent.text);
  }
  EXPECT_EQ(vault.send(vault.root, "GET", "/v1/admin/vaults/" + other + "/trash").body["items"].size(), 0u);
}

}  // namespace
}  // namespace signet::testing
