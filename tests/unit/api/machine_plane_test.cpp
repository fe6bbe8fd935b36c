// SPDX-License-Identifier: Apache-2.0
// Lists, export and what a command line asks for, to the byte: some public clients refuse any other member.
#include "signet/schema/limits.hpp"
#include "store/deliveries.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct MachinePlane : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string web = vault.make_project("web");
  std::string application = make_application("shop");
  std::string prod = project_of(application, 0);
  std::string token = vault.make_secret(web, "token", "t");
  std::string key = vault.make_secret(prod, "key", "k");
  std::string login = make_structured(prod, "a login", R"({"user":"u","pass":"p"})");

  MachinePlane() {
    vault.give(machine, web, token);
    vault.give(machine, prod, key);
    vault.give(machine, prod, login);
    static_cast<void>(vault.make_secret(web, "not for it", "n"));
  }
  std::string make_application(const std::string& name) {
    const auto made =
        vault.send(vault.root, "POST", vault.vault_path("/applications"), R"({"name":")" + name + R"("})");
    EXPECT_EQ(made.status, 201) << made.text;
    return made["applicationId"];
  }
  std::string project_of(const std::string& id, std::size_t stage) {
    const auto shown = vault.send(vault.root, "GET", vault.vault_path("/applications/" + id));
    return std::string(*find_text(shown.body["projects"][stage], "projectId"));
  }
  std::string make_structured(const std::string& project, const std::string& name, const std::string& fields) {
    const auto made = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/secrets"),
                                 R"({"name":")" + name + R"(","fields":)" + fields + "}");
    EXPECT_EQ(made.status, 201) << made.text;
    return made["secretId"];
  }
  Answer post(const std::string& target, const std::string& body = {}) {
    return vault.send(machine, "POST", target, body);
  }
  [[nodiscard]] std::string exported(const std::string& body) {
    const auto answer = post("/v1/secrets/export", body);
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.text;
  }
  // As they stand in answers: of the application's project first, by name.
  std::string in_prod = R"({"fieldNames":"[\"pass\",\"user\"]","id":")" + login +
                        R"(","name":"a login","value":"{\"pass\":\"p\",\"user\":\"u\"}"},{"fieldNames":null,"id":")" +
                        key + R"(","name":"key","value":"k"})";
  std::string in_web = R"({"fieldNames":null,"id":")" + token + R"(","name":"token","value":"t"})";
};

TEST_F(MachinePlane, ExportsEverythingOrAPart) {
  const auto all = R"({"secrets":[)" + in_prod + "," + in_web + "]}";
  EXPECT_EQ(exported(""), all);
  EXPECT_EQ(exported(""), all) << "again, from the snapshot";
  EXPECT_EQ(exported("{}"), all);
  EXPECT_EQ(exported(R"({"projectId":null,"grown":1})"), all);
  EXPECT_EQ(exported(R"({"projectId":")" + web + R"("})"), R"({"secrets":[)" + in_web + "]}");
  EXPECT_EQ(exported(R"({"applicationId":")" + application + R"("})"), R"({"secrets":[)" + in_prod + "]}");
  EXPECT_EQ(exported(R"({"applicationId":")" + application + R"(","projectId":")" + web + R"("})"),
            R"({"secrets":[)" + in_web + "]}")
      << "the project wins";
}

TEST_F(MachinePlane, AnExportIsAReadOfEachSecret) {
  const auto before = vault.audit_size(vault.vault_id);
  static_cast<void>(exported(""));
  EXPECT_EQ(vault.actions(vault.vault_id, before),
            (std::vector<std::string>{"secret_read", "secret_read", "secret_read"}));
  const auto reader = vault.services().store.reader();
  EXPECT_EQ(reader->snapshot()->deliveries().find_delivered(*MachineId::parse(machine.id), *SecretId::parse(key)), 1U);
}

TEST_F(MachinePlane, UnknownForeignAndUnjoinedProjectsAreOneAnswer) {
  const auto other = vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"o"})")["vaultId"];
  const auto foreign =
      vault.send(vault.root, "POST", "/v1/admin/vaults/" + other + "/projects", R"({"name":"f"})")["projectId"];
  for (const auto& project : {std::string("proj_0000000000"), foreign, vault.make_project("unjoined"),
                              std::string("not an id"), std::string()}) {
    const auto body = R"({"projectId":")" + project + R"("})";
    EXPECT_EQ(exported(body), R"({"secrets":[]})");
    EXPECT_EQ(post("/v1/secrets/list", body).text, R"({"secrets":[]})");
    const auto verified = post("/v1/verify-access", body);
    EXPECT_EQ(verified.status, 200);
    EXPECT_EQ(verified.text, R"({"error":"This machine is in no such project","projectName":null,"valid":false})");
  }
}

TEST_F(MachinePlane, AFrozenProjectIsSaidToBeSoByItsName) {
  const auto nothing = R"({"secrets":[]})";
  const auto stranger = vault.make_machine();
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects/" + web + "/freeze")).status, 200);
  const auto named = R"({"projectId":")" + web + R"("})";
  EXPECT_EQ(post("/v1/secrets/list", named).status, 423);
  EXPECT_EQ(post("/v1/secrets/export", named).status, 423);
  EXPECT_EQ(exported(""), R"({"secrets":[)" + in_prod + "]}");
  EXPECT_EQ(vault.send(stranger, "POST", "/v1/secrets/list", named).text, nothing);
  EXPECT_EQ(vault.send(stranger, "POST", "/v1/secrets/export", named).text, nothing);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects/" + web + "/unfreeze")).status, 200);
  EXPECT_EQ(exported(named), R"({"secrets":[)" + in_web + "]}");
}

TEST_F(MachinePlane, ListsAProject) {
  EXPECT_EQ(post("/v1/secrets/list", R"({"projectId":")" + web + R"("})").text,
            R"({"secrets":[{"fieldNames":null,"id":")" + token + R"(","name":"token","projectId":")" + web + R"("}]})");
  EXPECT_EQ(post("/v1/verify-access", R"({"projectId":")" + web + R"("})").text,
            R"({"error":null,"projectName":"web","valid":true})");
}

TEST_F(MachinePlane, TellsCommandLinesNames) {
  EXPECT_EQ(vault.send(machine, "GET", "/v1/cli/projects").text,
            R"({"projects":[{"applicationId":")" + application +
                R"(","applicationName":"shop","projectId":")" + prod + R"(","projectName":"shop Prod"},)" +
                R"({"applicationId":"","applicationName":"","projectId":")" + web + R"(","projectName":"web"}]})");
  const auto secrets = vault.send(machine, "GET", "/v1/cli/secrets").body["secrets"];
  ASSERT_EQ(secrets.size(), 3U);
  EXPECT_EQ(to_public_text(secrets[0]), R"({"applicationId":")" + application +
                                            R"(","applicationName":"shop","fieldNames":"[\"pass\",\"user\"]","id":")" +
                                            login + R"(","name":"a login","projectId":")" + prod +
                                            R"(","projectName":"shop Prod","type":"structured"})");
  EXPECT_EQ(to_public_text(secrets[2]), R"({"applicationId":"","applicationName":"","fieldNames":null,"id":")" + token +
                                            R"(","name":"token","projectId":")" + web +
                                            R"(","projectName":"web","type":"secret"})");
}

TEST_F(MachinePlane, RefusesWhatIsNoBody) {
  std::string many = R"({"watch":["x")";
  for (std::size_t i = 0; i < limits::kMaxWatched; ++i) many += R"(,"x")";
  struct Case {
    const char* path;
    std::string body;
    const char* field;
  };
  const std::vector<Case> cases{
      {"/v1/secrets/list", "", "projectId"},
      {"/v1/secrets/list", "{}", "projectId"},
      {"/v1/secrets/list", R"({"projectId":7})", "projectId"},
      {"/v1/secrets/list", R"({"projectId":"a","projectId":"b"})", ""},
      {"/v1/secrets/list", R"(["projectId"])", ""},
      {"/v1/secrets/export", R"({"projectId":7})", "projectId"},
      {"/v1/secrets/export", R"({"applicationId":[]})", "applicationId"},
      {"/v1/secrets/export", R"({"projectId")", ""},
      {"/v1/secrets/export", " ", ""},
      {"/v1/verify-access", "{}", "projectId"},
      {"/v1/verify-access", R"({"projectId":null})", "projectId"},
      {"/v1/secrets/poll", "", "watch"},
      {"/v1/secrets/poll", R"({"watch":"sk_0000000000"})", "watch"},
      {"/v1/secrets/poll", R"({"watch":[1]})", "watch"},
      {"/v1/secrets/poll", R"({"watch":null})", "watch"},
      {"/v1/secrets/poll", many + "]}", "watch"},
  };
  for (const auto& c : cases) {
    const auto answer = post(c.path, c.body);
    EXPECT_EQ(answer.status, 400) << c.path << " " << c.body;
    EXPECT_EQ(answer["field"], c.field) << c.path << " " << c.body;
  }
  for (const char* path : {"/v1/secrets/list", "/v1/secrets/export", "/v1/secrets/poll", "/v1/verify-access"}) {
    EXPECT_EQ(post(std::string(path) + "?x=1", "{}").status, 400) << path;
    EXPECT_EQ(vault.send(vault.make_pending_machine(), "POST", path, "{}").status, 403) << path;
  }
}

TEST_F(MachinePlane, APollNamesOnlyWhatNeedsAttention) {
  const auto poll = [&](const std::string& ids) {
    const auto answer = post("/v1/secrets/poll", R"({"watch":[)" + ids + "]}");
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.text;
  };
  const auto quoted = [](const std::string& id) { return '"' + id + '"'; };
  const auto says = [](const std::string& id, const std::string& status) {
    return R"({"changes":{")" + id + R"(":{"status":")" + status + R"("}}})";
  };
  const std::string nothing = R"({"changes":{}})";
  const auto records = vault.audit_size(vault.vault_id);
  EXPECT_EQ(poll(""), nothing);
  EXPECT_EQ(poll(quoted(key)), nothing) << "never fetched: this is what it is compared with";
  EXPECT_EQ(poll("\"sk_0000000000\""), says("sk_0000000000", "deleted"));
  EXPECT_EQ(poll("\"what?\",\"what?\""), says("what?", "deleted"));
  EXPECT_EQ(vault.audit_size(vault.vault_id), records) << "a poll is no event";

  const auto secret = [&](const std::string& rest) { return vault.vault_path("/secrets/" + key + rest); };
  ASSERT_EQ(vault.send(vault.root, "POST", secret("/versions"), R"({"value":"2"})").status, 201);
  EXPECT_EQ(poll(quoted(key) + "," + quoted(token)), says(key, "changed"));
  EXPECT_EQ(poll(quoted(key)), says(key, "changed")) << "until it is fetched";
  static_cast<void>(exported(R"({"projectId":")" + prod + R"("})"));
  EXPECT_EQ(poll(quoted(key)), nothing);
  ASSERT_EQ(vault.send(vault.root, "DELETE", secret("/grants/" + machine.id), "{}").status, 200);
  EXPECT_EQ(poll(quoted(key)), says(key, "access_denied"));
  vault.give(machine, prod, key);
  EXPECT_EQ(poll(quoted(key)), nothing);
  ASSERT_EQ(vault.send(vault.root, "DELETE", secret(""), "{}").status, 200);
  EXPECT_EQ(poll(quoted(key)), says(key, "deleted"));

  std::string five_hundred = "\"x\"";
  for (std::size_t i = 1; i < limits::kMaxWatched; ++i) five_hundred += ",\"x\"";
  EXPECT_EQ(poll(five_hundred), says("x", "deleted"));
}

}  // namespace
}  // namespace signet::testing
