// SPDX-License-Identifier: Apache-2.0
// What authentication reads comes back as it was written, and so does what requests leave behind.
#include "database.hpp"

namespace signet::store {
namespace {

struct Authentication : FurnishedStore {};

void expect_same_key(const Key& got, const Key& want) {
  EXPECT_EQ(got.algorithm, want.algorithm);
  EXPECT_EQ(got.raw, want.raw);
  EXPECT_EQ(got.fingerprint, want.fingerprint);
  EXPECT_EQ(got.epoch, want.epoch);
  EXPECT_EQ(got.created_at, want.created_at);
}

TEST_F(StoreTest, WithoutAnInstallationThereIsNothingToLoad) {
  EXPECT_THROW(static_cast<void>(snapshot()->load_installation()), CorruptStore);
  EXPECT_EQ(snapshot()->nonce_floor(), 0);
  expect_refused([](Transaction& t) { t.raise_installation_generation(); });
}

TEST_F(Authentication, TheInstallationIsOne) {
  const auto loaded = snapshot()->load_installation();
  EXPECT_EQ(loaded.id, installation.id);
  EXPECT_EQ(loaded.root_key_id, installation.root_key_id);
  EXPECT_EQ(loaded.authz_generation, 0);
  expect_refused([&](Transaction& t) { t.create_installation(installation, kNow); });
}

TEST_F(Authentication, GenerationsRise) {
  write([&](Transaction& t) {
    t.raise_generation(vault.id);
    t.raise_generation(vault.id);
    t.raise_installation_generation();
  });
  EXPECT_EQ(snapshot()->find_vault(vault.id)->authz_generation, 2);
  EXPECT_EQ(snapshot()->load_installation().authz_generation, 1);
  expect_refused([](Transaction& t) { t.raise_generation(some_id<VaultId>()); });
}

TEST_F(Authentication, KeySlotsAreListedInOrder) {
  const KeySlot first{.id = some_id<SlotId>(), .kind = "file", .wrapped_root_key = {1, 2}, .created_at = kNow};
  const KeySlot second{.id = some_id<SlotId>(), .kind = "file", .wrapped_root_key = {}, .created_at = kNow};
  write([&](Transaction& t) {
    t.insert_key_slot(first);
    t.insert_key_slot(second);
  });
  const auto slots = snapshot()->list_key_slots();
  ASSERT_EQ(slots.size(), 2U);
  EXPECT_EQ(slots[0].id, first.id);
  EXPECT_EQ(slots[0].kind, "file");
  EXPECT_EQ(slots[0].wrapped_root_key, first.wrapped_root_key);
  EXPECT_EQ(slots[0].created_at, kNow);
  EXPECT_TRUE(slots[1].wrapped_root_key.empty());
  expect_refused([&](Transaction& t) { t.insert_key_slot(first); });
}

TEST_F(Authentication, AVaultComesBackWhole) {
  const auto found = snapshot()->find_vault(vault.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "home");
  EXPECT_TRUE(found->active);
  EXPECT_EQ(found->created_at, kNow);
  EXPECT_GT(found->seq, 0);
  EXPECT_FALSE(snapshot()->find_vault(some_id<VaultId>()));
}

TEST_F(Authentication, AVaultIsSuspendedAndResumed) {
  write([&](Transaction& t) { t.set_vault_active(vault.id, false); });
  EXPECT_FALSE(snapshot()->find_vault(vault.id)->active);
  write([&](Transaction& t) { t.set_vault_active(vault.id, true); });
  EXPECT_TRUE(snapshot()->find_vault(vault.id)->active);
}

TEST_F(Authentication, AMachineComesBackWhole) {
  auto other = some_machine(vault.id, "wörker \xf0\x9f\x94\x91");
  const auto token = some_token(vault.id);
  other.approved = true;
  other.enabled = false;
  other.proven = true;
  other.token = token.id;
  other.expires_at = kNow + std::chrono::hours(1);
  write([&](Transaction& t) {
    t.insert_token(token);
    t.insert_machine(other);
  });
  const auto found = snapshot()->find_machine(other.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->vault, vault.id);
  EXPECT_EQ(found->name, other.name);
  EXPECT_EQ(found->hostname, other.hostname);
  EXPECT_TRUE(found->approved);
  EXPECT_FALSE(found->enabled);
  EXPECT_TRUE(found->proven);
  EXPECT_EQ(found->token, token.id);
  EXPECT_EQ(found->created_at, kNow);
  EXPECT_EQ(found->expires_at, other.expires_at);
  expect_same_key(found->key, other.key);
  const auto plain = snapshot()->find_machine(machine.id);
  EXPECT_FALSE(plain->token);
  EXPECT_FALSE(plain->expires_at);
  EXPECT_FALSE(plain->approved);
  EXPECT_TRUE(plain->enabled);
  EXPECT_LT(plain->seq, found->seq);
  EXPECT_FALSE(snapshot()->find_machine(some_id<MachineId>()));
}

TEST_F(Authentication, AnOperatorComesBackWhole) {
  auto ada = some_operator();
  ada.root = true;
  ada.key = real_key(Algorithm::mldsa65);
  write([&](Transaction& t) { t.insert_operator(ada); });
  const auto found = snapshot()->find_operator(ada.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Ada");
  EXPECT_TRUE(found->root);
  EXPECT_EQ(found->created_at, kNow);
  expect_same_key(found->key, ada.key);
  EXPECT_FALSE(snapshot()->find_operator(some_id<OperatorId>()));
}

TEST_F(Authentication, LastSeenIsTheLast) {
  const auto id = machine.id.str();
  EXPECT_FALSE(snapshot()->find_last_seen(id));
  write([&](Transaction& t) { t.put_last_seen(id, {.at = kNow, .address = "192.0.2.1"}); });
  write([&](Transaction& t) { t.put_last_seen(id, {.at = kNow + std::chrono::seconds(1), .address = "192.0.2.2"}); });
  const auto seen = snapshot()->find_last_seen(id);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->at, kNow + std::chrono::seconds(1));
  EXPECT_EQ(seen->address, "192.0.2.2");
}

TEST_F(Authentication, KnownAddressesAreKept) {
  write([](Transaction& t) {
    t.put_known_address("ada", "192.0.2.1", kNow);
    t.put_known_address("ada", "192.0.2.1", kNow);
    t.put_known_address("ada", "192.0.2.2", kNow);
  });
  EXPECT_TRUE(snapshot()->is_known_address("ada", "192.0.2.1"));
  EXPECT_TRUE(snapshot()->is_known_address("ada", "192.0.2.2"));
  EXPECT_FALSE(snapshot()->is_known_address("ada", "192.0.2.3"));
  EXPECT_FALSE(snapshot()->is_known_address("bob", "192.0.2.1"));
}

TEST_F(Authentication, OfKnownAddressesTheNewestAreKept) {
  const auto at = [](std::size_t i) { return kNow + std::chrono::seconds(i); };
  const auto name = [](std::size_t i) { return "192.0.2." + std::to_string(i); };
  write([&](Transaction& t) {
    for (std::size_t i = 0; i < kMostKnownAddresses; ++i) t.put_known_address("ada", name(i), at(i));
    t.put_known_address("bob", name(0), at(0));
  });
  EXPECT_TRUE(snapshot()->is_known_address("ada", name(0)));
  write([&](Transaction& t) {
    t.put_known_address("ada", name(0), at(1000));  // seen again
    t.put_known_address("ada", "198.51.100.1", at(1001));
  });
  EXPECT_FALSE(snapshot()->is_known_address("ada", name(1))) << "one too many: the least recently seen goes";
  EXPECT_TRUE(snapshot()->is_known_address("ada", name(0)));
  EXPECT_TRUE(snapshot()->is_known_address("ada", name(2)));
  EXPECT_TRUE(snapshot()->is_known_address("ada", "198.51.100.1"));
  EXPECT_TRUE(snapshot()->is_known_address("bob", name(0))) << "another's are not counted";
  write([&](Transaction& t) { t.put_known_address("ada", "198.51.100.2", at(0)); });
  EXPECT_TRUE(snapshot()->is_known_address("ada", "198.51.100.2")) << "what is put stays, whatever the clock says";
}

TEST_F(Authentication, ARequestIsRememberedWithItsAnswer) {
  const RememberedRequest answered{
      .body_digest = some_digest(), .status = 201, .answer = {'{', '}'}, .shown_once = false};
  const RememberedRequest shown{.body_digest = some_digest(), .status = 201, .answer = {}, .shown_once = true};
  write([&](Transaction& t) {
    t.remember_request("ada", "request-1", answered, kNow);
    t.remember_request("ada", "request-2", shown, kNow);
  });
  const auto found = snapshot()->find_request("ada", "request-1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->body_digest, answered.body_digest);
  EXPECT_EQ(found->status, 201);
  EXPECT_EQ(found->answer, answered.answer);
  EXPECT_FALSE(found->shown_once);
  EXPECT_TRUE(snapshot()->find_request("ada", "request-2")->shown_once);
  EXPECT_FALSE(snapshot()->find_request("bob", "request-1"));
  expect_refused([&](Transaction& t) { t.remember_request("ada", "request-1", shown, kNow); });
}

TEST_F(Authentication, RequestsAreForgottenByAge) {
  const RememberedRequest request{.body_digest = some_digest(), .status = 200, .answer = {}, .shown_once = false};
  write([&](Transaction& t) {
    t.remember_request("ada", "old", request, kNow - std::chrono::milliseconds(1));
    t.remember_request("ada", "new", request, kNow);
    t.forget_requests(kNow);
  });
  EXPECT_FALSE(snapshot()->find_request("ada", "old"));
  EXPECT_TRUE(snapshot()->find_request("ada", "new"));
}

TEST_F(Authentication, ASnapshotSeesOneStateToItsEnd) {
  const auto before = snapshot();
  EXPECT_FALSE(before->is_known_address("x", "a"));
  write([](Transaction& t) { t.put_known_address("x", "a", kNow); });
  EXPECT_FALSE(before->is_known_address("x", "a"));
  const auto other = store->reader();
  EXPECT_TRUE(other->snapshot()->is_known_address("x", "a"));
}

TEST_F(Authentication, AReaderGivesOneSnapshotAfterTheOther) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(snapshot()->find_vault(vault.id));
}

TEST_F(Authentication, ATransactionReadsWhatItWrote) {
  write([&](Transaction& t) {
    EXPECT_FALSE(t.read().is_known_address("ada", "a"));
    t.put_known_address("ada", "a", kNow);
    EXPECT_TRUE(t.read().is_known_address("ada", "a"));
  });
}

TEST_F(Authentication, RowsThatWeNeverWroteAreCorrupt) {
  close();
  run_sql(file, "UPDATE machines SET id = 'nonsense'; UPDATE vaults SET id = 'nonsense' WHERE 0");
  restart();
  EXPECT_THROW(static_cast<void>(snapshot()->list_machines(vault.id, MachineState::any, {})), CorruptStore);
  close();
  run_sql(file, "UPDATE machines SET id = '" + machine.id.str() + "', algorithm = 99");
  restart();
  EXPECT_THROW(static_cast<void>(snapshot()->find_machine(machine.id)), CorruptStore);
}

TEST_F(Authentication, NumbersThatMeanNothingAreCorrupt) {
  const auto ada = some_operator();
  write([&](Transaction& t) {
    t.insert_operator(ada);
    t.set_role(ada.id, vault.id, Role::admin);
    t.insert_grant(some_grant(machine, secret));
    t.put_lockout({.scope = LockoutRow::Scope::address, .subject = "a", .failures = {1, 0}});
  });
  run_sql(file,
          "PRAGMA ignore_check_constraints = ON; UPDATE operator_roles SET role = 9; UPDATE grants SET kind = 9;"
          "UPDATE lockouts SET scope = 9; UPDATE operators SET fingerprint = x'00'; UPDATE secrets SET field_names = "
          "'a' || char(10)");
  EXPECT_THROW(static_cast<void>(snapshot()->find_role(ada.id, vault.id)), CorruptStore);
  EXPECT_THROW(static_cast<void>(snapshot()->find_grant(machine.id, secret.id)), CorruptStore);
  EXPECT_THROW(static_cast<void>(snapshot()->list_lockouts()), CorruptStore);
  EXPECT_THROW(static_cast<void>(snapshot()->find_operator(ada.id)), CorruptStore);
  EXPECT_THROW(static_cast<void>(snapshot()->find_secret(secret.id)), CorruptStore);
  run_sql(file, "UPDATE secrets SET field_names = char(10) || 'a'");
  EXPECT_THROW(static_cast<void>(snapshot()->find_secret(secret.id)), CorruptStore);
}

TEST_F(Authentication, ARefusedChangeLeavesTheConnectionUsable) {
  for (int i = 0; i < 3; ++i) expect_refused([&](Transaction& t) { t.insert_vault(vault); });
  EXPECT_TRUE(snapshot()->find_vault(vault.id));
  write([](Transaction& t) { t.insert_vault(some_vault("another")); });
}

}  // namespace
}  // namespace signet::store
