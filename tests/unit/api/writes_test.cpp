// SPDX-License-Identifier: Apache-2.0
// What operators change, what machines then see, and that a write sent twice happens once.
#include "support/installation.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

TEST(Reading, NeedsMembershipAndGrant) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "value");
  const auto machine = vault.make_machine();
  const auto path = "/v1/secret/" + secret;
  EXPECT_EQ(vault.send(machine, "GET", path).status, 403);
  EXPECT_EQ(
      vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + secret + "/grants/" + machine.id), "{}").status, 409)
      << "not in the project";
  vault.give(machine, project, secret);
  EXPECT_EQ(vault.send(machine, "GET", path).text, R"({"value":"value"})");
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/projects/" + project + "/machines/" + machine.id), "{}")
                .status,
            200);
  EXPECT_EQ(vault.send(machine, "GET", path).status, 403) << "its grants went with the membership";
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").text, R"({"secrets":[]})");
}

TEST(Granting, OfAnAgentIncludesReadingAndIsTakenBackByKind) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "value");
  const auto machine = vault.make_machine();
  vault.give(machine, project, secret);
  const auto grants = vault.vault_path("/secrets/" + secret + "/grants/" + machine.id);
  const auto records = vault.audit_size(vault.vault_id);
  const auto agent = vault.send(vault.root, "PUT", grants, R"({"kind":"agent"})");
  EXPECT_EQ(agent.status, 200);
  EXPECT_EQ(agent["kind"], "agent");
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 200);
  EXPECT_EQ(vault.send(vault.root, "PUT", grants, R"({"kind":"agent"})")["kind"], "agent") << "again: the same";
  EXPECT_EQ(vault.send(vault.root, "PUT", grants, "{}")["kind"], "read");
  EXPECT_EQ(vault.actions(vault.vault_id, records),
            (std::vector<std::string>{"permission_grant", "secret_read", "permission_grant"}));
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["detail"]), "read, was agent");
  for (const std::string body : {R"({"kind":"owner"})", R"({"kind":2})", R"({"kind":"read","until":1})"})
    EXPECT_EQ(vault.send(vault.root, "PUT", grants, body).status, 400) << body;
}

TEST(Reading, IsAuditedBeforeTheValueLeaves) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "value");
  const auto machine = vault.make_machine();
  vault.give(machine, project, secret);
  ASSERT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 200);
  auto record = vault.audit(vault.vault_id).back();
  EXPECT_EQ(text_of(record["action"]), "secret_read");
  EXPECT_EQ(text_of(record["secretId"]), secret);
  EXPECT_EQ(text_of(record["machineId"]), machine.id);
  EXPECT_EQ(text_of(record["detail"]), "version 1");
}

TEST(Reading, TellsUngrantedFromAbsentAndAbsentFromForeignNot) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "value");
  const auto machine = vault.make_machine();
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 403);

  const auto other =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto home = std::exchange(vault.vault_id, other);
  const auto foreign = vault.make_secret(vault.make_project("q"), "t", "value");
  vault.vault_id = home;
  const auto theirs = vault.send(machine, "GET", "/v1/secret/" + foreign);
  const auto absent = vault.send(machine, "GET", "/v1/secret/sk_0000000000");
  EXPECT_EQ(theirs.status, 404);
  EXPECT_EQ(theirs.text, absent.text);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/nonsense").text, absent.text);
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"GET", "/secrets/" + foreign},
                                                        {"DELETE", "/secrets/" + foreign},
                                                        {"GET", "/secrets/" + foreign + "/grants"}})
    EXPECT_EQ(vault.send(vault.root, method, vault.vault_path(path)).status, 404);
}

TEST(Reading, ListsByProjectThenName) {
  Installation vault;
  const auto zoo = vault.make_project("zoo"), ark = vault.make_project("ark");
  const auto machine = vault.make_machine();
  std::vector<std::string> wanted;
  for (const auto& [project, name] : std::vector<std::pair<std::string, std::string>>{
           {zoo, "a"}, {ark, "b"}, {ark, "a"}, {zoo, "B"}})
    vault.give(machine, project, vault.make_secret(project, name, "v"));
  const auto list = vault.send(machine, "GET", "/v1/secrets");
  std::string order;
  for (const auto& item : list.body["secrets"]) {
    EXPECT_EQ(item.size(), 4u) << "exactly what strict clients know";
    EXPECT_TRUE(item["fieldNames"].is_null());
    order +=
        std::string(text_of(item["projectId"]) == ark ? "ark/" : "zoo/") + std::string(text_of(item["name"])) + " ";
  }
  EXPECT_EQ(order, "ark/a ark/b zoo/B zoo/a ");
}

TEST(Secrets, WithFieldsAreAnObjectOfTexts) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto machine = vault.make_machine();
  const auto made = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/secrets"),
                               R"({"name":"db","fields":{"user":"app","password":"pä\"ss"}})");
  ASSERT_EQ(made.status, 201) << made.text;
  vault.give(machine, project, made["secretId"]);
  const auto value = parse_json_object(as_bytes(vault.send(machine, "GET", "/v1/secret/" + made["secretId"])["value"]));
  ASSERT_TRUE(value);
  EXPECT_EQ(*find_text(*value, "user"), "app");
  EXPECT_EQ(*find_text(*value, "password"), "pä\"ss");
  auto listed = vault.send(machine, "GET", "/v1/secrets").body["secrets"][0];
  EXPECT_EQ(text_of(listed["fieldNames"]), R"(["password","user"])");
}

TEST(Secrets, GetVersionsWithCompareAndSwap) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "one");
  const auto machine = vault.make_machine();
  vault.give(machine, project, secret);
  const auto versions = vault.vault_path("/secrets/" + secret + "/versions");
  const auto second = vault.send(vault.root, "POST", versions, R"({"value":"two","expectedVersion":1})");
  EXPECT_EQ(second.status, 201) << second.text;
  EXPECT_EQ(second.body["version"], 2);
  const auto late = vault.send(vault.root, "POST", versions, R"({"value":"three","expectedVersion":1})");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late["field"], "expectedVersion");
  const auto read = vault.send(machine, "GET", "/v1/secret/" + secret);
  EXPECT_EQ(read["value"], "two");
  EXPECT_EQ(read.header("X-Secret-Version"), "2");
}

TEST(Secrets, ThatAreDeletedAreGoneAndFreeTheirName) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "one");
  const auto machine = vault.make_machine();
  vault.give(machine, project, secret);
  EXPECT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/projects/" + project), "{}").status, 409);
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + secret), "{}").status, 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 404);
  EXPECT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + secret), "{}").status, 404);
  EXPECT_NE(vault.make_secret(project, "s", "again"), secret);
}

TEST(Secrets, TakeValuesUpToTheLimit) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto path = vault.vault_path("/projects/" + project + "/secrets");
  const std::string most(limits::kMaxValue, 'x');
  EXPECT_EQ(vault.send(vault.root, "POST", path, R"({"name":"most","value":")" + most + "\"}").status, 201);
  const auto over = vault.send(vault.root, "POST", path, R"({"name":"over","value":")" + most + "x\"}");
  EXPECT_EQ(over.status, 400);
  EXPECT_EQ(over["field"], "value");
  std::string fields;
  for (std::size_t i = 0; i < limits::kMaxFields; ++i) fields += (i ? ",\"f" : "\"f") + std::to_string(i) + "\":\"v\"";
  EXPECT_EQ(vault.send(vault.root, "POST", path, R"({"name":"fields","fields":{)" + fields + "}}").status, 201);
  EXPECT_EQ(vault.send(vault.root, "POST", path, R"({"name":"more","fields":{)" + fields + R"(,"z":"v"}})").status,
            400);
}

TEST(Names, AreUniqueAndComposed) {
  Installation vault;
  const auto project = vault.make_project("p");
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"p"})").status, 409);
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"P"})").status, 201);
  const auto secret = vault.make_secret(project, "s", "v"), other = vault.make_secret(project, "t", "v");
  EXPECT_EQ(vault.send(vault.root, "PATCH", vault.vault_path("/secrets/" + other), R"({"name":"s"})").status, 409);
  EXPECT_EQ(vault.send(vault.root, "PATCH", vault.vault_path("/secrets/" + secret), R"({"name":"s"})").status, 200);
  const auto a = vault.make_machine(), b = vault.make_machine();
  EXPECT_EQ(vault.send(vault.root, "PATCH", vault.vault_path("/machines/" + a.id), R"({"name":"one"})").status, 200);
  EXPECT_EQ(vault.send(vault.root, "PATCH", vault.vault_path("/machines/" + b.id), R"({"name":"one"})").status, 409);
  for (const std::string name : {"", " x", "x ", "a\\u0000b", "a\\u202eb", "a\\u200bb", "e\\u0301", "a\\nb"}) {
    const auto answer = vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":")" + name + "\"}");
    EXPECT_EQ(answer.status, 400) << name;
    EXPECT_EQ(answer["field"], "name");
  }
  const std::string longest(limits::kMaxName, 'n');
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":")" + longest + "\"}").status,
            201);
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":")" + longest + "n\"}").status,
            400);
}

TEST(RequestIds, GiveTheSameAnswerAndNoSecondEffect) {
  Installation vault;
  const auto path = vault.vault_path("/projects");
  const std::string body = R"({"name":"p","requestId":"0123456789abcdef"})";
  const auto first = vault.send(vault.root, "POST", path, body), again = vault.send(vault.root, "POST", path, body);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(first.text, again.text);
  EXPECT_EQ(vault.send(vault.root, "GET", path).body["items"].size(), 1u);
  EXPECT_EQ(vault.send(vault.root, "POST", path, R"({"name":"q","requestId":"0123456789abcdef"})").status, 409)
      << "another body";
  const auto other = vault.make_operator(Role::admin, vault.vault_id);
  EXPECT_EQ(vault.send(other, "POST", path, R"({"name":"q","requestId":"0123456789abcdef"})").status, 201)
      << "another caller";
}

TEST(RequestIds, BindTheRouteToo) {
  Installation vault;
  const auto a = vault.make_machine(), b = vault.make_machine();
  const std::string body = R"({"requestId":"0123456789abcdef"})";
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + a.id + "/disable"), body).status, 200);
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + b.id + "/disable"), body).status, 409);
}

TEST(RequestIds, DoNotKeepWhatIsShownOnce) {
  Installation vault;
  const auto path = vault.vault_path("/enrolment-tokens");
  const std::string body = R"({"requestId":"0123456789abcdef"})";
  const auto first = vault.send(vault.root, "POST", path, body), again = vault.send(vault.root, "POST", path, body);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again["id"], first["tokenId"]);
  EXPECT_EQ(again.text.find(first["token"]), std::string::npos);
}

TEST(RequestIds, OfARefusedWriteAreFree) {
  Installation vault;
  const auto path = vault.vault_path("/projects");
  (void)vault.make_project("p");
  EXPECT_EQ(vault.send(vault.root, "POST", path, R"({"name":"p","requestId":"0123456789abcdef"})").status, 409);
  EXPECT_EQ(vault.send(vault.root, "POST", path, R"({"name":"q","requestId":"0123456789abcdef"})").status, 201);
}

TEST(RequestIds, AreSixteenToSixtyFourCharacters) {
  Installation vault;
  const auto attempt = [&](const std::string& id) {
    return vault
        .send(vault.root, "POST", vault.vault_path("/projects"),
              R"({"name":")" + ("p" + id) + R"(","requestId":")" + id + "\"}")
        .status;
  };
  EXPECT_EQ(attempt(std::string(15, 'a')), 400);
  EXPECT_EQ(attempt(std::string(16, 'a')), 201);
  EXPECT_EQ(attempt(std::string(64, 'a')), 201);
  EXPECT_EQ(attempt(std::string(65, 'a')), 400);
  EXPECT_EQ(attempt("0123456789abcde+"), 400);
}

TEST(Lists, ComeInPages) {
  Installation vault;
  for (int i = 0; i < 5; ++i) (void)vault.make_project("p" + std::to_string(i));
  std::string names, cursor;
  for (int pages = 0; pages < 4; ++pages) {
    const auto page = vault.send(vault.root, "GET",
                                 vault.vault_path("/projects?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)));
    ASSERT_EQ(page.status, 200) << page.text;
    for (const auto& item : page.body["items"]) names += text_of(item["name"]);
    cursor = page["nextCursor"];
    if (cursor.empty()) break;
  }
  EXPECT_EQ(names, "p0p1p2p3p4");
}

TEST(Audit, IsFilteredAndPaged) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "v");
  const auto machine = vault.make_machine();
  vault.give(machine, project, secret);
  for (int i = 0; i < 3; ++i) ASSERT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 200);
  const auto reads =
      vault.send(vault.root, "GET", vault.vault_path("/audit?action=secret_read&machineId=" + machine.id + "&limit=2"));
  ASSERT_EQ(reads.status, 200) << reads.text;
  ASSERT_EQ(reads.body["items"].size(), 2u);
  EXPECT_GT(reads.body["items"][0]["seq"].get<int>(), reads.body["items"][1]["seq"].get<int>()) << "newest first";
  const auto rest = vault.send(vault.root, "GET",
                               vault.vault_path("/audit?action=secret_read&limit=2&cursor=" + reads["nextCursor"]));
  EXPECT_EQ(rest.body["items"].size(), 1u);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/audit?action=nothing")).body["field"], "action");
  const auto none = vault.send(vault.root, "GET",
                               vault.vault_path("/audit?from=" + std::to_string(to_millis(vault.clock.now()) + 1)));
  EXPECT_EQ(none.body["items"].size(), 0u);
}

TEST(Machines, ShowWhenAndWhereTheyWereSeen) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto path = vault.vault_path("/machines/" + machine.id);
  EXPECT_TRUE(vault.send(vault.root, "GET", path).body["lastSeenAt"].is_null());
  const auto at = to_millis(vault.clock.now());
  vault.address = "2001:db8::7";
  ASSERT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200);
  const auto seen = vault.send(vault.root, "GET", path);
  EXPECT_EQ(seen.body["lastSeenAt"], at);
  EXPECT_EQ(seen["lastSeenIp"], "2001:db8::7");
}

TEST(Machines, AreListedByState) {
  Installation vault;
  const auto pending = vault.make_pending_machine(), approved = vault.make_machine(), disabled = vault.make_machine();
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + disabled.id + "/disable"), "{}").status,
            200);
  for (const auto& [state, id] : std::map<std::string, std::string>{
           {"pending", pending.id}, {"approved", approved.id}, {"disabled", disabled.id}}) {
    auto list = vault.send(vault.root, "GET", vault.vault_path("/machines?state=" + state));
    ASSERT_EQ(list.body["items"].size(), 1u);
    EXPECT_EQ(text_of(list.body["items"][0]["machineId"]), id);
  }
  for (const auto& [verb, id] : std::vector<std::pair<std::string, std::string>>{{"approve", approved.id},
                                                                                 {"deny", approved.id},
                                                                                 {"disable", pending.id},
                                                                                 {"disable", disabled.id},
                                                                                 {"enable", approved.id}})
    EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + id + "/" + verb), "{}").status, 409)
        << verb;
}

}  // namespace
}  // namespace signet::testing
