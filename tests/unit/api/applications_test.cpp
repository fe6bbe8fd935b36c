// SPDX-License-Identifier: Apache-2.0
// Applications come with three projects and go with them.
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Applications : ::testing::Test {
  Installation vault;
  Answer call(const std::string& method, const std::string& rest, const std::string& body = {}) {
    return vault.send(vault.root, method, vault.vault_path(rest), body);
  }
  Answer make(const std::string& body) { return call("POST", "/applications", body); }
};

TEST_F(Applications, AreMadeWithThreeProjects) {
  const auto made = make(R"({"name":"shop"})");
  ASSERT_EQ(made.status, 201) << made.text;
  const auto& projects = made.body["projects"];
  ASSERT_EQ(projects.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(*find_text(projects[i], "name"), (std::array{"shop Prod", "shop Staging", "shop Dev"}).at(i));
    EXPECT_EQ(*find_text(projects[i], "applicationId"), SecretString(made["applicationId"]));
  }
  const std::string prod(*find_text(projects[0], "projectId"));
  EXPECT_EQ(call("GET", "/projects/" + prod)["applicationId"], made["applicationId"]);
  EXPECT_TRUE(call("GET", "/projects/" + vault.make_project("alone")).body["applicationId"].is_null());
  EXPECT_EQ(call("GET", "/applications/" + made["applicationId"]).text, made.text);
  EXPECT_EQ(call("GET", "/applications").body["items"].size(), 1U);

  const auto named = make(R"({"name":"other","projects":["a","b","c"]})");
  EXPECT_EQ(*find_text(named.body["projects"][2], "name"), "c");
  EXPECT_EQ(call("GET", "/applications?limit=1").body["items"].size(), 1U);
}

TEST_F(Applications, AreRenamedWithoutTheirProjects) {
  const auto id = make(R"({"name":"shop"})")["applicationId"];
  const auto renamed = call("PATCH", "/applications/" + id, R"({"name":"store"})");
  EXPECT_EQ(renamed["name"], "store");
  EXPECT_EQ(*find_text(renamed.body["projects"][0], "name"), "shop Prod");
  EXPECT_EQ(make(R"({"name":"store","projects":["x","y","z"]})").status, 409);
  EXPECT_EQ(call("PATCH", "/applications/" + id, R"({"name":"store"})").status, 200) << "its own name";
}

TEST_F(Applications, GoWithTheirProjectsAndNotBeforeTheirSecrets) {
  const auto made = make(R"({"name":"shop"})");
  const auto path = "/applications/" + made["applicationId"];
  const std::string staging(*find_text(made.body["projects"][1], "projectId"));
  EXPECT_EQ(call("DELETE", "/projects/" + staging, "{}").status, 409) << "it has no life of its own";
  const auto secret = vault.make_secret(staging, "s", "v");
  EXPECT_EQ(call("DELETE", path, "{}").status, 409);
  EXPECT_EQ(call("GET", path).body["projects"].size(), 3U) << "nothing of it has happened";
  ASSERT_EQ(call("DELETE", "/secrets/" + secret, "{}").status, 200);
  EXPECT_EQ(call("DELETE", path, "{}").status, 200);
  EXPECT_EQ(call("GET", path).status, 404);
  EXPECT_EQ(call("GET", "/projects/" + staging).status, 404);
  EXPECT_EQ(vault.actions(vault.vault_id), (std::vector<std::string>{
      "application_create", "project_create", "project_create", "project_create", "request_refused", "secret_create",
      "request_refused", "secret_delete", "project_delete", "secret_purge", "project_delete", "project_delete",
      "application_delete", "request_refused", "request_refused"}));
}

TEST_F(Applications, RefuseBadInput) {
  static_cast<void>(vault.make_project("taken"));
  const auto other = vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"o"})")["vaultId"];
  const auto foreign =
      vault.send(vault.root, "POST", "/v1/admin/vaults/" + other + "/applications", R"({"name":"f"})")["applicationId"];
  struct Case {
    const char* method;
    std::string path;
    std::string body;
    int status;
    const char* field;
  };
  const std::vector<Case> cases{
      {"POST", "", "", 400, "name"},
      {"POST", "", R"({"name":7})", 400, "name"},
      {"POST", "", R"({"name":" x"})", 400, "name"},
      {"POST", "", R"({"name":")" + std::string(256, 'a') + R"("})", 400, "name"},
      {"POST", "", R"({"name":")" + std::string(255, 'a') + R"("})", 400, "projects"},
      {"POST", "", R"({"name":"x","name":"y"})", 400, ""},
      {"POST", "", R"({"name":"x","extra":1})", 400, "extra"},
      {"POST", "", R"({"name":"x","projects":null})", 400, "projects"},
      {"POST", "", R"({"name":"x","projects":["a","b"]})", 400, "projects"},
      {"POST", "", R"({"name":"x","projects":["a","b","c","d"]})", 400, "projects"},
      {"POST", "", R"({"name":"x","projects":["a","b",""]})", 400, "projects"},
      {"POST", "", R"({"name":"x","projects":["a","b",3]})", 400, "projects"},
      {"POST", "", R"({"name":"x","projects":["a","b","a"]})", 409, "projects"},
      {"POST", "", R"({"name":"x","projects":["a","b","taken"]})", 409, "projects"},
      {"GET", "?page=1", "", 400, "page"},
      {"GET", "/app_0000000000", "", 404, ""},
      {"GET", "/" + foreign, "", 404, ""},
      {"GET", "/app", "", 404, ""},
      {"PATCH", "/" + foreign, R"({"name":"x"})", 404, ""},
      {"PATCH", "/app_0000000000", "{}", 400, "name"},
      {"DELETE", "/" + foreign, "{}", 404, ""},
      {"DELETE", "/app_0000000000", R"({"force":true})", 400, "force"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.method) + " " + c.path + " " + c.body);
    const auto before = vault.state_digest();
    const auto answer = call(c.method, "/applications" + c.path, c.body);
    EXPECT_EQ(answer.status, c.status) << answer.text;
    EXPECT_EQ(answer["field"], c.field) << answer.text;
    EXPECT_EQ(vault.state_digest(), before);
  }
  EXPECT_EQ(call("GET", "/applications/" + foreign).text, call("GET", "/applications/app_0000000000").text);
}

}  // namespace
}  // namespace signet::testing
