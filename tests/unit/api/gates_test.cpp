// SPDX-License-Identifier: Apache-2.0
// What shuts machines out: the vault's allow-list, frozen projects, canaries.
#include "racing.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::testing {
namespace {

struct Gates : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "the value");

  Gates() { vault.give(machine, project, secret); }

  [[nodiscard]] Answer get(const std::string& id) { return vault.send(machine, "GET", "/v1/secret/" + id); }
  [[nodiscard]] Answer set(const std::string& settings) {
    return vault.send(vault.root, "PATCH", vault.vault_path("/settings"), settings);
  }
  [[nodiscard]] Answer post(const std::string& path, const std::string& body = "{}") {
    return vault.send(vault.root, "POST", vault.vault_path(path), body);
  }
  [[nodiscard]] std::string make_canary(const std::string& settings = "", const std::string& name = "admin-password") {
    const auto made = post("/projects/" + project + "/canaries",
                           R"({"name":")" + name + "\"" + (settings.empty() ? "" : ",") + settings + "}");
    EXPECT_EQ(made.status, 201) << made.text;
    vault.give(machine, project, made["secretId"]);
    return made["secretId"];
  }
  [[nodiscard]] bool is_frozen(const std::string& id) {
    return !vault.send(vault.root, "GET", vault.vault_path("/projects/" + id)).body["frozenAt"].is_null();
  }
};

using AllowList = Gates;

TEST_F(AllowList, ShutsOutWhoComesFromElsewhere) {
  ASSERT_EQ(set(R"({"ipAllowlistEnabled":true,"ipAllowlistCidrs":["203.0.113.0/24"]})").status, 200);
  EXPECT_EQ(get(secret).status, 200);
  vault.address = "198.51.100.1";
  const auto denied = get(secret);
  EXPECT_EQ(denied.status, 403);
  EXPECT_EQ(denied.text, R"({"error":"Access denied"})");
  auto record = vault.audit(vault.vault_id).back();
  EXPECT_EQ(text_of(record["action"]), "auth_failure");
  EXPECT_EQ(text_of(record["detail"]), "address is not on the vault's allow-list");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(secret).status, 403) << "it does not count towards lockout";
  EXPECT_EQ(set(R"({"ipAllowlistEnabled":false})").status, 200) << "operators come from anywhere";
  EXPECT_EQ(get(secret).status, 200);
}

TEST_F(AllowList, ThatIsEmptyLetsNobodyIn) {
  ASSERT_EQ(set(R"({"ipAllowlistEnabled":true})").status, 200);
  EXPECT_EQ(get(secret).status, 403);
  ASSERT_EQ(set(R"({"ipAllowlistCidrs":["203.0.113.7"]})").status, 200);
  EXPECT_EQ(get(secret).status, 200);
}

TEST_F(AllowList, IsAskedBeforeTheMachinesStateAndItsSignature) {
  const auto pending = vault.make_pending_machine();
  ASSERT_EQ(set(R"({"ipAllowlistEnabled":true})").status, 200);
  EXPECT_EQ(vault.send(pending, "GET", "/v1/secrets").text, R"({"error":"Access denied"})");
  auto forged = vault.sign(machine, "GET", "/v1/secrets");
  auto& letter = forged.header("X-Signature")[3];
  letter = letter == 'A' ? 'B' : 'A';
  EXPECT_EQ(vault.handle(forged).status, 403);
}

TEST_F(AllowList, HoldsForEnrolment) {
  const auto token = vault.make_token();
  const auto key = crypto::PrivateKey::generate(Algorithm::ed25519);
  ASSERT_EQ(set(R"({"ipAllowlistEnabled":true,"ipAllowlistCidrs":["192.0.2.0/24"]})").status, 200);
  const auto denied = vault.enrol(token, key);
  EXPECT_EQ(denied.status, 403);
  EXPECT_EQ(denied.text, R"({"error":"Access denied"})");
  vault.address = "192.0.2.1";
  EXPECT_EQ(vault.enrol(token, key).status, 200) << "and the token is not used up";
}

TEST_F(AllowList, OfBeforeTheCommitHoldsForWhatWaitsForIt) {
  Race race(vault);
  race.add(vault.sign(vault.root, "PATCH", vault.vault_path("/settings"), R"({"ipAllowlistEnabled":true})"));
  for (int i = 0; i < 5; ++i) race.add(vault.sign(machine, "GET", "/v1/secret/" + secret));
  const auto statuses = race.run();
  EXPECT_EQ(statuses[0], 200);
  EXPECT_EQ(std::ranges::count(statuses, 403), 5);
}

TEST_F(AllowList, IsShownAndRefusedWhenItIsNone) {
  EXPECT_EQ(set(R"({"ipAllowlistCidrs":["10.0.0.0/8","2001:db8::/32"]})").text,
            R"({"ipAllowlistCidrs":["10.0.0.0/8","2001:db8::/32"],"ipAllowlistEnabled":false,"keyOverlapSeconds":0})");
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/settings")).text,
            R"({"ipAllowlistCidrs":["10.0.0.0/8","2001:db8::/32"],"ipAllowlistEnabled":false,"keyOverlapSeconds":0})");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "vault_update");
  std::string networks = "\"10.0.0.1\"";
  for (std::size_t i = 1; i < limits::kMaxNetworks; ++i) networks += ",\"10.0.0.1\"";
  EXPECT_EQ(set("{\"ipAllowlistCidrs\":[" + networks + "]}").status, 200);
  for (const auto& [body, field] : std::vector<std::pair<std::string, std::string>>{
           {R"({"ipAllowlistCidrs":["nowhere"]})", "ipAllowlistCidrs"},
           {"{\"ipAllowlistCidrs\":[" + networks + ",\"10.0.0.1\"]}", "ipAllowlistCidrs"},
           {R"({"ipAllowlistEnabled":"yes"})", "ipAllowlistEnabled"},
           {R"({"other":1})", "other"},
           {R"({"ipAllowlistEnabled":true,"ipAllowlistEnabled":false})", ""}}) {
    const auto answer = set(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer["field"], field);
  }
}

using Freezing = Gates;

TEST_F(Freezing, GivesItsMachinesNothingUntilAnOwnerEndsIt) {
  const auto other = vault.make_project("other");
  const auto elsewhere = vault.make_secret(other, "s", "v");
  vault.give(machine, other, elsewhere);
  const auto admin = vault.make_operator(Role::admin, vault.vault_id);
  const auto frozen = vault.send(admin, "POST", vault.vault_path("/projects/" + project + "/freeze"));
  ASSERT_EQ(frozen.status, 200) << frozen.text;
  EXPECT_EQ(frozen.body["frozenAt"], to_millis(vault.clock.now()));
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "project_freeze");
  EXPECT_EQ(get(secret).status, 423);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
  EXPECT_EQ(get(elsewhere).status, 200) << "its other projects go on";
  auto list = vault.send(machine, "GET", "/v1/secrets");
  ASSERT_EQ(list.body["secrets"].size(), 1U);
  EXPECT_EQ(text_of(list.body["secrets"][0]["id"]), elsewhere);
  EXPECT_EQ(
      vault.send(vault.root, "POST", vault.vault_path("/secrets/" + secret + "/versions"), R"({"value":"new"})").status,
      201);

  EXPECT_EQ(vault.send(admin, "POST", vault.vault_path("/projects/" + project + "/freeze")).status, 409);
  EXPECT_EQ(vault.send(admin, "POST", vault.vault_path("/projects/" + project + "/unfreeze")).status, 403);
  EXPECT_EQ(post("/projects/" + project + "/unfreeze").status, 200);
  EXPECT_EQ(post("/projects/" + project + "/unfreeze").status, 409);
  EXPECT_EQ(get(secret)["value"], "new");
}

TEST_F(Freezing, TellsNothingToWhoHasNoGrant) {
  const auto stranger = vault.make_machine();
  ASSERT_EQ(post("/projects/" + project + "/freeze").status, 200);
  EXPECT_EQ(vault.send(stranger, "GET", "/v1/secret/" + secret).status, 403);
  EXPECT_EQ(vault.send(stranger, "POST", "/v1/secret/" + secret + "/co-sign").status, 403);
  const auto policy =
      post("/projects/" + project + "/policies",
           R"({"name":"two","coSignEnabled":true,"coSignMachineId":")" + machine.id + R"(","coSignWindowSeconds":60})");
  ASSERT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + secret + "/policy"),
                       R"({"policyId":")" + policy["policyId"] + "\"}").status, 200);
  EXPECT_EQ(vault.send(stranger, "POST", "/v1/secret/" + secret + "/co-sign").status, 403);
  EXPECT_EQ(vault.send(machine, "POST", "/v1/secret/" + secret + "/co-sign").status, 423) << "it is asked to sign";
}

TEST_F(Freezing, NoValueLeavesAfterOneThatWasQueuedBefore) {
  Race race(vault);
  race.add(vault.sign(vault.root, "POST", vault.vault_path("/projects/" + project + "/freeze")));
  for (int i = 0; i < 20; ++i) race.add(vault.sign(machine, "GET", "/v1/secret/" + secret));
  const auto statuses = race.run();
  EXPECT_EQ(statuses[0], 200);
  EXPECT_EQ(std::ranges::count(statuses, 423), 20);
}

TEST_F(Freezing, OfOtherVaultsProjectsLooksLikeThatOfAbsentOnes) {
  const auto home = std::exchange(vault.vault_id, vault.send(vault.root, "POST", vault.installation_path("/vaults"),
                                                             R"({"name":"v2"})")["vaultId"]);
  const auto theirs = vault.make_project("theirs");
  vault.vault_id = home;
  for (const std::string verb : {"freeze", "unfreeze"}) {
    const auto foreign = post("/projects/" + theirs + "/" + verb), absent = post("/projects/proj_0000000000/" + verb);
    EXPECT_EQ(foreign.status, 404);
    EXPECT_EQ(foreign.text, absent.text);
    EXPECT_EQ(post("/projects/" + project + "/" + verb, R"({"force":true})").status, 400);
  }
  EXPECT_EQ(post("/projects/" + theirs + "/canaries", R"({"name":"n"})").status, 404);
}

using Canaries = Gates;

TEST_F(Canaries, FreezeTheirProjectInTheCommitOfTheRead) {
  const auto canary = make_canary();
  const auto before = vault.audit_size(vault.vault_id);
  const auto answer = get(canary);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer["value"].size(), 64U);
  EXPECT_EQ(vault.actions(vault.vault_id, before),
            (std::vector<std::string>{"secret_read", "canary_triggered", "project_freeze"}));
  EXPECT_TRUE(is_frozen(project));
  EXPECT_EQ(get(canary).status, 423);
  EXPECT_EQ(get(secret).status, 423);
  auto shown = vault.send(vault.root, "GET", vault.vault_path("/canaries/" + canary));
  EXPECT_EQ(shown.body["triggeredAt"], to_millis(vault.clock.now()));
  EXPECT_EQ(shown.body["enabled"], true) << "it stays armed";
  ASSERT_EQ(post("/projects/" + project + "/unfreeze").status, 200);
  EXPECT_EQ(get(secret).status, 200);
  EXPECT_EQ(get(canary).status, 200);
  EXPECT_TRUE(is_frozen(project)) << "again";
}

TEST_F(Canaries, AreReadOnceByRacingReads) {
  const auto canary = make_canary();
  ASSERT_EQ(get(secret).status, 200);
  Race race(vault);
  for (int i = 0; i < 10; ++i) {
    race.add(vault.sign(machine, "GET", "/v1/secret/" + canary));
    race.add(vault.sign(machine, "GET", "/v1/secret/" + secret));
  }
  const auto statuses = race.run();
  EXPECT_EQ(statuses[0], 200) << "the canary";
  EXPECT_EQ(std::ranges::count(statuses, 423), 19) << "and nothing of its project after that";
  auto names = vault.actions(vault.vault_id);
  EXPECT_EQ(std::ranges::count(names, "canary_triggered"), 1);
}

TEST_F(Canaries, FreezeRelatedProjectsIfTheyAreToldTo) {
  const auto related = vault.make_project("related"), unrelated = vault.make_project("unrelated");
  vault.give(machine, related, vault.make_secret(related, "s", "v"));
  vault.give(vault.make_machine(), unrelated, vault.make_secret(unrelated, "s", "v"));
  const auto canary = make_canary(R"("triggerFreezeProject":false,"triggerFreezeRelatedProjects":true)");
  EXPECT_EQ(get(canary).status, 200);
  EXPECT_TRUE(is_frozen(related));
  EXPECT_FALSE(is_frozen(project));
  EXPECT_FALSE(is_frozen(unrelated));
  EXPECT_EQ(get(canary).status, 200) << "it may be read again, and says so again";
  auto names = vault.actions(vault.vault_id);
  EXPECT_EQ(std::ranges::count(names, "canary_triggered"), 2);
}

TEST_F(Canaries, GiveOnlyThemselvesToAnExport) {
  const auto related = vault.make_project("a related one");
  const auto first = vault.make_secret(related, "s", "v");
  vault.give(machine, related, first);
  const auto canary = make_canary(R"("triggerFreezeRelatedProjects":true)", "zz-last");
  const auto before = vault.audit_size(vault.vault_id);
  auto only = vault.send(machine, "POST", "/v1/secrets/export");
  ASSERT_EQ(only.status, 200) << only.text;
  ASSERT_EQ(only.body["secrets"].size(), 1U);
  EXPECT_EQ(text_of(only.body["secrets"][0]["id"]), canary);
  EXPECT_TRUE(is_frozen(project));
  EXPECT_TRUE(is_frozen(related));
  auto names = vault.actions(vault.vault_id, before);
  EXPECT_EQ(std::ranges::count(names, "secret_read"), 1);
  EXPECT_EQ(std::ranges::count(names, "canary_triggered"), 1);

  for (const auto& each : {project, related}) ASSERT_EQ(post("/projects/" + each + "/unfreeze").status, 200);
  ASSERT_EQ(vault
                .send(vault.root, "PATCH", vault.vault_path("/canaries/" + canary),
                      R"({"triggerFreezeRelatedProjects":false})")
                .status,
            200);
  auto two = vault.send(machine, "POST", "/v1/secrets/export");
  ASSERT_EQ(two.body["secrets"].size(), 2U) << two.text;
  EXPECT_EQ(text_of(two.body["secrets"][0]["id"]), first) << "in the order of the list";
  EXPECT_EQ(text_of(two.body["secrets"][1]["id"]), canary);
}

TEST_F(Canaries, ThatAreOffAreSecrets) {
  const auto canary = make_canary();
  const auto off = vault.send(vault.root, "PATCH", vault.vault_path("/canaries/" + canary), R"({"enabled":false})");
  EXPECT_EQ(off.status, 200) << off.text;
  EXPECT_EQ(off.body["triggerFreezeProject"], true) << "what is not said stays";
  EXPECT_EQ(get(canary).status, 200);
  EXPECT_EQ(get(secret).status, 200);
  EXPECT_EQ(vault.send(vault.root, "PATCH", vault.vault_path("/canaries/" + canary), R"({"enabled":true})").status,
            200);
  EXPECT_EQ(get(canary).status, 200);
  EXPECT_EQ(get(secret).status, 423);
}

TEST_F(Canaries, LookLikeSecretsToMachines) {
  const auto canary = make_canary();
  auto list = vault.send(machine, "GET", "/v1/secrets");
  ASSERT_EQ(list.body["secrets"].size(), 2U);
  EXPECT_EQ(list.body["secrets"][0].size(), list.body["secrets"][1].size());
  EXPECT_EQ(list.text.find("canar"), std::string::npos);
  auto canaries = vault.send(vault.root, "GET", vault.vault_path("/canaries"));
  ASSERT_EQ(canaries.body["items"].size(), 1U);
  EXPECT_EQ(text_of(canaries.body["items"][0]["secretId"]), canary);
}

TEST_F(Canaries, RefuseWhatTheyAreNot) {
  const auto canary = make_canary();
  const auto canaries = "/projects/" + project + "/canaries";
  struct Case { std::string method, path, body; int status; std::string field; };
  for (const auto& c : std::vector<Case>{
           {"POST", canaries, "{}", 400, "name"},
           {"POST", canaries, R"({"name":7})", 400, "name"},
           {"POST", canaries, R"({"name":"n","value":"mine"})", 400, "value"},
           {"POST", canaries, R"({"name":"n","enabled":"no"})", 400, "enabled"},
           {"POST", canaries, R"({"name":"n","name":"m"})", 400, ""},
           {"POST", canaries, R"({"name":"admin-password"})", 409, "name"},
           {"POST", "/projects/proj_0000000000/canaries", R"({"name":"n"})", 404, ""},
           {"PATCH", "/canaries/" + canary, R"({"triggerFreezeProject":1})", 400, "triggerFreezeProject"},
           {"PATCH", "/canaries/" + canary, R"({"name":"n"})", 400, "name"},
           {"PATCH", "/canaries/" + secret, R"({"enabled":true})", 404, ""},
           {"GET", "/canaries/" + secret, "", 404, ""},
           {"GET", "/canaries/sk_0000000000", "", 404, ""},
           {"GET", "/canaries/nonsense", "", 404, ""},
           {"GET", "/canaries?page=2", "", 400, "page"}}) {
    SCOPED_TRACE(c.method + " " + c.path + " " + c.body);
    const auto before = vault.state_digest();
    const auto answer = vault.send(vault.root, c.method, vault.vault_path(c.path), c.body);
    EXPECT_EQ(answer.status, c.status) << answer.text;
    EXPECT_EQ(answer["field"], c.field);
    EXPECT_EQ(vault.state_digest(), before);
  }
}

}  // namespace
}  // namespace signet::testing
