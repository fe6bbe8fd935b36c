// SPDX-License-Identifier: Apache-2.0
// Machines, operators, roles, tokens and the fingerprints between them.
#include "database.hpp"

#include "signet/crypto/keys.hpp"

namespace signet::store {
namespace {

struct Identities : FurnishedStore {
  using Prints = std::vector<std::array<std::uint8_t, 32>>;
};

TEST_F(Identities, AMachineIsUpdated) {
  auto changed = machine;
  changed.name = "renamed";
  changed.approved = true;
  changed.enabled = false;
  changed.proven = true;
  changed.hostname = "not-taken-over";
  write([&](Transaction& t) { t.update_machine(changed); });
  const auto found = snapshot()->find_machine(machine.id);
  EXPECT_EQ(found->name, "renamed");
  EXPECT_TRUE(found->approved);
  EXPECT_FALSE(found->enabled);
  EXPECT_TRUE(found->proven);
  EXPECT_EQ(found->hostname, machine.hostname);
  expect_refused([&](Transaction& t) { t.update_machine(some_machine(vault.id)); });
}

TEST_F(Identities, MachineNamesAreUniqueInTheirVaultByExactBytes) {
  const auto other_vault = some_vault("other");
  write([&](Transaction& t) {
    t.insert_vault(other_vault);
    t.insert_machine(some_machine(other_vault.id, machine.name));
    t.insert_machine(some_machine(vault.id, "WEB-1"));
  });
  EXPECT_TRUE(snapshot()->is_machine_name_taken(vault.id, "web-1"));
  EXPECT_FALSE(snapshot()->is_machine_name_taken(vault.id, "Web-1"));
  EXPECT_FALSE(snapshot()->is_machine_name_taken(some_id<VaultId>(), "web-1"));
  expect_refused([&](Transaction& t) { t.insert_machine(some_machine(vault.id, "web-1")); });
  auto renamed = some_machine(vault.id, "web-2");
  write([&](Transaction& t) { t.insert_machine(renamed); });
  renamed.name = "web-1";
  expect_refused([&](Transaction& t) { t.update_machine(renamed); });
}

TEST_F(Identities, TwoMachinesCannotHaveOneKey) {
  auto twin = some_machine(vault.id, "twin");
  twin.key = machine.key;
  expect_refused([&](Transaction& t) { t.insert_machine(twin); });
}

TEST_F(Identities, AMachineNeedsItsVaultAndItsToken) {
  expect_refused([&](Transaction& t) { t.insert_machine(some_machine(some_id<VaultId>())); });
  auto lost = some_machine(vault.id, "lost");
  lost.token = some_id<TokenId>();
  expect_refused([&](Transaction& t) { t.insert_machine(lost); });
}

TEST_F(Identities, ADeletedMachineTakesItsTracesWithItButNotItsFingerprint) {
  const auto id = machine.id.str();
  write([&](Transaction& t) {
    t.insert_grant(some_grant(machine, secret));
    t.take_fingerprints(id, {machine.key.fingerprint}, std::nullopt);
    t.put_last_seen(id, {.at = kNow, .address = "a"});
    t.put_known_address(id, "a", kNow);
  });
  write([&](Transaction& t) { t.delete_machine(machine.id); });
  const auto after = snapshot();
  EXPECT_FALSE(after->find_machine(machine.id));
  EXPECT_FALSE(after->is_member(machine.id, project.id));
  EXPECT_FALSE(after->find_grant(machine.id, secret.id));
  EXPECT_FALSE(after->find_last_seen(id));
  EXPECT_FALSE(after->is_known_address(id, "a"));
  EXPECT_EQ(after->find_key_owner(machine.key.fingerprint), id);
  expect_refused([&](Transaction& t) { t.delete_machine(machine.id); });
}

TEST_F(Identities, FingerprintsAreTakenOnce) {
  const Prints prints{some_digest(), some_digest()};
  write([&](Transaction& t) { t.take_fingerprints("ada", prints, std::nullopt); });
  EXPECT_EQ(snapshot()->find_key_owner(prints[1]), "ada");
  EXPECT_FALSE(snapshot()->find_key_owner(some_digest()));
  write([&](Transaction& t) { t.take_fingerprints("ada", prints, std::nullopt); });
  expect_refused([&](Transaction& t) { t.take_fingerprints("bob", {some_digest(), prints[1]}, std::nullopt); });
  expect_refused([&](Transaction& t) { t.take_fingerprints("bob", prints, "carol"); });
  EXPECT_EQ(snapshot()->find_key_owner(prints[1]), "ada");
}

TEST_F(Identities, FingerprintsPassOnlyFromWhoReleasesThem) {
  const Prints prints{some_digest()};
  write([&](Transaction& t) { t.take_fingerprints("ada", prints, std::nullopt); });
  write([&](Transaction& t) { t.take_fingerprints("bob", prints, "ada"); });
  EXPECT_EQ(snapshot()->find_key_owner(prints[0]), "bob");
}

TEST_F(Identities, FingerprintsCannotBeDeleted) {
  write([](Transaction& t) { t.take_fingerprints("ada", {some_digest()}, std::nullopt); });
  const Connection connection(file, Connection::Use::write);
  EXPECT_NE(sqlite3_exec(connection.raw(), "DELETE FROM key_fingerprints", nullptr, nullptr, nullptr), SQLITE_OK);
}

TEST_F(Identities, AnOperatorTakesTheFingerprintsOfBothHalves) {
  auto ada = some_operator();
  ada.key = real_key(Algorithm::ed25519_mldsa65);
  write([&](Transaction& t) { t.insert_operator(ada); });
  const auto prints = crypto::PublicKey::from_stored(ada.key.algorithm, ada.key.raw)->all_fingerprints();
  ASSERT_EQ(prints.size(), 3U);
  for (const auto& print : prints) EXPECT_EQ(snapshot()->find_key_owner(print), ada.id.str());
  expect_refused([&](Transaction& t) { t.take_fingerprints(machine.id.str(), {prints[1]}, std::nullopt); });
}

TEST_F(Identities, AnOperatorsKeyMustBeOne) {
  auto ada = some_operator();
  ada.key.raw.pop_back();
  expect_refused([&](Transaction& t) { t.insert_operator(ada); });
}

TEST_F(Identities, ADeletedOperatorLeavesOnlyItsFingerprints) {
  const auto ada = some_operator();
  const auto id = ada.id.str();
  write([&](Transaction& t) {
    t.insert_operator(ada);
    t.set_role(ada.id, vault.id, Role::owner);
    t.put_last_seen(id, {.at = kNow, .address = "a"});
    t.put_known_address(id, "a", kNow);
  });
  write([&](Transaction& t) { t.delete_operator(ada.id); });
  const auto after = snapshot();
  EXPECT_FALSE(after->find_operator(ada.id));
  EXPECT_FALSE(after->find_role(ada.id, vault.id));
  EXPECT_FALSE(after->find_last_seen(id));
  EXPECT_FALSE(after->is_known_address(id, "a"));
  EXPECT_EQ(after->find_key_owner(ada.key.fingerprint), id);
  expect_refused([&](Transaction& t) {
    t.insert_operator({.id = some_id<OperatorId>(), .name = "Eve", .key = ada.key, .created_at = kNow});
  });
  expect_refused([&](Transaction& t) { t.delete_operator(ada.id); });
}

TEST_F(Identities, RolesAreSetChangedAndTaken) {
  const auto ada = some_operator();
  const auto bob = some_operator("Bob");
  const auto second = some_vault("second");
  write([&](Transaction& t) {
    t.insert_vault(second);
    t.insert_operator(ada);
    t.insert_operator(bob);
    t.set_role(ada.id, vault.id, Role::auditor);
    t.set_role(ada.id, vault.id, Role::owner);
    t.set_role(ada.id, second.id, Role::admin);
    t.set_role(bob.id, vault.id, Role::owner);
  });
  EXPECT_EQ(snapshot()->find_role(ada.id, vault.id), Role::owner);
  EXPECT_EQ(snapshot()->find_role(ada.id, second.id), Role::admin);
  EXPECT_FALSE(snapshot()->find_role(bob.id, second.id));
  EXPECT_EQ(snapshot()->count_owners(vault.id), 2U);
  EXPECT_EQ(snapshot()->count_owners(second.id), 0U);
  EXPECT_EQ(snapshot()->count_roles(ada.id), 2U);
  const auto roles = snapshot()->list_roles(ada.id);
  ASSERT_EQ(roles.size(), 2U);
  EXPECT_EQ(roles[0].first.id, vault.id);
  EXPECT_EQ(roles[0].second, Role::owner);
  EXPECT_EQ(roles[1].first.name, "second");
  EXPECT_EQ(roles[1].second, Role::admin);
  write([&](Transaction& t) { t.set_role(ada.id, vault.id, std::nullopt); });
  EXPECT_FALSE(snapshot()->find_role(ada.id, vault.id));
  EXPECT_EQ(snapshot()->count_owners(vault.id), 1U);
  expect_refused([&](Transaction& t) { t.set_role(ada.id, vault.id, std::nullopt); });
  expect_refused([&](Transaction& t) { t.set_role(some_id<OperatorId>(), vault.id, Role::admin); });
  expect_refused([&](Transaction& t) { t.set_role(ada.id, some_id<VaultId>(), Role::admin); });
}

TEST_F(Identities, RootsAreCounted) {
  auto root = some_operator("Root");
  root.root = true;
  write([&](Transaction& t) {
    t.insert_operator(root);
    t.insert_operator(some_operator());
  });
}

TEST_F(Identities, ATokenComesBackWholeByIdAndByHash) {
  auto token = some_token(vault.id);
  token.uses_left = 3;
  write([&](Transaction& t) { t.insert_token(token); });
  const auto view = snapshot();
  for (const auto& found : {view->find_token(token.id), view->find_token_by_hash(token.hash)}) {
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, token.id);
    EXPECT_EQ(found->vault, vault.id);
    EXPECT_EQ(found->hash, token.hash);
    EXPECT_EQ(found->created_by, token.created_by);
    EXPECT_EQ(found->created_at, token.created_at);
    EXPECT_EQ(found->expires_at, token.expires_at);
    EXPECT_EQ(found->uses_left, 3);
    EXPECT_FALSE(found->revoked);
  }
  EXPECT_FALSE(view->find_token(some_id<TokenId>()));
  EXPECT_FALSE(view->find_token_by_hash(some_digest()));
  expect_refused([&](Transaction& t) { t.insert_token(token); });
}

TEST_F(Identities, ATokenIsUsedUp) {
  auto token = some_token(vault.id);
  token.uses_left = 2;
  write([&](Transaction& t) { t.insert_token(token); });
  write([&](Transaction& t) { t.use_token(token.id); });
  write([&](Transaction& t) { t.use_token(token.id); });
  EXPECT_EQ(snapshot()->find_token(token.id)->uses_left, 0);
  expect_refused([&](Transaction& t) { t.use_token(token.id); });
}

TEST_F(Identities, ARevokedTokenCannotBeUsed) {
  const auto token = some_token(vault.id);
  write([&](Transaction& t) {
    t.insert_token(token);
    t.revoke_token(token.id);
  });
  EXPECT_TRUE(snapshot()->find_token(token.id)->revoked);
  expect_refused([&](Transaction& t) { t.use_token(token.id); });
  expect_refused([&](Transaction& t) { t.revoke_token(some_id<TokenId>()); });
}

TEST_F(Identities, AMachineIsFoundByItsTokenAndKey) {
  const auto token = some_token(vault.id);
  auto enrolled = some_machine(vault.id, "enrolled");
  enrolled.token = token.id;
  write([&](Transaction& t) {
    t.insert_token(token);
    t.insert_machine(enrolled);
  });
  EXPECT_EQ(snapshot()->find_machine_by_token(token.id, enrolled.key.fingerprint)->id, enrolled.id);
  EXPECT_FALSE(snapshot()->find_machine_by_token(token.id, machine.key.fingerprint));
  EXPECT_FALSE(snapshot()->find_machine_by_token(some_id<TokenId>(), enrolled.key.fingerprint));
}

}  // namespace
}  // namespace signet::store
