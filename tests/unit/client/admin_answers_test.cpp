// SPDX-License-Identifier: Apache-2.0
#include "fake_world.hpp"
#include "signet/client/admin_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

using testing::HasSubstr;

struct Admin {
  FakeWorld world = {};
  AdminClient client{OperatorIdentity{.installation_id = "inst_1"}, world.as_operator()};
  VaultAdmin vault = client.vault("vault_a");
};

Time millis(std::int64_t value) { return Time(std::chrono::milliseconds(value)); }

TEST(AdminAnswers, Myself) {
  Admin admin;
  admin.world.answer(200, R"({"installationId":"inst_1","operatorId":"o","operatorName":"Ada","root":true,
      "roles":[{"vaultId":"vault_a","vaultName":"Prod","role":"owner"}],"new":1})");
  const auto me = admin.client.myself();
  ASSERT_TRUE(me) << me.error().message;
  EXPECT_TRUE(me->root);
  ASSERT_EQ(me->roles.size(), 1u);
  EXPECT_EQ(me->roles[0].role, Role::owner);
  EXPECT_EQ(me->roles[0].vault_name, "Prod");
}

TEST(AdminAnswers, APageAndWhereTheNextBegins) {
  Admin admin;
  admin.world.answer(200, R"({"items":[{"vaultId":"vault_a","name":"n","status":"suspended","createdAt":5}],
                              "nextCursor":"17"})");
  admin.world.answer(200, R"({"items":[],"nextCursor":null})");
  const auto first = admin.client.vaults();
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->items.size(), 1u);
  EXPECT_EQ(first->items[0].status, VaultStatus::suspended);
  EXPECT_EQ(first->items[0].created_at, millis(5));
  EXPECT_EQ(first->next, "17");
  const auto last = admin.client.vaults({.cursor = first->next});
  ASSERT_TRUE(last);
  EXPECT_EQ(last->next, std::nullopt);
}

TEST(AdminAnswers, AMachine) {
  Admin admin;
  admin.world.answer(200, R"({"machineId":"m","name":"n","hostname":"h","state":"pending","algorithm":"Ed25519",
      "fingerprint":"ab","keyEpoch":1,"createdAt":5,"expiresAt":null,"lastSeenAt":1795000000123,"lastSeenIp":"10.0.0.7",
      "secretsGranted":3,"kind":"ephemeral","readsLastDay":7})");
  const auto machine = admin.vault.machine("m");
  ASSERT_TRUE(machine) << machine.error().message;
  EXPECT_EQ(machine->state, MachineState::pending);
  EXPECT_EQ(machine->expires_at, std::nullopt);
  EXPECT_EQ(machine->last_seen_at, millis(1'795'000'000'123));
  EXPECT_EQ(machine->last_seen_ip, "10.0.0.7");
  EXPECT_EQ(machine->secrets_granted, 3u);
  EXPECT_EQ(machine->kind, "ephemeral");
  EXPECT_EQ(machine->reads_last_day, 7u);
}

TEST(AdminAnswers, AnEnrolmentTokenAndWhatARevocationTakesAway) {
  Admin admin;
  admin.world.answer(200, R"({"tokenId":"t","kind":"enrolment","name":"n","description":null,"state":"active",
      "createdAt":1,"createdBy":"o","expiresAt":2,"uses":5,"usesLeft":4,"revoked":false,"machineLifetimeSeconds":60,
      "projectIds":["p"],"secretIds":["s"],"networks":["10.0.0.0/8"],"hostnamePattern":"web-*","nameTemplate":null})");
  const auto token = admin.vault.token("t");
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(token->kind, TokenKind::enrolment);
  EXPECT_EQ(token->uses_left, 4u);
  EXPECT_EQ(token->machine_life_seconds, 60u);
  EXPECT_EQ(token->networks, std::vector<std::string>{"10.0.0.0/8"});
  EXPECT_EQ(token->name_template, std::nullopt);
  admin.world.answer(200, R"({"machineId":"m","name":"n","projects":[{"projectId":"p","name":"q"}],
      "grants":[{"secretId":"s","name":"t","projectId":"p","kind":"read"}],
      "coSigns":[{"policyId":"pol","name":"two","projectId":"p"}],
      "tokens":[{"tokenId":"t","name":null,"usesLeft":4,"expiresAt":2}]})");
  const auto effect = admin.vault.preview_revocation("m");
  ASSERT_TRUE(effect) << effect.error().message;
  EXPECT_EQ(effect->projects.at(0).name, "q");
  EXPECT_EQ(effect->grants.at(0).kind, "read");
  EXPECT_EQ(effect->co_signs.at(0).policy_id, "pol");
  EXPECT_EQ(effect->co_signs.at(0).name, "two");
  EXPECT_EQ(effect->tokens.at(0).uses_left, 4u);
}

TEST(AdminAnswers, ASecretWithAndWithoutFields) {
  Admin admin;
  admin.world.answer(201,
                     R"({"secretId":"s","projectId":"p","name":"n","kind":"standard","fieldNames":["a","b"],"version":2,
                              "createdAt":1,"updatedAt":2})");
  admin.world.answer(201, R"({"secretId":"s","projectId":"p","name":"n","kind":"standard","fieldNames":null,"version":1,
                              "createdAt":1,"updatedAt":2})");
  EXPECT_EQ(admin.vault.secret("s")->field_names, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(admin.vault.secret("s")->field_names, std::nullopt);
}

TEST(AdminAnswers, ATokenIsShownOnce) {
  Admin admin;
  admin.world.answer(201, R"({"tokenId":"t","token":"0123","expiresAt":9})");
  const auto token = admin.vault.create_token();
  ASSERT_TRUE(token);
  EXPECT_EQ(token->token.expose_text(), "0123");
  EXPECT_EQ(token->expires_at, millis(9));
}

TEST(AdminAnswers, AnOperatorOfTheInstallationHasNoRole) {
  Admin admin;
  const std::string with =
      R"({"items":[{"operatorId":"o","name":"n","role":"auditor","root":false,"algorithm":"ML-DSA-65",
      "fingerprint":"f","createdAt":1,"lastSeenAt":null,"lastSeenIp":null}],"nextCursor":null})";
  std::string without = with;
  without.erase(without.find("\"role\":\"auditor\","), 17);
  admin.world.answer(200, with);
  admin.world.answer(200, without);
  EXPECT_EQ(admin.vault.operators()->items.at(0).role, Role::auditor);
  EXPECT_EQ(admin.client.operators()->items.at(0).role, std::nullopt);
}

TEST(AdminAnswers, LockoutsAndWhetherOneWasCleared) {
  Admin admin;
  admin.world.answer(200, R"({"items":[{"scope":"id","subject":"m","failures":3,"lockedUntil":9},
      {"scope":"address","subject":"10.0.0.7","failures":1,"lockedUntil":null}],"nextCursor":null})");
  admin.world.answer(200, R"({"cleared":false})");
  const auto lockouts = admin.client.lockouts();
  ASSERT_TRUE(lockouts) << lockouts.error().message;
  EXPECT_EQ(lockouts->items.at(0).locked_until, millis(9));
  EXPECT_EQ(lockouts->items.at(1).locked_until, std::nullopt);
  EXPECT_EQ(admin.client.clear_lockout(LockoutScope::id, "m").value(), false);
}

TEST(AdminAnswers, AnAuditRecordLeavesOutWhatIsNotKnown) {
  Admin admin;
  admin.world.answer(200, R"({"items":[{"seq":4,"log":"vault_a","at":5,"action":"auth_failure","severity":"medium",
      "actorKind":"external","actorId":null,"machineId":null,"secretId":null,"sourceIp":"10.0.0.7","detail":"no"}],
      "nextCursor":"3"})");
  const auto page = admin.vault.audit();
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->items.at(0).actor_id, std::nullopt);
  EXPECT_EQ(page->items.at(0).source_ip, "10.0.0.7");
}

TEST(AdminAnswers, WhatIsMissingOrUnknownIsNamed) {
  const std::pair<const char*, const char*> table[] = {
      {R"({"name":"n","status":"active","createdAt":5})", "vaultId"},
      {R"({"vaultId":"v","name":"n","status":"frozen","createdAt":5})", "status"},
      {R"({"vaultId":"v","name":"n","status":"active","createdAt":-5})", "createdAt"},
      {R"({"vaultId":"v","name":"n","status":"active","createdAt":"5"})", "createdAt"},
      {R"({"vaultId":"v","name":"n","status":"active","createdAt":253402300800000})", "createdAt"},
      {R"({"vaultId":"v","name":7,"status":"active","createdAt":5})", "name"}};
  for (const auto& [body, member] : table) {
    Admin admin;
    admin.world.answer(200, body);
    const auto vault = admin.vault.show();
    ASSERT_FALSE(vault) << body;
    EXPECT_EQ(vault.error().kind, ErrorKind::server);
    EXPECT_THAT(vault.error().message, HasSubstr("\"" + std::string(member) + "\""));
  }
}

TEST(AdminAnswers, ListsMustBeLists) {
  for (const char* body : {"{}", R"({"items":{}})", R"({"items":[7]})", R"({"items":[],"nextCursor":7})"}) {
    Admin admin;
    admin.world.answer(200, body);
    EXPECT_FALSE(admin.vault.projects()) << body;
  }
}

}  // namespace
}  // namespace signet::client
