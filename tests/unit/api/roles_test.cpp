// SPDX-License-Identifier: Apache-2.0
// Every operator route against every role: who may, and that a machine's key opens none of them.
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Row {
  const char* method;
  const char* path;    // {v}, {i}, {p}, {s}, {m}, {o}, {t} stand for things that exist
  const char* body;
  std::string may;     // of "root", "owner", "admin", "auditor"
};

const std::vector<Row> kRows{
    {"GET", "/v1/admin/installations/{i}", "", "root owner admin auditor stranger"},
    {"GET", "/v1/admin/installations/{i}/vaults", "", "root"},
    {"POST", "/v1/admin/installations/{i}/vaults", R"({"name":"another"})", "root"},
    {"GET", "/v1/admin/installations/{i}/operators", "", "root"},
    {"GET", "/v1/admin/installations/{i}/audit", "", "root"},
    {"GET", "/v1/admin/installations/{i}/audit/export?format=csv", "", "root"},
    {"GET", "/v1/admin/installations/{i}/audit/checkpoint", "", "root"},
    {"GET", "/v1/admin/installations/{i}/audit/checkpoints/1", "", "root"},
    {"GET", "/v1/admin/installations/{i}/audit/inclusion?record=1", "", "root"},
    {"GET", "/v1/admin/installations/{i}/audit/consistency?from=1", "", "root"},
    {"GET", "/v1/admin/installations/{i}/audit/records/1/proof", "", "root"},
    {"DELETE", "/v1/admin/installations/{i}/audit/records/1/proof", "{}", "root"},
    {"GET", "/v1/admin/installations/{i}/audit/actions", "", "root owner admin auditor stranger"},
    {"GET", "/v1/admin/installations/{i}/lockouts", "", "root"},
    {"POST", "/v1/admin/installations/{i}/lockouts/clear", R"({"scope":"address","subject":"192.0.2.1"})", "root"},
    {"GET", "/v1/admin/installations/{i}/restore/held", "", "root"},
    {"POST", "/v1/admin/installations/{i}/restore/release", R"({"ids":["x"]})", "root"},
    {"GET", "/v1/admin/installations/{i}/key-slots", "", "root"},
    {"POST", "/v1/admin/installations/{i}/unseal", R"({"share":"x"})", "root"},
    {"GET", "/v1/admin/installations/{i}/key-rotations", "", "root"},
    {"POST", "/v1/admin/installations/{i}/root-key/rotate", "{}", "root"},
    {"POST", "/v1/admin/installations/{i}/projects/{p}/key/rotate", "{}", "root"},
    {"POST", "/v1/admin/installations/{i}/key", "{}", "root owner admin auditor stranger"},
    {"GET", "/v1/admin/vaults/{v}", "", "root owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/suspend", "{}", "root"},
    {"POST", "/v1/admin/vaults/{v}/resume", "{}", "root"},
    {"GET", "/v1/admin/vaults/{v}/settings", "", "owner admin auditor"},
    {"PATCH", "/v1/admin/vaults/{v}/settings", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/canaries", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/canaries/{s}", "", "owner admin auditor"},
    {"PATCH", "/v1/admin/vaults/{v}/canaries/{s}", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/canaries", R"({"name":"n"})", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/freeze", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/unfreeze", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/operators", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/operators", R"({"name":"x"})", "owner"},
    {"PUT", "/v1/admin/vaults/{v}/operators/{o}", R"({"role":"auditor"})", "owner"},
    {"DELETE", "/v1/admin/vaults/{v}/operators/{o}", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/operators/{o}/keys", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/machines/{m}/keys", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/signature-policy", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/signature-policy", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/projects/{p}/signature-policy", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/projects/{p}/signature-policy", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/signature-policy", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/secrets/{s}/signature-policy", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/operator-signature-policy", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/operator-signature-policy", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/signature-report", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/audit", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/audit/export?format=jsonl", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/audit/checkpoint", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/audit/checkpoints/1", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/audit/inclusion?record=1", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/audit/consistency?from=1", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/audit/records/1/proof", "", "owner"},
    {"DELETE", "/v1/admin/vaults/{v}/audit/records/1/proof", "{}", "owner"},
    {"GET", "/v1/admin/vaults/{v}/activity", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/applications", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/applications", R"({"name":"new app"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/applications/{a}", "", "owner admin auditor"},
    {"PATCH", "/v1/admin/vaults/{v}/applications/{a}", R"({"name":"renamed"})", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/applications/{a}", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/webhooks", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/webhooks", R"({"url":"https://example.org/x"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/webhooks/hook_0000000000", "", "owner admin auditor"},
    {"PATCH", "/v1/admin/vaults/{v}/webhooks/hook_0000000000", "{}", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/webhooks/hook_0000000000", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/webhooks/hook_0000000000/enable", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/webhooks/hook_0000000000/test", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/projects", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/projects", R"({"name":"new"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/projects/{p}", "", "owner admin auditor"},
    {"PATCH", "/v1/admin/vaults/{v}/projects/{p}", R"({"name":"renamed"})", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/projects/{p}", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/projects/{p}/machines", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/projects/{p}/machines/{m}", "{}", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/projects/{p}/machines/{m}", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/projects/{p}/secrets", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/secrets", R"({"name":"n","value":"v"})", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/end-to-end", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/secrets/{s}/end-to-end", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}", "", "owner admin auditor"},
    {"PATCH", "/v1/admin/vaults/{v}/secrets/{s}", R"({"name":"other"})", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/secrets/{s}/versions", R"({"value":"v2"})", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/secrets/{s}", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/versions", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/versions/1", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/secrets/{s}/rollback", R"({"version":1})", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/secrets/{s}/rotate", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/rotation", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/secrets/{s}/rotation", "{}", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/secrets/{s}/rotation", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/export", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/export", R"({"exportAllowed":false})", "owner"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/import", R"({"format":"json","content":"{}"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/note", "", "owner admin"},
    {"PUT", "/v1/admin/vaults/{v}/secrets/{s}/note", R"({"note":"n"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/trash", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/trash/{s}/restore", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/trash/{s}/purge", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/grants", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/secrets/{s}/grants/{m}", "{}", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/secrets/{s}/grants/{m}", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/projects/{p}/policies", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/policies", R"({"name":"n"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/policies/{pol}", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/policies/{pol}", R"({"name":"n"})", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/policies/{pol}", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/policy", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/secrets/{s}/policy", R"({"policyId":"pol_0000000000"})", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/secrets/{s}/policy", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/projects/{p}/one-time-links", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/one-time-links", R"({"value":"v","ttlSeconds":60})", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/one-time-links/once_0000000000", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/sync", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/secrets/{s}/sync",
     R"({"providerType":"redis","host":"h","port":1,"managedUsername":"u","adminUser":"","adminPass":""})",
     "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/secrets/{s}/sync", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/secrets/{s}/sync/rotate", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/secrets/{s}/sync/cancel", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/authorities", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/authorities", R"({"type":"ssh","name":"n"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/authorities/ca_0000000000", "", "owner admin auditor"},
    {"DELETE", "/v1/admin/vaults/{v}/authorities/ca_0000000000", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/projects/{p}/certificates", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/secrets/{s}/certificate", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/secrets/{s}/certificate", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/machines", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/machines/{m}", "", "owner admin auditor"},
    {"PATCH", "/v1/admin/vaults/{v}/machines/{m}", R"({"name":"renamed"})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/machines/{m}/hybrid-key", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/machines/{m}/approve", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/machines/{m}/deny", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/machines/{m}/disable", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/machines/{m}/enable", "{}", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/machines/{m}/revoke", "{}", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/machines/{m}/revocation", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/machines/{m}/audiences", "", "owner admin auditor"},
    {"PUT", "/v1/admin/vaults/{v}/machines/{m}/audiences", R"({"audiences":["a"]})", "owner admin"},
    {"POST", "/v1/admin/vaults/{v}/identity-keys/rotate", "{}", "owner"},
    {"POST", "/v1/admin/vaults/{v}/machines/{m}/extend", R"({"lifetimeSeconds":3600})", "owner admin"},
    {"GET", "/v1/admin/vaults/{v}/enrolment-tokens", "", "owner admin auditor"},
    {"GET", "/v1/admin/vaults/{v}/enrolment-tokens/{t}", "", "owner admin auditor"},
    {"POST", "/v1/admin/vaults/{v}/enrolment-tokens", "{}", "owner admin"},
    {"DELETE", "/v1/admin/vaults/{v}/enrolment-tokens/{t}", "{}", "owner admin"},
};

struct Cast {
  Installation vault;
  std::string project, secret, token, policy, application;
  Signer machine;
  std::map<std::string, Signer> operators;

  Cast()
      : project(vault.make_project("p")), secret(vault.make_secret(project, "s", "v")), machine(vault.make_machine()) {
    vault.give(machine, project, secret);
    token = vault.send(vault.root, "POST", vault.vault_path("/enrolment-tokens"), "{}")["tokenId"];
    policy = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/policies"),
                        R"({"name":"p"})")["policyId"];
    application = vault.send(vault.root, "POST", vault.vault_path("/applications"), R"({"name":"a"})")["applicationId"];
    operators["owner"] = vault.make_operator(Role::owner, vault.vault_id);
    operators["admin"] = vault.make_operator(Role::admin, vault.vault_id);
    operators["auditor"] = vault.make_operator(Role::auditor, vault.vault_id);
    operators["bystander"] = vault.make_operator(Role::auditor, vault.vault_id);
    // Operators of another vault: one without any standing here, and root, who owns only that other one.
    const auto other =
        vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
    operators["stranger"] = vault.make_operator(Role::owner, other);
    const auto gone = vault.send(operators["owner"], "DELETE", vault.vault_path("/operators/" + vault.root.id), "{}");
    EXPECT_EQ(gone.status, 200) << gone.text;
    operators["root"] = vault.root;
  }

  std::string fill(std::string path) const {
    const std::map<std::string, std::string> things{
        {"{v}", vault.vault_id}, {"{i}", vault.installation_id},        {"{p}", project}, {"{s}", secret},
        {"{m}", machine.id},     {"{o}", operators.at("bystander").id}, {"{t}", token},   {"{pol}", policy},
        {"{a}", application}};
    for (const auto& [name, id] : things)
      if (const auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), id);
    return path;
  }
};

TEST(Roles, AreWhatTheTableSays) {
  for (const auto& row : kRows) {
    for (const std::string role : {"root", "owner", "admin", "auditor", "stranger"}) {
      SCOPED_TRACE(std::string(row.method) + " " + row.path + " as " + role);
      const bool may = row.may.find(role) != std::string::npos;
      // What is refused changes nothing, so one cast serves all refusals; what is done gets a cast of its own.
      static Cast* shared = new Cast;
      std::unique_ptr<Cast> own;
      if (may && std::string(row.method) != "GET") own = std::make_unique<Cast>();
      Cast& cast = own ? *own : *shared;
      const auto before = cast.vault.state_digest();
      const auto answer = cast.vault.send(cast.operators.at(role), row.method, cast.fill(row.path), row.body);
      if (may) {
        EXPECT_NE(answer.status, 403) << answer.text;
        EXPECT_NE(answer.status, 401);
        EXPECT_LT(answer.status, 500);
      } else {
        EXPECT_EQ(answer.status, 403) << answer.text;
        EXPECT_EQ(cast.vault.state_digest(), before);
      }
    }
  }
}

TEST(Roles, GiveNothingToAMachine) {
  Cast cast;
  for (const auto& row : kRows) {
    cast.vault.clock.advance(std::chrono::hours(1));
    const auto before = cast.vault.state_digest();
    EXPECT_EQ(cast.vault.send(cast.machine, row.method, cast.fill(row.path), row.body).status, 401) << row.path;
    EXPECT_EQ(cast.vault.state_digest(), before);
  }
}

TEST(Roles, HideWhichVaultsExist) {
  Cast cast;
  const auto& stranger = cast.operators.at("stranger");
  const auto real = cast.vault.send(stranger, "GET", cast.vault.vault_path("/projects"));
  const auto absent = cast.vault.send(stranger, "GET", "/v1/admin/vaults/vault_0000000000000000/projects");
  EXPECT_EQ(real.status, absent.status);
  EXPECT_EQ(real.text, absent.text);
}

TEST(Roles, BindARequestToItsInstallation) {
  Cast cast;
  EXPECT_EQ(cast.vault.send(cast.vault.root, "GET", "/v1/admin/installations/inst_0000000000000000/vaults").status,
            404);
}

TEST(Roles, NobodyChangesTheirOwnAndTheLastOwnerStays) {
  Installation vault;
  const auto self =
      vault.send(vault.root, "PUT", vault.vault_path("/operators/" + vault.root.id), R"({"role":"auditor"})");
  EXPECT_EQ(self.status, 403);
  EXPECT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/operators/" + vault.root.id), "{}").status, 403);
  const auto second = vault.make_operator(Role::owner, vault.vault_id);
  EXPECT_EQ(vault.send(second, "PUT", vault.vault_path("/operators/" + vault.root.id), R"({"role":"admin"})").status,
            200);
  EXPECT_EQ(vault.send(second, "DELETE", vault.vault_path("/operators/" + second.id), "{}").status, 403);
}

TEST(Roles, OfAVaultDoNotSayWhereAnOperatorWasSeenElsewhere) {
  Installation vault;
  const auto grace = vault.make_operator(Role::admin, vault.vault_id);
  ASSERT_EQ(vault.send(grace, "GET", vault.vault_path("")).status, 200);
  auto whole = vault.send(vault.root, "GET", vault.installation_path("/operators")).body["items"];
  auto ours = vault.send(vault.root, "GET", vault.vault_path("/operators")).body["items"];
  ASSERT_EQ(whole.size(), 2U);
  ASSERT_EQ(ours.size(), 2U);
  for (auto& each : whole) EXPECT_EQ(text_of(each["lastSeenIp"]), vault.address);
  ours.push_back(
      vault.send(vault.root, "PUT", vault.vault_path("/operators/" + grace.id), R"({"role":"auditor"})").body);
  for (auto& each : ours) {
    EXPECT_TRUE(each.contains("lastSeenAt") && each["lastSeenAt"].is_null());
    EXPECT_TRUE(each.contains("lastSeenIp") && each["lastSeenIp"].is_null());
  }
}

TEST(Roles, AnOperatorWithoutAnyIsUnknownAndItsKeyStaysTaken) {
  Installation vault;
  const auto admin = vault.make_operator(Role::admin, vault.vault_id);
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/operators/" + admin.id), "{}").status, 200);
  EXPECT_EQ(vault.send(admin, "GET", vault.vault_path("")).status, 401);
  EXPECT_EQ(vault.enrol(vault.make_token(), *admin.key).status, 409);
}

}  // namespace
}  // namespace signet::testing
