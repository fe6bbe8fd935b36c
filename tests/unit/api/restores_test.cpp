// SPDX-License-Identifier: Apache-2.0
// Who is held since a restore, and letting them in: the two routes.
#include "store/restores.hpp"
#include "store/store.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;

struct Holding : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  Signer other = vault.make_machine();
  Signer owner = vault.make_operator(Role::owner, vault.vault_id);

  Holding() {
    EXPECT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& transaction) {
      EXPECT_EQ(transaction.restores().hold_all_but_root(), 3);
      transaction.raise_generation(*VaultId::parse(vault.vault_id));
      transaction.raise_installation_generation();
    }));
  }
  Answer list(const std::string& query = "") {
    return vault.send(vault.root, "GET", vault.installation_path("/restore/held") + query);
  }
  Answer release(const std::string& body) {
    return vault.send(vault.root, "POST", vault.installation_path("/restore/release"), body);
  }
  static std::string ids(const std::vector<std::string>& all) {
    std::string texts;
    for (const auto& id : all) texts += (texts.empty() ? "\"" : ",\"") + id + "\"";
    return R"({"ids":[)" + texts + "]}";
  }
};

TEST_F(Holding, IsListedInPagesWithWhatTellsWhoItIs) {
  const auto first = list("?limit=2");
  ASSERT_EQ(first.status, 200) << first.text;
  ASSERT_EQ(first.body["items"].size(), 2U);
  const auto& shown = first.body["items"][0];
  EXPECT_EQ(shown.dump(), list().body["items"][0].dump());
  for (const auto* field :
       {"kind", "id", "name", "vaultId", "algorithm", "fingerprint", "keyCreatedAt", "lastSeenAt", "lastSeenIp"})
    EXPECT_TRUE(shown.contains(field)) << field;
  const auto rest = list("?cursor=" + first["nextCursor"]);
  ASSERT_EQ(rest.body["items"].size(), 1U);
  EXPECT_THAT(rest.text, HasSubstr(owner.id));
  EXPECT_TRUE(rest.body["nextCursor"].is_null());
  EXPECT_EQ(list("?limit=0").status, 400);
  EXPECT_EQ(list("?kind=machine").status, 400);
}

TEST_F(Holding, SaysSoOnlyToWhoHasTheKey) {
  const auto told = vault.send(owner, "GET", vault.vault_path("/projects"));
  EXPECT_EQ(told.status, 403);
  EXPECT_THAT(told.text, HasSubstr("Held since a restore"));
  auto forged = vault.sign(owner, "GET", vault.vault_path("/projects"));
  forged.header("X-Nonce") = "another-nonce-0000";
  EXPECT_EQ(vault.handle(forged).status, 401);
}

TEST_F(Holding, EndsForThoseThatAreNamedAndIsRecorded) {
  const auto before = vault.audit_size(vault.vault_id);
  const auto done = release(ids({machine.id, owner.id}));
  EXPECT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  EXPECT_EQ(vault.send(owner, "GET", vault.vault_path("/projects")).status, 200);
  EXPECT_EQ(vault.send(other, "GET", "/v1/secrets").status, 403);
  EXPECT_EQ(list().body["items"].size(), 1U);
  const auto of_installation = vault.actions(vault.installation_id);
  EXPECT_EQ(std::ranges::count(of_installation, "restore_release"), 2);
  EXPECT_EQ(vault.actions(vault.vault_id, before).front(), "machine_enable");
}

TEST_F(Holding, EndsForAllThatAreNamedOrForNone) {
  const auto stranger = MachineId::make(crypto::system_random()).str();
  EXPECT_EQ(release(ids({machine.id, stranger})).status, 404);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 403);
  EXPECT_EQ(release(ids({vault.root.id})).status, 404);
  EXPECT_EQ(list().body["items"].size(), 3U);
}

TEST_F(Holding, OnlyTakesAListOfIds) {
  std::vector<std::string> many;
  for (int i = 0; i < 501; ++i) many.push_back("id-" + std::to_string(i));
  const std::vector<std::pair<std::string, int>> kBodies{{"", 400},
                                                         {"{}", 400},
                                                         {R"({"ids":[]})", 400},
                                                         {R"({"ids":"x"})", 400},
                                                         {R"({"ids":[1]})", 400},
                                                         {R"({"ids":null})", 400},
                                                         {R"({"ids":["x"],"more":1})", 400},
                                                         {R"({"ids":["x"],"ids":["x"]})", 400},
                                                         {R"({"ids":["x","x"]})", 400},
                                                         {R"({"ids":["x"]})", 404},
                                                         {ids(many), 400}};
  for (const auto& [body, status] : kBodies) EXPECT_EQ(release(body).status, status) << body.substr(0, 60);
  many.pop_back();
  EXPECT_EQ(release(ids(many)).status, 404) << "500 may be named";
}

}  // namespace
}  // namespace signet::testing
