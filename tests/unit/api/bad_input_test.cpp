// SPDX-License-Identifier: Apache-2.0
// Bodies and queries that are not what a route takes: the answer names the field, and nothing happened.
#include "support/installation.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Case {
  const char* method;
  std::string path;
  std::string body;
  int status;
  std::string field;
};

TEST(BadInput, IsA400ThatNamesTheField) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "v");
  const auto secrets = "/projects/" + project + "/secrets", versions = "/secrets/" + secret + "/versions";
  const std::vector<Case> cases{
      {"POST", "/projects", "", 400, "name"},
      {"POST", "/projects", "{}", 400, "name"},
      {"POST", "/projects", R"({"name":null})", 400, "name"},
      {"POST", "/projects", R"({"name":7})", 400, "name"},
      {"POST", "/projects", R"({"name":["p"]})", 400, "name"},
      {"POST", "/projects", R"({"name":"x","extra":1})", 400, "extra"},
      {"POST", "/projects", R"({"name":"x","name":"y"})", 400, ""},
      {"POST", "/projects", R"({"name":"x"} )" "x", 400, ""},
      {"POST", "/projects", R"({"name":"x")", 400, ""},
      {"POST", "/projects", R"(["name"])", 400, ""},
      {"POST", "/projects", "{\"name\":\"\xff\"}", 400, ""},
      {"POST", "/projects", R"({"name":"\ud800"})", 400, ""},
      {"POST", "/projects", R"({"name":"x","requestId":7})", 400, "requestId"},
      {"POST", "/projects?x=1", R"({"name":"x"})", 400, "x"},
      {"POST", secrets, R"({"name":"x"})", 400, "value"},
      {"POST", secrets, R"({"name":"x","value":1})", 400, "value"},
      {"POST", secrets, R"({"name":"x","value":"v","fields":{"a":"b"}})", 400, "value"},
      {"POST", secrets, R"({"name":"x","fields":{}})", 400, "fields"},
      {"POST", secrets, R"({"name":"x","fields":{"a":1}})", 400, "fields"},
      {"POST", secrets, R"({"name":"x","fields":{"":"b"}})", 400, "fields"},
      {"POST", secrets, R"({"name":"x","fields":["a"]})", 400, "fields"},
      {"POST", versions, R"({"value":"v","expectedVersion":-1})", 400, "expectedVersion"},
      {"POST", versions, R"({"value":"v","expectedVersion":"1"})", 400, "expectedVersion"},
      {"POST", versions, R"({"value":"v","expectedVersion":1.5})", 400, "expectedVersion"},
      {"POST", "/projects/proj_0000000000/secrets", R"({"name":"x","value":"v"})", 404, ""},
      {"GET", "/projects/PROJ", "", 404, ""},
      {"GET", "/machines/1", "", 404, ""},
      {"GET", "/projects", "{}", 400, ""},
      {"GET", "/projects?limit=0", "", 400, "limit"},
      {"GET", "/projects?limit=201", "", 400, "limit"},
      {"GET", "/projects?limit=200", "", 200, ""},
      {"GET", "/projects?limit=x", "", 400, "limit"},
      {"GET", "/projects?limit=1&limit=1", "", 400, "limit"},
      {"GET", "/projects?limit", "", 400, ""},
      {"GET", "/projects?cursor=-1", "", 400, "cursor"},
      {"GET", "/projects?cursor=99999999999999999999", "", 400, "cursor"},
      {"GET", "/projects?page=1", "", 400, "page"},
      {"GET", "/machines?state=lost", "", 400, "state"},
      {"GET", "/audit?from=x", "", 400, "from"},
      {"GET", "/audit?action=none_such", "", 400, "action"},
      {"GET", "/audit?action=secret_read,", "", 400, "action"},
      {"GET", "/audit?action=", "", 400, "action"},
      {"GET", "/audit?severity=loud", "", 400, "severity"},
      {"GET", "/audit?text=" + std::string(257, 'x'), "", 400, "text"},
      {"GET", "/audit?format=csv", "", 400, "format"},
      {"GET", "/audit?text=" + std::string(256, 'x'), "", 200, ""},
      {"GET", "/audit/export?severity=low", "", 200, ""},
      {"GET", "/audit/export?format=xml", "", 400, "format"},
      {"GET", "/audit/export?format=csv&limit=5", "", 400, "limit"},
      {"GET", "/audit/export?format=csv&severity=loud", "", 400, "severity"},
      {"GET", "/audit/export?format=csv&to=-1", "", 400, "to"},
      {"POST", "/webhooks", "{}", 400, "url"},
      {"POST", "/webhooks", R"({"url":7})", 400, "url"},
      {"POST", "/webhooks", R"({"url":"http://example.org/"})", 400, "url"},
      {"POST", "/webhooks", R"({"url":"https://user@example.org/"})", 400, "url"},
      {"POST", "/webhooks", R"({"url":"https://example.org/#x"})", 400, "url"},
      {"POST", "/webhooks", R"({"url":"https://example.org:0/"})", 400, "url"},
      {"POST", "/webhooks", R"({"url":"https:///x"})", 400, "url"},
      {"POST", "/webhooks", "{\"url\":\"https://example.org/" + std::string(2'029, 'x') + "\"}", 400, "url"},
      {"POST", "/webhooks", R"({"url":"https://e.org","actions":["none_such"]})", 400, "actions"},
      {"POST", "/webhooks", R"({"url":"https://e.org","actions":"secret_read"})", 400, "actions"},
      {"POST", "/webhooks", R"({"url":"https://e.org","minimumSeverity":"loud"})", 400, "minimumSeverity"},
      {"POST", "/webhooks", R"({"url":"https://e.org","name":""})", 400, "name"},
      {"POST", "/webhooks", R"({"url":"https://e.org","secret":"mine"})", 400, "secret"},
      {"GET", "/webhooks/hook_0000000000", "", 404, ""},
      {"PATCH", "/webhooks/hook_0000000000", R"({"url":"ftp://e.org"})", 400, "url"},
      {"PATCH", "/webhooks/hook_0000000000", "{}", 404, ""},
      {"DELETE", "/webhooks/hook_0000000000", "{}", 404, ""},
      {"POST", "/webhooks/hook_0000000000/enable", "{}", 404, ""},
      {"POST", "/webhooks/hook_0000000000/test", R"({"now":true})", 400, "now"},
      {"GET", "/activity?bucket=minute", "", 400, "bucket"},
      {"GET", "/activity?from=x", "", 400, "from"},
      {"GET", "/activity?to=0", "", 400, "to"},
      {"GET", "/activity?from=7200000&to=7200000", "", 400, "from"},
      {"GET", "/activity?from=0", "", 200, ""},
      {"GET", "/activity?from=0&to=3600000000", "", 200, ""},
      {"GET", "/activity?from=0&to=3600000001", "", 400, "from"},
      {"GET", "/activity?machineId=web-1", "", 400, "machineId"},
      {"GET", "/activity?limit=1", "", 400, "limit"},
      {"POST", "/operators", R"({"operatorId":"x"})", 400, "name"},
      {"PUT", "/operators/" + vault.root.id, R"({"role":"king"})", 400, "role"},
      {"POST", "/machines/00000000-0000-4000-8000-000000000000/approve", "{}", 404, ""},
      {"POST", "/machines/00000000-0000-4000-8000-000000000000/approve", R"({"force":true})", 400, "force"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.method) + " " + c.path + " " + c.body);
    const auto before = vault.state_digest();
    const auto answer = vault.send(vault.root, c.method, vault.vault_path(c.path), c.body);
    EXPECT_EQ(answer.status, c.status) << answer.text;
    EXPECT_EQ(answer["field"], c.field) << answer.text;
    EXPECT_EQ(vault.state_digest(), before);
    if (c.status == 200) continue;
    EXPECT_NE(answer["error"], "");
    EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["action"]), "request_refused");
  }
}

TEST(BadInput, NeverQuotesASecretBack) {
  Installation vault;
  const auto path = vault.vault_path("/projects/" + vault.make_project("p") + "/secrets");
  for (const std::string body :
       {R"({"name":"x","value":"hunter2-hunter2",})", R"({"name":7,"value":"hunter2-hunter2"})",
        R"({"name":"x","value":"hunter2-hunter2","value":"hunter2-hunter2"})"}) {
    EXPECT_EQ(vault.send(vault.root, "POST", path, body).text.find("hunter2"), std::string::npos);
    for (const auto& record : vault.audit(vault.vault_id))
      EXPECT_EQ(to_public_text(record).find("hunter2"), std::string::npos);
  }
}

TEST(Admission, ComparesTheAnnouncedLengthWithTheRoutesLimit) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto secrets = vault.vault_path("/projects/proj_0000000000/secrets");
  const auto small = vault.sign(machine, "GET", "/v1/secrets").request.head;
  const auto large = vault.sign(vault.root, "POST", secrets, "{}").request.head;
  EXPECT_EQ(vault.pipeline().admit(small, limits::kMaxBody).value(), limits::kMaxBody);
  EXPECT_EQ(vault.pipeline().admit(small, limits::kMaxBody + 1).error().answer->status, 413);
  EXPECT_EQ(vault.pipeline().admit(large, limits::kMaxSecretBody).value(), limits::kMaxSecretBody);
  EXPECT_EQ(vault.pipeline().admit(large, limits::kMaxSecretBody + 1).error().answer->status, 413);
}

TEST(Admission, RecordsAMalformedHeaderBeforeItsAnswer) {
  Installation vault;
  const auto machine = vault.make_machine();
  auto request = vault.sign(machine, "GET", "/v1/secrets");
  request.header("X-Nonce") = "short";
  const auto admitted = vault.pipeline().admit(request.request.head, 0);
  ASSERT_FALSE(admitted);
  EXPECT_FALSE(admitted.error().answer);
  EXPECT_NE(admitted.error().pending, nullptr) << "it waits for its commit";
}

TEST(Admission, KnowsRoutesAndMethods) {
  Installation vault;
  const auto status = [&](std::string method, std::string target) {
    const auto admitted =
        vault.pipeline().admit({std::move(method), std::move(target), {}, *Address::parse("192.0.2.1")}, 0);
    return admitted ? 200 : admitted.error().answer ? admitted.error().answer->status : 401;
  };
  EXPECT_EQ(status("GET", "/healthz"), 200);
  EXPECT_EQ(status("POST", "/healthz"), 405);
  EXPECT_EQ(status("GET", "/v1"), 404);
  EXPECT_EQ(status("GET", "/v1/secret/"), 404);
  EXPECT_EQ(status("GET", "/" + std::string(limits::kMaxTarget, 'a')), 414);
  EXPECT_EQ(status("GET", "/" + std::string(limits::kMaxTarget - 1, 'a')), 404);
  const auto refused = vault.pipeline().admit({"PUT", "/v1/secrets", {}, *Address::parse("192.0.2.1")}, 0);
  EXPECT_EQ(refused.error().answer->headers[0].name, "Allow");
  EXPECT_EQ(refused.error().answer->headers[0].value, "GET");
}

}  // namespace
}  // namespace signet::testing
