// SPDX-License-Identifier: Apache-2.0
// Public clients of the same protocol parse strictly: success bodies have exactly the documented members, of exactly
// the documented types, and the status is exactly 200 where they expect it.
#include "live_vault.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace signet::testing {
namespace {

using nlohmann::json;
using Members = std::set<std::string>;

Members members(const json& object) {
  Members names;
  for (const auto& [name, value] : object.items()) names.insert(name);
  return names;
}

const Members kVault{"vaultId", "name", "status", "createdAt"};
const Members kProject{"projectId", "name", "applicationId", "createdAt", "frozenAt"};
const Members kApplication{"applicationId", "name", "projects", "createdAt"};
const Members kSecret{"secretId",   "projectId", "name",      "kind",
                      "fieldNames", "version",   "createdAt", "updatedAt"};
const Members kGrant{"machineId", "machineName", "secretId", "kind", "createdAt"};
const Members kMachine{"machineId",  "name",     "kind",      "hostname",  "state",      "algorithm",  "fingerprint",
                       "keyEpoch",   "createdAt", "expiresAt", "lastSeenAt", "lastSeenIp", "secretsGranted",
                       "readsLastDay"};
const Members kToken{"tokenId",     "kind",      "name",        "description", "state",
                     "createdAt",   "createdBy", "expiresAt",   "uses",        "usesLeft",
                     "revoked",     "projectIds", "secretIds",  "networks",    "machineLifetimeSeconds",
                     "hostnamePattern", "nameTemplate"};
const Members kEffect{"machineId", "name", "projects", "grants", "coSigns", "tokens"};
const Members kOperator{"operatorId",  "name",      "role",       "root",      "algorithm",
                        "fingerprint", "createdAt", "lastSeenAt", "lastSeenIp"};
const Members kRecord{"seq",     "log",       "at",       "action",   "severity", "actorKind",
                      "actorId", "machineId", "secretId", "sourceIp", "detail"};
const Members kPage{"items", "nextCursor"};
const Members kPolicy{"policyId",          "projectId",          "name",              "description",
                      "timeWindowEnabled", "timeWindowStart",    "timeWindowEnd",     "timeWindowTimezone",
                      "timeWindowDays",    "ipAllowlistEnabled", "ipAllowlistCidrs",  "rateCapEnabled",
                      "maxReadsPerDay",    "maxReadsPerMinute",  "coSignEnabled",     "coSignMachineId",
                      "coSignWindowSeconds", "ttlExpiresAt",     "ttlMaxReads",       "rotateAfterReads",
                      "sealedEnabled",
                      "createdAt",         "updatedAt"};
const Members kCanary{"secretId", "projectId",           "name",
                      "enabled",  "triggerFreezeProject", "triggerFreezeRelatedProjects", "triggeredAt"};
const Members kWebhook{"webhookId",       "name",         "url",       "actions",
                       "minimumSeverity", "enabled",      "lastError", "consecutiveFailures",
                       "lastDeliveredAt", "lastFailedAt", "createdAt", "queued",
                       "dropped"};
const Members kLink{"linkId", "projectId", "name", "hasPassphrase", "wrongPassphrases", "createdAt", "expiresAt"};

const Members kSlot{"slotId", "kind", "createdAt", "threshold", "shares", "held"};
const Members kKeyRotation{"projectId", "vaultId", "key", "total", "remaining", "startedAt"};

class StrictClient : public LiveVault {
 protected:
  StrictClient() {
    server.start();
    reader = make_reader("value");
    std::map<std::string, SecretBytes> fields;
    fields.emplace("host", SecretBytes::from_text("db"));
    fields.emplace("password", SecretBytes::from_text("pw"));
    structured = must(vault().create_secret(reader.project, "structured", std::move(fields))).secret_id;
    must(vault().grant(structured, reader.identity.machine_id));
  }
  [[nodiscard]] RawAnswer as_machine(const std::string& method, const std::string& target) const {
    return ask(by_hand(reader.identity).sign(method, target));
  }
  [[nodiscard]] RawAnswer as_operator(const std::string& method, const std::string& target,
                                      const std::string& body = {}) const {
    return ask(by_hand().sign(method, target, body));
  }
  [[nodiscard]] std::string installation(const std::string& rest) const {
    return "/v1/admin/installations/" + admin().identity().installation_id + rest;
  }

  Reader reader;
  std::string structured;
};

TEST_F(StrictClient, FindsTheSameInAnOlderVersion) {
  ASSERT_TRUE(vault().put_version(reader.secret, SecretBytes::from_text("newer")));
  const auto older = as_machine("GET", reader.target() + "/versions/1");
  EXPECT_EQ(older.status, 200);
  EXPECT_EQ(older.body, R"({"value":"value"})");
  EXPECT_EQ(older["X-Secret-Version"], "1");
  EXPECT_EQ(as_machine("GET", reader.target() + "/versions/2").body, R"({"value":"newer"})");
  const std::string wrong[] = {"0", "01", "x", "18446744073709551616"};
  for (const auto& number : wrong)
    EXPECT_EQ(as_machine("GET", reader.target() + "/versions/" + number).status, 404) << number;
  const auto none = as_machine("GET", reader.target() + "/versions/3");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(members(json::parse(none.body)), Members{"error"});
}

TEST_F(StrictClient, FindsExactlyTheMembersOfTheReadPlane) {
  const auto single = as_machine("GET", reader.target());
  EXPECT_EQ(single.status, 200);
  EXPECT_EQ(single.body, R"({"value":"value"})");
  EXPECT_EQ(single["X-Secret-Version"], "1") << "what is ours goes into headers";

  const auto value =
      json::parse(json::parse(as_machine("GET", "/v1/secret/" + structured).body).at("value").get<std::string>());
  EXPECT_EQ(value, (json{{"host", "db"}, {"password", "pw"}})) << "an object whose values are all texts";

  const auto list = as_machine("GET", "/v1/secrets");
  EXPECT_EQ(list.status, 200);
  const auto body = json::parse(list.body);
  EXPECT_EQ(members(body), Members{"secrets"});
  ASSERT_EQ(body.at("secrets").size(), 2U);
  for (const auto& item : body.at("secrets"))
    EXPECT_EQ(members(item), (Members{"id", "name", "fieldNames", "projectId"}));
  EXPECT_TRUE(body.at("secrets")[0].at("fieldNames").is_null());
  EXPECT_EQ(body.at("secrets")[1].at("fieldNames"), R"(["host","password"])") << "a text, not an array";
}

TEST_F(StrictClient, FindsExactlyTheMembersOfTheOtherMachineRoutes) {
  const auto post = [&](const std::string& target, const std::string& body, const std::string& fields = {}) {
    auto answer = ask(by_hand(reader.identity).sign("POST", target, body, fields));
    EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
    return answer.body;
  };
  const auto exported = json::parse(post("/v1/secrets/export", "", "Content-Length: 0\r\n"));
  EXPECT_EQ(members(exported), Members{"secrets"});
  ASSERT_EQ(exported.at("secrets").size(), 2U);
  for (const auto& item : exported.at("secrets"))
    EXPECT_EQ(members(item), (Members{"id", "name", "value", "fieldNames"})) << "and no project";
  const auto project = json{{"projectId", reader.project}}.dump(1);
  EXPECT_EQ(post("/v1/secrets/export", project, "Content-Type: application/json; charset=utf-8\r\n"), exported.dump());
  const auto listed = json::parse(post("/v1/secrets/list", project));
  EXPECT_EQ(members(listed), Members{"secrets"});
  EXPECT_EQ(members(listed.at("secrets")[0]), (Members{"id", "name", "fieldNames", "projectId"}));
  EXPECT_EQ(post("/v1/secrets/poll", json{{"watch", {reader.secret}}}.dump()), R"({"changes":{}})");
  EXPECT_EQ(members(json::parse(post("/v1/verify-access", project))), (Members{"valid", "projectName", "error"}));
  const auto projects = json::parse(as_machine("GET", "/v1/cli/projects").body);
  EXPECT_EQ(members(projects), Members{"projects"});
  EXPECT_EQ(members(projects.at("projects")[0]),
            (Members{"projectId", "projectName", "applicationId", "applicationName"}));
  const auto secrets = json::parse(as_machine("GET", "/v1/cli/secrets").body);
  EXPECT_EQ(members(secrets), Members{"secrets"});
  EXPECT_EQ(members(secrets.at("secrets")[0]), (Members{"id", "name", "fieldNames", "projectId", "projectName",
                                                        "applicationId", "applicationName", "type"}));
}

TEST_F(StrictClient, FindsExactlyTheMembersOfTheKeyDirectory) {
  const auto key = crypto::SealingPrivateKey::generate(crypto::system_random()).public_key().raw();
  must(open(reader.identity).publish_hybrid_key(key, 1, false));
  const Members hybrid{"machineId", "algorithm", "publicKey", "fingerprint", "epoch", "sealedOnly",
                       "createdAt", "proof",     "signedBy"};
  const auto shown = json::parse(as_machine("GET", "/v1/machines/" + reader.identity.machine_id + "/hybrid-key").body);
  EXPECT_EQ(members(shown), hybrid);
  EXPECT_EQ(members(shown.at("signedBy")), (Members{"algorithm", "publicKey", "fingerprint"}));
  const auto path = "/machines/" + reader.identity.machine_id + "/hybrid-key";
  EXPECT_EQ(json::parse(as_operator("GET", in_vault(path)).body), shown);
  const auto call = [&](const std::string& method, const std::string& target, const std::string& body = {}) {
    const auto answer = ask(by_hand(reader.identity).sign(method, target, body));
    EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
    return members(json::parse(answer.body));
  };
  const auto take = "/v1/machines/" + reader.identity.machine_id + "/key-packages/take";
  EXPECT_EQ(call("POST", "/v1/key-packages", R"({"package":"b25l"})"), (Members{"fingerprint", "queued", "bytes"}));
  EXPECT_EQ(call("GET", "/v1/key-packages"), (Members{"queued", "bytes"}));
  EXPECT_EQ(call("POST", take, "{}"), (Members{"package", "fingerprint"}));
  EXPECT_EQ(call("POST", take, "{}"), (Members{"package", "fingerprint"})) << "an empty queue too";
}

TEST_F(StrictClient, FindsExactlyTheMembersOfIdentityTokens) {
  const auto audiences = in_vault("/machines/" + reader.identity.machine_id + "/audiences");
  EXPECT_EQ(as_operator("PUT", audiences, R"({"audiences":["billing"]})").body, R"({"audiences":["billing"]})");
  EXPECT_EQ(as_operator("GET", audiences).body, R"({"audiences":["billing"]})");
  const auto asked = by_hand(reader.identity).sign("POST", "/v1/identity/token", R"({"audience":"billing"})");
  EXPECT_EQ(members(json::parse(ask(asked).body)), (Members{"token", "keyId", "expiresAt"}));
  const Members key{"keyId", "algorithm", "publicKey", "createdAt"};
  EXPECT_EQ(members(json::parse(as_operator("POST", in_vault("/identity-keys/rotate"), "{}").body)), key);
}

TEST_F(StrictClient, FindsExactlyTheMembersOfEnrolment) {
  const auto key = crypto::PrivateKey::generate(Algorithm::ed25519);
  const auto token = must(vault().create_token());
  const auto body = json{
      {"token", token.token.expose_text()},
      {"publicKey", to_base64(key.public_key().raw())},
      {"hostname", "h"},
      {"somethingNewer",
       true}}.dump();
  const auto answer =
      ask(http("POST", "/v1/bootstrap/register", "Content-Type: application/json; charset=utf-8\r\n", body));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(members(json::parse(answer.body)), (Members{"machineId", "machineName", "vaultId"}));
  EXPECT_EQ(ask(http("POST", "/v1/bootstrap/register", "", body)).body, answer.body) << "sent again: the same";

  ASSERT_EQ(server.stop().code, 0);
  server.flags = {"--public-url", "https://vault.example"};
  server.start();
  auto again = json::parse(ask(http("POST", "/v1/bootstrap/register", "", body)).body);
  EXPECT_EQ(members(again), (Members{"machineId", "machineName", "vaultId", "apiUrl"}));
  EXPECT_EQ(again.at("apiUrl"), "https://vault.example") << "no path and no slash at its end";
}

TEST_F(StrictClient, FindsErrorsInOneMember) {
  for (const auto& answer : {as_machine("GET", "/v1/secret/sk_0000000000"), as_machine("GET", "/v1/secrets?x=1"),
                             ask(http("GET", "/v1/secrets")), ask(http("GET", "/nothing")), ask("nonsense\r\n\r\n")}) {
    EXPECT_GE(answer.status, 400);
    const auto body = json::parse(answer.body);
    EXPECT_EQ(members(body), Members{"error"}) << answer.body;
    EXPECT_TRUE(body.at("error").is_string());
  }
  const auto field = as_operator("POST", in_vault("/projects"), R"({"name":""})");
  EXPECT_EQ(members(json::parse(field.body)), (Members{"error", "field"}));
}

TEST_F(StrictClient, FindsExactlyTheMembersOfTheOperatorPlane) {
  const auto project = in_vault("/projects/" + reader.project);
  const auto secret = in_vault("/secrets/" + reader.secret);
  const auto machine = in_vault("/machines/" + reader.identity.machine_id);
  const auto waiting = in_vault("/machines/" + enrol("waiting").machine_id);
  struct Row {
    const char* method;
    std::string target;
    std::string body;
    int status;
    Members object;
    Members item = {};  // of its list
  };
  const std::vector<Row> rows{
      {"GET", installation(""), "", 200, {"installationId", "operatorId", "operatorName", "root", "roles"}},
      {"GET", installation("/vaults"), "", 200, kPage, kVault},
      {"GET",
       installation("/operators"),
       "",
       200,
       kPage,
       {"operatorId", "name", "root", "algorithm", "fingerprint", "createdAt", "lastSeenAt", "lastSeenIp"}},
      {"GET", installation("/audit"), "", 200, kPage, kRecord},
      {"GET", installation("/audit/records/1/proof"), "", 404, {"error"}},
      {"DELETE", installation("/audit/records/1/proof"), "{}", 404, {"error"}},
      {"GET", installation("/audit/actions"), "", 200, kPage, {"action", "severity", "meaning"}},
      {"GET", installation("/lockouts"), "", 200, kPage},
      {"GET", installation("/restore/held"), "", 200, kPage},
      {"GET", installation("/key-slots"), "", 200, kPage, kSlot},
      {"POST", installation("/unseal"), R"({"share":"x"})", 409, {"error"}},
      {"POST", installation("/root-key/rotate"), "{}", 200, kKeyRotation},
      {"POST", installation("/projects/" + reader.project + "/key/rotate"), "{}", 200, kKeyRotation},
      {"GET", installation("/key-rotations"), "", 200, kPage},
      {"POST", installation("/vaults"), R"({"name":"second"})", 201, kVault},
      {"POST", installation("/lockouts/clear"), R"({"scope":"address","subject":"192.0.2.1"})", 200, {"cleared"}},
      {"GET", in_vault(""), "", 200, kVault},
      {"POST", in_vault("/applications"), R"({"name":"group"})", 201, kApplication},
      {"GET", in_vault("/applications"), "", 200, kPage, kApplication},
      {"GET", in_vault("/projects"), "", 200, kPage, kProject},
      {"POST", in_vault("/projects"), R"({"name":"new"})", 201, kProject},
      {"GET", project, "", 200, kProject},
      {"PATCH", project, R"({"name": "r\u00e9n\u00e9"})", 200, kProject},
      {"GET", project + "/machines", "", 200, kPage, kMachine},
      {"PUT", project + "/machines/" + reader.identity.machine_id, "{}", 200, {"projectId", "machineId"}},
      {"GET", project + "/secrets", "", 200, kPage, kSecret},
      {"POST", project + "/secrets", R"({"name":"s","value":"v"})", 201, kSecret},
      {"GET", secret, "", 200, kSecret},
      {"PATCH", secret, R"({"name":"renamed"})", 200, kSecret},
      {"POST", secret + "/versions", R"({"value":"w","expectedVersion":1})", 201, kSecret},
      {"GET", secret + "/grants", "", 200, kPage, kGrant},
      {"PUT", secret + "/grants/" + reader.identity.machine_id, "{}", 200, kGrant},
      {"DELETE", secret + "/grants/" + reader.identity.machine_id, "{}", 200, {}},
      {"GET", secret + "/policy", "", 200, {"secretId", "policyId", "reads", "readsToday", "readsThisMinute"}},
      {"POST", project + "/policies", R"({"name":"policy"})", 201, kPolicy},
      {"GET", project + "/policies", "", 200, kPage, kPolicy},
      {"POST", project + "/freeze", "{}", 200, kProject},
      {"POST", project + "/unfreeze", "{}", 200, kProject},
      {"POST", project + "/canaries", R"({"name":"canary"})", 201, kCanary},
      {"GET", in_vault("/canaries"), "", 200, kPage, kCanary},
      {"POST",
       in_vault("/webhooks"),
       R"({"url":"https://example.org/"})",
       201,
       {"webhookId", "name", "url", "actions", "minimumSeverity", "enabled", "consecutiveFailures", "lastDeliveredAt",
        "lastFailedAt", "lastError", "queued", "dropped", "createdAt", "secret"}},
      {"GET", in_vault("/webhooks"), "", 200, kPage, kWebhook},
      {"GET", in_vault("/signature-policy"), "", 200, {"own", "effective"}},
      {"PUT",
       in_vault("/operator-signature-policy"),
       "{}",
       200,
       {"own", "effective", "dryRun", "weakens", "lockedOut", "lockedOutInAll"}},
      {"GET", secret + "/signature-policy", "", 200, {"own", "effective"}},
      {"GET", project + "/signature-policy", "", 200, {"own", "effective"}},
      {"GET", in_vault("/signature-report"), "", 200, {"machines", "operators"}},
      {"GET", in_vault("/settings"), "", 200, {"ipAllowlistEnabled", "ipAllowlistCidrs", "keyOverlapSeconds"}},
      {"PATCH",
       in_vault("/settings"),
       R"({"ipAllowlistCidrs":[]})",
       200,
       {"ipAllowlistEnabled", "ipAllowlistCidrs", "keyOverlapSeconds"}},
      {"POST",
       project + "/one-time-links",
       R"({"value":"v","ttlSeconds":60})",
       201,
       {"linkId", "projectId", "name", "hasPassphrase", "wrongPassphrases", "createdAt", "expiresAt", "key", "url"}},
      {"GET", project + "/one-time-links", "", 200, kPage, kLink},
      {"GET", in_vault("/machines?state=approved&limit=1"), "", 200, kPage, kMachine},
      {"GET", machine, "", 200, kMachine},
      {"GET",
       machine + "/keys",
       "",
       200,
       kPage,
       {"keyEpoch", "algorithm", "fingerprint", "createdAt", "replacedAt", "validUntil"}},
      {"POST", waiting + "/approve", "{}", 200, kMachine},
      {"POST", waiting + "/disable", "{}", 200, kMachine},
      {"POST", waiting + "/enable", "", 200, kMachine},
      {"GET", waiting + "/revocation", "", 200, kEffect},
      {"POST", waiting + "/revoke", "{}", 200, {}},
      {"GET", in_vault("/enrolment-tokens"), "", 200, kPage, kToken},
      {"POST", in_vault("/enrolment-tokens"), "{}", 201, {"tokenId", "token", "expiresAt"}},
      {"GET", in_vault("/operators"), "", 200, kPage, kOperator},
      {"GET", in_vault("/audit?limit=2"), "", 200, kPage, kRecord},
      {"GET", in_vault("/activity"), "", 200, {"from", "to", "bucket", "items"}},
      {"DELETE", secret, "", 200, {}},
  };
  for (const auto& row : rows) {
    const auto what = std::string(row.method) + " " + row.target;
    const auto answer = as_operator(row.method, row.target, row.body);
    EXPECT_EQ(answer.status, row.status) << what << " " << answer.body;
    const auto body = json::parse(answer.body);
    EXPECT_EQ(members(body), row.object) << what;
    if (row.item.empty()) continue;
    ASSERT_FALSE(body.at("items").empty()) << what;
    for (const auto& item : body.at("items")) {
      auto expected = row.item;
      if (row.item == kRecord && item.contains("proof")) expected.insert("proof");
      EXPECT_EQ(members(item), expected) << what;
    }
  }
}

TEST_F(StrictClient, MaySendAnEmptyBodyWithItsLength) {
  const auto target = in_vault("/machines/" + reader.identity.machine_id + "/disable");
  const auto answer = ask(by_hand().sign("POST", target, {}, "Content-Length: 0\r\n"));
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(StrictClient, MaySendOtherWords) {
  const auto machine = by_hand(reader.identity);
  for (const char* fields :
       {"Accept-Encoding: gzip\r\n", "User-Agent: \r\n", "Accept: */*\r\nContent-Type: text/plain\r\n",
        "TE: trailers\r\n", "X-Algorithm: Ed25519\r\n", "Cookie: a=b\r\n"})
    EXPECT_EQ(ask(machine.sign("GET", reader.target(), {}, fields)).body, R"({"value":"value"})") << fields;
}

}  // namespace
}  // namespace signet::testing
