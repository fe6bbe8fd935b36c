// SPDX-License-Identifier: Apache-2.0
// Projects, members, secrets with their versions, and grants.
#include "database.hpp"

namespace signet::store {
namespace {

struct Secrets : FurnishedStore {};

TEST_F(Secrets, ASecretAndItsVersionComeBackWhole) {
  auto structured = some_secret(project, "database");
  structured.field_names = {"user", "pass word", "hôte"};
  write([&](Transaction& t) { t.insert_secret(structured, some_version()); });
  const auto found = snapshot()->find_secret(structured.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->vault, vault.id);
  EXPECT_EQ(found->project, project.id);
  EXPECT_EQ(found->name, "database");
  EXPECT_EQ(found->field_names, structured.field_names);
  EXPECT_EQ(found->version, 1U);
  EXPECT_EQ(found->created_at, kNow);
  EXPECT_EQ(found->updated_at, kNow);
  EXPECT_FALSE(found->deleted_at);
  EXPECT_TRUE(snapshot()->find_secret(secret.id)->field_names.empty());
  const auto stored = snapshot()->find_version(secret.id, 1);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->version, 1U);
  EXPECT_EQ(stored->value, version.value);
  EXPECT_EQ(stored->wrapped_key, version.wrapped_key);
  EXPECT_EQ(stored->created_at, kNow);
  EXPECT_EQ(stored->created_by, "somebody");
  EXPECT_FALSE(snapshot()->find_version(secret.id, 2));
  EXPECT_FALSE(snapshot()->find_secret(some_id<SecretId>()));
}

TEST_F(Secrets, FieldNamesMustBeLines) {
  auto bad = some_secret(project, "bad");
  bad.field_names = {"a\nb"};
  expect_refused([&](Transaction& t) { t.insert_secret(bad, some_version()); });
  bad.field_names = {"a", ""};
  expect_refused([&](Transaction& t) { t.insert_secret(bad, some_version()); });
}

TEST_F(Secrets, ANewVersionBecomesTheCurrentOne) {
  auto changed = secret;
  changed.version = 2;
  changed.field_names = {"a"};
  auto second = some_version(2);
  second.created_at = kNow + std::chrono::seconds(5);
  write([&](Transaction& t) { t.insert_version(changed, second); });
  const auto found = snapshot()->find_secret(secret.id);
  EXPECT_EQ(found->version, 2U);
  EXPECT_EQ(found->updated_at, second.created_at);
  EXPECT_EQ(found->field_names, std::vector<std::string>{"a"});
  EXPECT_TRUE(snapshot()->find_version(secret.id, 1));
  EXPECT_TRUE(snapshot()->find_version(secret.id, 2));
}

TEST_F(Secrets, VersionsFollowEachOther) {
  expect_refused([&](Transaction& t) { t.insert_version(secret, some_version(1)); });
  expect_refused([&](Transaction& t) { t.insert_version(secret, some_version(3)); });
  EXPECT_EQ(snapshot()->find_secret(secret.id)->version, 1U);
  EXPECT_FALSE(snapshot()->find_version(secret.id, 3));
}

TEST_F(Secrets, ASecretIsRenamed) {
  write([&](Transaction& t) { t.rename_secret(secret.id, "pass", kNow + std::chrono::seconds(1)); });
  EXPECT_EQ(snapshot()->find_secret(secret.id)->name, "pass");
  EXPECT_EQ(snapshot()->find_secret(secret.id)->updated_at, kNow + std::chrono::seconds(1));
}

TEST_F(Secrets, NamesAreUniqueInTheirProjectByExactBytes) {
  const auto other = some_project(vault.id, "other");
  write([&](Transaction& t) {
    t.insert_project(other, project_key);
    t.insert_secret(some_secret(other, secret.name), some_version());
    t.insert_secret(some_secret(project, "Password"), some_version());
  });
  EXPECT_TRUE(snapshot()->is_secret_name_taken(project.id, "password"));
  EXPECT_FALSE(snapshot()->is_secret_name_taken(project.id, "PASSWORD"));
  expect_refused([&](Transaction& t) { t.insert_secret(some_secret(project, "password"), some_version()); });
  expect_refused([&](Transaction& t) { t.rename_secret(secret.id, "Password", kNow); });
}

TEST_F(Secrets, ADeletedSecretGivesItsNameBackAndLosesItsGrants) {
  write([&](Transaction& t) {
    t.insert_grant(some_grant(machine, secret));
    t.delete_secret(secret.id, kNow + std::chrono::seconds(1));
  });
  const auto after = snapshot();
  EXPECT_EQ(after->find_secret(secret.id)->deleted_at, kNow + std::chrono::seconds(1));
  EXPECT_TRUE(after->find_version(secret.id, 1));
  EXPECT_FALSE(after->find_grant(machine.id, secret.id));
  EXPECT_FALSE(after->is_secret_name_taken(project.id, secret.name));
  EXPECT_TRUE(after->list_granted(machine.id).empty());
  write([&](Transaction& t) { t.insert_secret(some_secret(project, secret.name), some_version()); });
  expect_refused([&](Transaction& t) { t.delete_secret(secret.id, kNow); });
  expect_refused([&](Transaction& t) { t.rename_secret(secret.id, "again", kNow); });
  expect_refused([&](Transaction& t) { t.insert_version(secret, some_version(2)); });
  expect_refused([&](Transaction& t) { t.insert_grant(some_grant(machine, secret)); });
}

TEST_F(Secrets, ASecretLiesInTheVaultOfItsProject) {
  const auto other = some_vault("other");
  write([&](Transaction& t) { t.insert_vault(other); });
  auto misplaced = some_secret(project, "misplaced");
  misplaced.vault = other.id;
  expect_refused([&](Transaction& t) { t.insert_secret(misplaced, some_version()); });
}

TEST_F(Secrets, AProjectComesBackWithItsNewestKey) {
  const auto found = snapshot()->find_project(project.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->vault, vault.id);
  EXPECT_EQ(found->name, "shop");
  EXPECT_EQ(found->created_at, kNow);
  EXPECT_EQ(snapshot()->find_project_key(project.id)->wrapped, project_key.wrapped);
  run_sql(file, "INSERT INTO project_keys VALUES ('" + project.id.str() + "', 7, x'07', '0011223344556677')");
  EXPECT_EQ(snapshot()->find_project_key(project.id)->generation, 7U);
  EXPECT_FALSE(snapshot()->find_project(some_id<ProjectId>()));
  EXPECT_FALSE(snapshot()->find_project_key(some_id<ProjectId>()));
}

TEST_F(Secrets, ProjectNamesAreUniqueInTheirVault) {
  const auto other = some_vault("other");
  write([&](Transaction& t) {
    t.insert_vault(other);
    t.insert_project(some_project(other.id, project.name), project_key);
    t.insert_project(some_project(vault.id, "Shop"), project_key);
  });
  EXPECT_TRUE(snapshot()->is_project_name_taken(vault.id, "shop"));
  EXPECT_FALSE(snapshot()->is_project_name_taken(vault.id, "SHOP"));
  expect_refused([&](Transaction& t) { t.insert_project(some_project(vault.id, "shop"), project_key); });
  expect_refused([&](Transaction& t) { t.rename_project(project.id, "Shop"); });
  write([&](Transaction& t) { t.rename_project(project.id, "store"); });
  EXPECT_EQ(snapshot()->find_project(project.id)->name, "store");
  expect_refused([](Transaction& t) { t.rename_project(some_id<ProjectId>(), "x"); });
}

TEST_F(Secrets, AProjectGoesOnlyWithoutSecrets) {
  expect_refused([&](Transaction& t) { t.delete_project(project.id); });
  EXPECT_TRUE(snapshot()->find_project(project.id));
  write([&](Transaction& t) {
    t.delete_secret(secret.id, kNow);
    t.delete_project(project.id);
  });
  const auto after = snapshot();
  EXPECT_FALSE(after->find_project(project.id));
  EXPECT_FALSE(after->find_project_key(project.id));
  EXPECT_FALSE(after->is_member(machine.id, project.id));
  EXPECT_FALSE(after->find_secret(secret.id));
  EXPECT_FALSE(after->find_version(secret.id, 1));
}

TEST_F(Secrets, AMemberMustBeOfTheSameVaultAndOnlyOnce) {
  const auto other = some_vault("other");
  const auto stranger = some_machine(other.id);
  write([&](Transaction& t) {
    t.insert_vault(other);
    t.insert_machine(stranger);
  });
  expect_refused([&](Transaction& t) { t.insert_member(stranger.id, project.id, kNow); });
  expect_refused([&](Transaction& t) { t.insert_member(machine.id, project.id, kNow); });
  expect_refused([&](Transaction& t) { t.insert_member(some_id<MachineId>(), project.id, kNow); });
  EXPECT_TRUE(snapshot()->is_member(machine.id, project.id));
  EXPECT_FALSE(snapshot()->is_member(stranger.id, project.id));
}

TEST_F(Secrets, WhoLeavesAProjectLosesItsGrantsThereAndNoOthers) {
  const auto second = some_project(vault.id, "second");
  const auto elsewhere = some_secret(second, "elsewhere");
  write([&](Transaction& t) {
    t.insert_project(second, project_key);
    t.insert_member(machine.id, second.id, kNow);
    t.insert_secret(elsewhere, some_version());
    t.insert_grant(some_grant(machine, secret));
    t.insert_grant(some_grant(machine, elsewhere));
  });
  EXPECT_EQ(snapshot()->count_grants(machine.id), 2U);
  write([&](Transaction& t) { t.delete_member(machine.id, project.id); });
  EXPECT_FALSE(snapshot()->is_member(machine.id, project.id));
  EXPECT_FALSE(snapshot()->find_grant(machine.id, secret.id));
  EXPECT_EQ(snapshot()->find_grant(machine.id, elsewhere.id), GrantKind::read);
  expect_refused([&](Transaction& t) { t.delete_member(machine.id, project.id); });
}

TEST_F(Secrets, AGrantNeedsAMembership) {
  const auto outsider = some_machine(vault.id, "outsider");
  write([&](Transaction& t) { t.insert_machine(outsider); });
  expect_refused([&](Transaction& t) { t.insert_grant(some_grant(outsider, secret)); });
  expect_refused([&](Transaction& t) { t.insert_grant(some_grant(machine, some_secret(project))); });
}

TEST_F(Secrets, AGrantComesBackWholeAndGoes) {
  auto grant = some_grant(machine, secret);
  grant.kind = GrantKind::agent;
  write([&](Transaction& t) { t.insert_grant(grant); });
  EXPECT_EQ(snapshot()->find_grant(machine.id, secret.id), GrantKind::agent);
  const auto found = snapshot()->find_whole_grant(machine.id, secret.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->machine, machine.id);
  EXPECT_EQ(found->machine_name, machine.name);
  EXPECT_EQ(found->secret, secret.id);
  EXPECT_EQ(found->kind, GrantKind::agent);
  EXPECT_EQ(found->created_at, kNow);
  expect_refused([&](Transaction& t) { t.insert_grant(some_grant(machine, secret)); });
  write([&](Transaction& t) { t.delete_grant(machine.id, secret.id); });
  EXPECT_FALSE(snapshot()->find_grant(machine.id, secret.id));
  EXPECT_FALSE(snapshot()->find_whole_grant(machine.id, secret.id));
  expect_refused([&](Transaction& t) { t.delete_grant(machine.id, secret.id); });
}

TEST_F(Secrets, GrantedSecretsAreOrderedByProjectThenName) {
  const auto first = some_project(vault.id, "a-project");
  auto structured = some_secret(first, "z");
  structured.field_names = {"user", "pass"};
  const auto early = some_secret(project, "alpha");
  const auto not_granted = some_secret(project, "not-granted");
  write([&](Transaction& t) {
    t.insert_project(first, project_key);
    t.insert_member(machine.id, first.id, kNow);
    for (const auto& each : {structured, early, not_granted}) t.insert_secret(each, some_version());
    for (const auto& each : {secret, early, structured}) t.insert_grant(some_grant(machine, each));
  });
  const auto granted = snapshot()->list_granted(machine.id);
  ASSERT_EQ(granted.size(), 3U);
  EXPECT_EQ(granted[0].id, structured.id);
  EXPECT_EQ(granted[0].project, first.id);
  EXPECT_EQ(granted[0].field_names, structured.field_names);
  EXPECT_EQ(granted[1].name, "alpha");
  EXPECT_EQ(granted[2].name, "password");
  EXPECT_TRUE(snapshot()->list_granted(some_id<MachineId>()).empty());
}

}  // namespace
}  // namespace signet::store
