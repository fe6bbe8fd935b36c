// SPDX-License-Identifier: Apache-2.0
// Managed secrets: a new value is pending until the agent confirms it, and nobody but an agent sees it before.
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

constexpr char kSettings[] =
    R"({"providerType":"postgresql","host":"db.internal","port":5432,"database":"shop","adminUser":"postgres",)"
    R"("adminPass":"admin-hunter2","managedUsername":"shop_app","pollIntervalSeconds":10})";

struct Syncing : ::testing::Test {
  Installation vault;
  Signer agent = vault.make_machine();
  std::string project = vault.make_project("p");
  std::string secret = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/secrets"),
                                  R"({"name":"db","fields":{"username":"shop_app","password":"first"}})")["secretId"];

  Syncing() {
    vault.give(agent, project, secret);
    grant("agent");
  }
  void grant(const std::string& kind) {
    const auto path = vault.vault_path("/secrets/" + secret + "/grants/" + agent.id);
    EXPECT_EQ(vault.send(vault.root, "PUT", path, R"({"kind":")" + kind + R"("})").status, 200);
  }
  Answer manage(const std::string& method, const std::string& rest = "", const std::string& body = "{}") {
    return vault.send(vault.root, method, vault.vault_path("/secrets/" + secret + "/sync" + rest),
                      method == "GET" ? "" : body);
  }
  Answer configure() { return manage("PUT", "", kSettings); }
  Answer config() { return vault.send(agent, "GET", "/v1/secret/" + secret + "/sync-config"); }
  Answer tell(const std::string& what, const std::string& body) {
    return vault.send(agent, "POST", "/v1/secret/" + secret + "/agent/" + what, body);
  }
  std::string value() { return vault.send(agent, "GET", "/v1/secret/" + secret)["value"]; }
  std::string start() {
    const auto started = manage("POST", "/rotate");
    EXPECT_EQ(started.status, 201) << started.text;
    return started["rotationId"];
  }
  Answer operate(const std::string& method, const std::string& rest, const std::string& body = "{}") {
    return vault.send(vault.root, method, vault.vault_path(rest), method == "GET" ? "" : body);
  }
  std::string make_policy(const std::string& name, const std::string& rules) {
    const auto made =
        operate("POST", "/projects/" + project + "/policies", R"({"name":")" + name + R"(",)" + rules + "}");
    EXPECT_EQ(made.status, 201) << made.text;
    return made["policyId"];
  }
  Answer bind(const std::string& policy) {
    return operate("PUT", "/secrets/" + secret + "/policy", R"({"policyId":")" + policy + "\"}");
  }
  Answer replace(const std::string& policy, const std::string& rules) {
    return operate("PUT", "/policies/" + policy, R"({"name":"harmless",)" + rules + "}");
  }
  std::string id_body(const std::string& id) { return R"({"rotationId":")" + id + R"("})"; }
};

TEST_F(Syncing, ShowsTheAgentWhatItNeedsAndTheOperatorNoLogin) {
  ASSERT_EQ(configure().status, 200);
  EXPECT_EQ(config().text,
            R"({"connection":{"adminPass":"admin-hunter2","adminUser":"postgres","database":"shop",)"
            R"("host":"db.internal","port":5432},"managedUsername":"shop_app","pollIntervalSeconds":10,)"
            R"("providerType":"postgresql","rotationStatus":"idle"})");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read");
  const auto shown = manage("GET");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.text.find("hunter2"), std::string::npos);
  EXPECT_EQ(shown["rotationStatus"], "idle");
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/secrets/" + secret))["kind"], "managed");
}

TEST_F(Syncing, MakesAPendingValueTheSecretsWhenTheAgentConfirms) {
  ASSERT_EQ(configure().status, 200);
  const auto before = value();
  const auto id = start();
  EXPECT_EQ(manage("POST", "/rotate").status, 409) << "one at a time";
  EXPECT_EQ(configure().status, 409);
  EXPECT_EQ(value(), before) << "pending is never readable as the secret";
  const auto pending = config();
  EXPECT_EQ(pending["rotationStatus"], "pending");
  EXPECT_EQ(pending["pendingRotationId"], id);
  const auto fields = parse_json_object(as_bytes(pending["pendingValue"]));
  ASSERT_TRUE(fields);
  EXPECT_EQ(*find_text(*fields, "username"), "shop_app");
  EXPECT_EQ(find_text(*fields, "password")->size(), 32U);
  EXPECT_EQ(manage("GET").text.find(*find_text(*fields, "password")), std::string::npos);

  EXPECT_EQ(tell("confirm-rotation", id_body("rot_0000000000")).status, 409);
  const auto records = vault.audit_size(vault.vault_id);
  const auto confirmed = tell("confirm-rotation", R"({"rotationId":")" + id + R"(","somethingNewer":1})");
  EXPECT_EQ(confirmed.status, 200) << confirmed.text;
  EXPECT_EQ(vault.actions(vault.vault_id, records), (std::vector<std::string>{"secret_update", "sync_confirm"}));
  EXPECT_EQ(value(), pending["pendingValue"]);
  EXPECT_EQ(vault.send(agent, "GET", "/v1/secret/" + secret).header("X-Secret-Version"), "2");
  EXPECT_EQ(config()["rotationStatus"], "idle");
  EXPECT_EQ(tell("confirm-rotation", id_body(id)).status, 200) << "said again: done before";
  EXPECT_EQ(vault.send(agent, "GET", "/v1/secret/" + secret).header("X-Secret-Version"), "2");
  EXPECT_EQ(tell("reject-rotation", id_body(id)).status, 409);
}

TEST_F(Syncing, ForgetsARejectedValueAndKeepsTheErrorWithoutItsSecrets) {
  ASSERT_EQ(configure().status, 200);
  const auto before = value();
  const auto id = start();
  const auto fields = parse_json_object(as_bytes(config()["pendingValue"]));
  const std::string password(*find_text(*fields, "password"));
  const Json body{
      {"rotationId", json_text(id)},
      {"error", json_text("ALTER ROLE failed near '" + password + "' admin-hunter2\n" + std::string(600, 'x'))}};
  EXPECT_EQ(tell("reject-rotation", to_public_text(body)).status, 200);
  const auto status = manage("GET");
  EXPECT_EQ(status["rotationStatus"], "idle");
  EXPECT_EQ(status["lastError"].find("ALTER ROLE failed near '***' *** x"), 0U) << status["lastError"];
  EXPECT_EQ(status["lastError"].size(), 500U);
  EXPECT_EQ(value(), before);
  for (const auto& record : vault.audit(vault.vault_id)) {
    EXPECT_EQ(to_public_text(record).find(password), std::string::npos);
    EXPECT_EQ(to_public_text(record).find("hunter2"), std::string::npos);
  }
  EXPECT_EQ(tell("confirm-rotation", id_body(id)).status, 409) << "no longer pending";
  const auto second = start();
  EXPECT_NE(second, id);
  EXPECT_EQ(manage("POST", "/cancel")["rotationStatus"], "idle");
  EXPECT_EQ(manage("POST", "/cancel").status, 409);
  EXPECT_EQ(tell("confirm-rotation", id_body(second)).status, 409);
}

TEST_F(Syncing, HidesTheLivePasswordHoweverItIsWritten) {
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/secrets/" + secret + "/versions"),
                       R"({"fields":{"username":"shop_app","password":"p\"w/'é %41+x"}})").status, 201);
  ASSERT_EQ(configure().status, 200);
  int number = 0;
  for (const std::string written : {R"(p"w/'é %41+x)", R"(p\"w/'é %41+x)", R"(p\u0022w\/\u0027é\u0020%41\u002bx)",
                                    "p%22w%2F%27%C3%A9%20%2541%2Bx", "p%22w%2f'%c3%a9+%2541%2bx", R"(p"w/''é %41+x)"}) {
    SCOPED_TRACE(written);
    const auto error = std::to_string(++number) + ": postgres://a:";
    const Json body{{"status", json_text("error")}, {"error", json_text(error + written + "@db")}};
    EXPECT_EQ(tell("heartbeat", to_public_text(body)).status, 200);
    EXPECT_EQ(manage("GET")["lastError"], error + "***@db");
    EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["detail"]), error + "***@db");
  }
  const Json other{{"status", json_text("error")}, {"error", json_text("p%23w/ p\"w \\u00")}};
  EXPECT_EQ(tell("heartbeat", to_public_text(other)).status, 200);
  EXPECT_EQ(manage("GET")["lastError"], "p%23w/ p\"w \\u00") << "what is not the password stays";
}

TEST_F(Syncing, RecordsHeartbeatsAndANewErrorOnce) {
  ASSERT_EQ(configure().status, 200);
  const auto records = vault.audit_size(vault.vault_id);
  EXPECT_EQ(tell("heartbeat", R"({"status":"healthy","error":""})").status, 200);
  EXPECT_EQ(manage("GET")["agentStatus"], "healthy");
  EXPECT_EQ(tell("heartbeat", R"({"status":"error","error":"no route"})").status, 200);
  EXPECT_EQ(tell("heartbeat", R"({"status":"error","error":"no route"})").status, 200);
  EXPECT_EQ(vault.actions(vault.vault_id, records), std::vector<std::string>{"sync_error"});
  EXPECT_EQ(manage("GET")["lastError"], "no route");
  EXPECT_EQ(tell("heartbeat", R"({"status":"fine"})").status, 400);
  EXPECT_EQ(tell("heartbeat", R"({"error":"x"})").status, 400);
  EXPECT_EQ(tell("heartbeat", R"({"status":"error","status":"healthy"})").status, 400);
}

TEST_F(Syncing, IsForAgentsOnly) {
  EXPECT_EQ(config().status, 404) << "not managed";
  ASSERT_EQ(configure().status, 200);
  const auto id = start();
  grant("read");
  for (const auto& answer : {config(), tell("heartbeat", R"({"status":"healthy"})"),
                             tell("confirm-rotation", id_body(id)), tell("reject-rotation", id_body(id))})
    EXPECT_EQ(answer.status, 403) << answer.text;
  EXPECT_EQ(manage("GET")["rotationStatus"], "pending");
  const auto stranger = vault.make_machine();
  EXPECT_EQ(vault.send(stranger, "GET", "/v1/secret/" + secret + "/sync-config").status, 403);
  const auto absent = vault.send(agent, "GET", "/v1/secret/sk_0000000000/sync-config");
  EXPECT_EQ(absent.status, 404);
  const auto other = vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"o"})")["vaultId"];
  const auto home = std::exchange(vault.vault_id, other);
  const auto foreign = vault.make_secret(vault.make_project("q"), "t", "v");
  vault.vault_id = home;
  EXPECT_EQ(vault.send(agent, "GET", "/v1/secret/" + foreign + "/sync-config").text, absent.text);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/secrets/" + foreign + "/sync")).status, 404);
}

TEST_F(Syncing, KeepsTheLoginWhenOnlySettingsChangeAndEndsWhenAskedTo) {
  EXPECT_EQ(manage("PUT", "", R"({"providerType":"mysql","host":"h","port":1,"managedUsername":"u"})").status, 400)
      << "the first time with a login";
  ASSERT_EQ(configure().status, 200);
  ASSERT_EQ(manage("PUT", "", R"({"providerType":"mysql","host":"h","port":1,"managedUsername":"u"})").status, 200);
  EXPECT_EQ(text_of(config().body["connection"]["adminPass"]), "admin-hunter2");
  EXPECT_EQ(manage("DELETE").status, 200);
  EXPECT_EQ(config().status, 404);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/secrets/" + secret))["kind"], "standard");
  const auto single = vault.make_secret(project, "single", "v");
  EXPECT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + single + "/sync"), kSettings).status, 409);
}

TEST_F(Syncing, IsTheOnlyWayThatAManagedSecretChanges) {
  ASSERT_EQ(configure().status, 200);
  const auto operate = [&](const std::string& method, const std::string& rest, const std::string& body) {
    return vault.send(vault.root, method, vault.vault_path("/secrets/" + secret + rest), body);
  };
  EXPECT_EQ(operate("POST", "/versions", R"({"fields":{"username":"shop_app","password":"by hand"}})").status, 201);
  EXPECT_EQ(operate("POST", "/versions", R"({"value":"single"})").status, 409);
  EXPECT_EQ(operate("POST", "/rotate", R"({"fields":["password"]})").status, 409);
  EXPECT_EQ(operate("POST", "/rollback", R"({"version":1})").status, 409);
  EXPECT_EQ(vault.send(agent, "GET", "/v1/cli/secrets").body["secrets"][0]["type"], "managed");

  ASSERT_EQ(operate("PUT", "/rotation", R"({"intervalSeconds":300,"length":20,"fields":["password"]})").status, 200);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  const auto before = value();
  vault.clock.advance(std::chrono::seconds(301));
  housekeeping.tick();
  const auto pending = config();
  EXPECT_EQ(pending["rotationStatus"], "pending") << "a schedule begins the first phase";
  EXPECT_EQ(find_text(*parse_json_object(as_bytes(pending["pendingValue"])), "password")->size(), 20U);
  EXPECT_EQ(value(), before);
  vault.clock.advance(std::chrono::seconds(301));
  housekeeping.tick();
  EXPECT_EQ(config()["pendingRotationId"], pending["pendingRotationId"]) << "one at a time";
  EXPECT_EQ(tell("confirm-rotation", id_body(pending["pendingRotationId"])).status, 200);
  EXPECT_EQ(value(), pending["pendingValue"]);
}

const std::string kHarmless =
    R"("rotateAfterReads":100,"ipAllowlistEnabled":true,"ipAllowlistCidrs":["203.0.113.0/24"])";

TEST_F(Syncing, RefusesPoliciesThatCount) {
  const auto co_sign =
      R"("coSignEnabled":true,"coSignMachineId":")" + vault.make_machine().id + R"(","coSignWindowSeconds":60)";
  const std::vector<std::string> counting{R"("ttlMaxReads":5)", R"("rateCapEnabled":true,"maxReadsPerDay":5)",
                                          R"("rateCapEnabled":true,"maxReadsPerMinute":5)", co_sign};
  const auto harmless = make_policy("harmless", kHarmless);
  int number = 0;
  for (const auto& rules : counting) {
    SCOPED_TRACE(rules);
    const auto policy = make_policy("p" + std::to_string(++number), rules);
    ASSERT_EQ(bind(policy).status, 200) << "a secret that nobody manages";
    const auto refused = configure();
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused["error"].find("its agent asks again and again"), std::string::npos) << refused.text;

    ASSERT_EQ(bind(harmless).status, 200);
    ASSERT_EQ(configure().status, 200);
    const auto before = vault.state_digest();
    EXPECT_EQ(bind(policy).status, 409);
    EXPECT_EQ(replace(harmless, rules).status, 409);
    ASSERT_EQ(vault.state_digest(), before);
    EXPECT_EQ(replace(harmless, kHarmless).status, 200);
    ASSERT_EQ(operate("DELETE", "/secrets/" + secret).status, 200);
    EXPECT_EQ(replace(harmless, rules).status, 409) << "it may come back from the trash";
    ASSERT_EQ(operate("POST", "/trash/" + secret + "/restore").status, 200);
    ASSERT_EQ(operate("DELETE", "/secrets/" + secret + "/sync").status, 200);
    EXPECT_EQ(replace(harmless, rules).status, 200) << "no longer managed";
    EXPECT_EQ(configure().status, 409);
    ASSERT_EQ(replace(harmless, kHarmless).status, 200);
  }
}

// The clock of an Installation begins on Monday 2026-09-21 at 14:13:20 UTC.
TEST_F(Syncing, ConfirmsOutsideTheWindow) {
  ASSERT_EQ(configure().status, 200);
  ASSERT_EQ(bind(make_policy("office", R"("timeWindowEnabled":true,"timeWindowStart":"08:00","timeWindowEnd":"14:14",)"
                                       R"("timeWindowTimezone":"UTC","timeWindowDays":["mon"])")).status, 200);
  const auto id = start(), said = id_body(id);
  const auto pending = config()["pendingValue"];
  ASSERT_FALSE(pending.empty());
  vault.clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(config().status, 403);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
  EXPECT_EQ(tell("heartbeat", R"({"status":"healthy"})").status, 200);
  ASSERT_EQ(operate("POST", "/projects/" + project + "/freeze").status, 200);
  EXPECT_EQ(tell("confirm-rotation", said).status, 423);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
  ASSERT_EQ(operate("POST", "/projects/" + project + "/unfreeze").status, 200);
  EXPECT_EQ(tell("confirm-rotation", said).status, 200);
  EXPECT_EQ(operate("GET", "/secrets/" + secret).body["version"], 2);
  EXPECT_EQ(vault.send(agent, "GET", "/v1/secret/" + secret).status, 403) << "the value stays behind the window";
  EXPECT_EQ(tell("reject-rotation", R"({"rotationId":")" + start() + R"(","error":"no"})").status, 200);
  const auto stranger = vault.make_machine();
  EXPECT_EQ(vault.send(stranger, "POST", "/v1/secret/" + secret + "/agent/confirm-rotation", said).status, 403);
  vault.clock.advance(std::chrono::days(7) - std::chrono::minutes(2));
  EXPECT_EQ(vault.send(agent, "GET", "/v1/secret/" + secret)["value"], pending);
}

TEST_F(Syncing, RefusesWhatIsNotSettings) {
  ASSERT_EQ(configure().status, 200);
  const std::string long_host(254, 'h');
  struct Case {
    std::string method, rest, body, field;
  };
  const auto with = [](const std::string& member) {
    return R"({"providerType":"redis","host":"h","port":1,"managedUsername":"u",)" + member + "}";
  };
  const std::vector<Case> cases{
      {"PUT", "", "{}", "providerType"},
      {"PUT", "", R"({"providerType":"oracle","host":"h","port":1,"managedUsername":"u"})", "providerType"},
      {"PUT", "", R"({"providerType":"redis","host":"","port":1,"managedUsername":"u"})", "host"},
      {"PUT", "", R"({"providerType":"redis","host":")" + long_host + R"(","port":1,"managedUsername":"u"})", "host"},
      {"PUT", "", R"({"providerType":"redis","host":"a b","port":1,"managedUsername":"u"})", "host"},
      {"PUT", "", R"({"providerType":"redis","host":"h","port":0,"managedUsername":"u"})", "port"},
      {"PUT", "", R"({"providerType":"redis","host":"h","port":65536,"managedUsername":"u"})", "port"},
      {"PUT", "", R"({"providerType":"redis","host":"h","port":"1","managedUsername":"u"})", "port"},
      {"PUT", "", R"({"providerType":"redis","host":"h","port":1,"managedUsername":""})", "managedUsername"},
      {"PUT", "", with(R"("pollIntervalSeconds":4)"), "pollIntervalSeconds"},
      {"PUT", "", with(R"("pollIntervalSeconds":3601)"), "pollIntervalSeconds"},
      {"PUT", "", with(R"("adminUser":"x")"), "adminPass"},
      {"PUT", "", with(R"("adminPass":"x")"), "adminUser"},
      {"PUT", "", with(R"("adminUser":"x","adminPass":1)"), "adminPass"},
      {"PUT", "", with(R"("adminUser":"x","adminPass":")" + std::string(4097, 'p') + "\""), "adminPass"},
      {"PUT", "", with(R"("extra":1)"), "extra"},
      {"POST", "/rotate", R"({"length":15})", "length"},
      {"POST", "/rotate", R"({"length":129})", "length"},
      {"POST", "/rotate", R"({"charset":"all"})", "charset"},
      {"POST", "/cancel", R"({"now":true})", "now"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.method + c.rest + " " + c.body.substr(0, 120));
    const auto before = vault.state_digest();
    const auto answer = manage(c.method, c.rest, c.body);
    EXPECT_EQ(answer.status, 400) << answer.text;
    EXPECT_EQ(answer["field"], c.field);
    EXPECT_EQ(answer.text.find("hunter2"), std::string::npos);
    EXPECT_EQ(vault.state_digest(), before);
  }
}

}  // namespace
}  // namespace signet::testing
