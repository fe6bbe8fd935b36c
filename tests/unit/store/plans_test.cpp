// SPDX-License-Identifier: Apache-2.0
// Statements find their rows by an index and in order. The few that read a whole table or sort are named here, each
// with the reason why it may.
#include "database.hpp"
#include "sqlite/transaction.hpp"
#include "store/activity.hpp"
#include "store/audit_tree.hpp"
#include "store/authorities.hpp"
#include "store/key_directory.hpp"
#include "store/key_rotations.hpp"
#include "store/keys.hpp"
#include "store/one_time_links.hpp"
#include "store/policies.hpp"
#include "store/signature_policies.hpp"
#include "store/sync_agents.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <array>

namespace signet::store {
namespace {

// Tables of one row or a few; and what is read at start, once.
constexpr std::array<std::string_view, 13> kMayScan{"k.root_key_id < ?1 OR k.root_key_id > ?1",
                                                    "FROM former_root_keys",
                                                    "FROM project_key_rotations r",
                                                    "SELECT count(*) FROM (SELECT 1, v.secret_id",
                                                    "FROM installation",
                                                    "UPDATE installation",
                                                    "FROM key_slots",
                                                    "WHERE root = 1",
                                                    "locked_until FROM lockouts",
                                                    "GROUP BY scope",
                                                    "SELECT entries FROM spent_nonces",
                                                    "max(newest), 0) FROM spent_nonces",
                                                    "FROM spent_nonces ORDER BY seq"};
// What one machine may read and whom one vault or operator has, and where somebody was seen: short lists, whose order
// is not that of an index.
constexpr std::array<std::string_view, 6> kMaySort{"FROM known_addresses WHERE identity = ?1 ORDER BY",
                                                   "IN (SELECT project_id FROM memberships", "ORDER BY p.name, s.name",
                                                   "ORDER BY p.name",
                                                   "FROM operator_roles r JOIN operators",
                                                   "FROM operator_roles r JOIN vaults"};

bool is_among(const auto& allowed, std::string_view text) {
  return std::ranges::any_of(allowed, [&](std::string_view part) { return text.contains(part); });
}

struct Plans : FurnishedStore {
  Plans() {
    write([](Transaction& t) {
      t.append_audit({.log = "one", .at = kNow, .action = "", .machine_id = "", .secret_id = "", .address = ""},
                     [](std::int64_t) { return Bytes{1}; });
      t.audit_tree().insert_write_proof({.log = "one", .first = 1, .last = 1, .sealed = {1}, .wrapped_key = {1}});
    });
  }

  Connection connection{file, Connection::Use::write};

  /// Looks at everything that the connection has prepared so far.
  void expect_good_plans() {
    int looked_at = 0;
    std::vector<std::string> statements;
    for (auto* each = sqlite3_next_stmt(connection.raw(), nullptr); each != nullptr;
         each = sqlite3_next_stmt(connection.raw(), each))
      statements.emplace_back(sqlite3_sql(each));
    for (const auto& text : statements)
      for (const auto& step : query_sql(file, "EXPLAIN QUERY PLAN " + text)) {
        ++looked_at;
        // A part that reads nothing but its arguments is called a constant row.
        if (step.contains("SCAN CONSTANT ROW")) continue;
        EXPECT_TRUE(!step.contains("SCAN") || is_among(kMayScan, text)) << step << ": " << text;
        EXPECT_TRUE(!step.contains("TEMP B-TREE") || is_among(kMaySort, text)) << step << ": " << text;
      }
    EXPECT_GT(looked_at, 20);
  }
};

TEST_F(Plans, OfEveryQuery) {
  SqliteSnapshot s(connection);
  const auto ada = some_id<OperatorId>();
  const auto token = some_id<TokenId>();
  static_cast<void>(s.load_installation());
  static_cast<void>(s.list_key_slots());
  static_cast<void>(s.find_vault(vault.id));
  static_cast<void>(s.find_machine(machine.id));
  static_cast<void>(s.find_operator(ada));
  static_cast<void>(s.find_role(ada, vault.id));
  static_cast<void>(s.is_nonce_spent("a", "n"));
  static_cast<void>(s.nonce_floor());
  static_cast<void>(s.is_known_address("a", "b"));
  static_cast<void>(s.list_lockouts());
  static_cast<void>(s.find_last_seen("a"));
  static_cast<void>(s.find_request("a", "r"));
  static_cast<void>(s.find_secret(secret.id));
  static_cast<void>(s.find_version(secret.id, 1));
  static_cast<void>(s.find_project_key(project.id));
  static_cast<void>(s.find_grant(machine.id, secret.id));
  static_cast<void>(s.is_member(machine.id, project.id));
  static_cast<void>(s.list_granted(machine.id));
  static_cast<void>(s.list_vaults({}));
  static_cast<void>(s.find_project(project.id));
  static_cast<void>(s.list_projects(vault.id, {}));
  static_cast<void>(s.count_secrets(project.id));
  static_cast<void>(s.is_project_name_taken(vault.id, "x"));
  static_cast<void>(s.is_secret_name_taken(project.id, "x"));
  static_cast<void>(s.is_machine_name_taken(vault.id, "x"));
  static_cast<void>(s.find_whole_grant(machine.id, secret.id));
  static_cast<void>(s.count_grants(machine.id));
  static_cast<void>(s.list_secrets(project.id, {}));
  static_cast<void>(s.list_machines(vault.id, MachineState::any, {}));
  static_cast<void>(s.list_members(project.id, {}));
  static_cast<void>(s.list_grants(secret.id, {}));
  static_cast<void>(s.find_token(token));
  static_cast<void>(s.find_token_by_hash(some_digest()));
  static_cast<void>(s.list_tokens(vault.id, {}));
  static_cast<void>(s.find_handout(token));
  static_cast<void>(s.list_expired_machines(kNow, 5));
  static_cast<void>(s.list_memberships(machine.id));
  static_cast<void>(s.list_operators(vault.id, {}));
  static_cast<void>(s.list_all_operators({}));
  static_cast<void>(s.list_roles(ada));
  static_cast<void>(s.count_owners(vault.id));
  static_cast<void>(s.count_roles(ada));
  static_cast<void>(s.list_audit({.log = "one", .actions = {}}, {}));
  static_cast<void>(s.read_audit({.log = "l", .actions = {}}, 0, 9));
  static_cast<void>(s.newest_audit("l"));
  static_cast<void>(s.authorities().find_vault_key(vault.id));
  const auto hook = some_id<WebhookId>();
  static_cast<void>(s.webhooks().find_webhook(hook));
  static_cast<void>(s.webhooks().list_webhooks(vault.id, {}));
  static_cast<void>(s.webhooks().list_enabled(vault.id));
  static_cast<void>(s.webhooks().list_ready(from_millis(0), 9));
  static_cast<void>(s.webhooks().oldest_delivery(hook));
  static_cast<void>(s.find_key_owner(some_digest()));
  static_cast<void>(s.find_machine_by_token(token, some_digest()));
  const auto policy = some_id<PolicyId>();
  const auto authority = some_id<AuthorityId>();
  static_cast<void>(s.sync_agents().find(secret.id));
  static_cast<void>(s.authorities().find_vault_key(vault.id));
  static_cast<void>(s.authorities().find(authority));
  static_cast<void>(s.authorities().list(vault.id, {}));
  static_cast<void>(s.authorities().is_name_taken(vault.id, "a"));
  static_cast<void>(s.authorities().is_used(authority));
  static_cast<void>(s.authorities().find_profile(secret.id));
  static_cast<void>(s.policies().find_policy(policy));
  static_cast<void>(s.policies().list_policies(project.id, {}));
  static_cast<void>(s.policies().is_policy_name_taken(project.id, "x"));
  static_cast<void>(s.policies().count_bound(policy));
  static_cast<void>(s.policies().list_co_signed_by(machine.id));
  static_cast<void>(s.policies().load_counts(secret.id));
  static_cast<void>(s.policies().find_co_signature(secret.id, machine.id));
  static_cast<void>(s.policies().find_canary(secret.id));
  static_cast<void>(s.one_time_links().find_link(some_id<LinkId>()));
  static_cast<void>(s.one_time_links().list_links(project.id, {}));
  static_cast<void>(s.one_time_links().list_expired(kNow, 10));
  static_cast<void>(s.policies().list_canaries(vault.id, {}));
  static_cast<void>(s.policies().list_related(project.id));
  static_cast<void>(s.keys().find_overlapping(machine.id.str(), kNow));
  static_cast<void>(s.keys().list_former(machine.id.str(), {}));
  static_cast<void>(s.signature_policies().load(vault.id.str(), SignedBy::machines));
  static_cast<void>(s.signature_policies().list_below(vault.id));
  static_cast<void>(s.activity().reads_by_hour(vault.id, std::nullopt, kNow, kNow));
  static_cast<void>(s.activity().reads_by_hour(vault.id, machine.id, kNow, kNow));
  static_cast<void>(s.activity().count_reads(machine.id, kNow));
  static_cast<void>(s.activity().is_gone(machine.id));
  static_cast<void>(s.history().list_versions(secret.id, {}));
  static_cast<void>(s.history().count_versions(secret.id));
  static_cast<void>(s.history().list_trash(vault.id, {}));
  static_cast<void>(s.history().list_old_trash(kNow, 1));
  static_cast<void>(s.history().find_note(secret.id));
  const auto application = some_id<ApplicationId>();
  static_cast<void>(s.applications().find_application(application));
  static_cast<void>(s.applications().is_application_name_taken(vault.id, "x"));
  static_cast<void>(s.applications().list_applications(vault.id, {}));
  static_cast<void>(s.applications().projects_of(application));
  static_cast<void>(s.applications().list_joined(machine.id));
  static_cast<void>(s.history().find_by_name(project.id, "x"));
  static_cast<void>(s.history().is_export_allowed(vault.id));
  static_cast<void>(s.rotations().find_rotation(secret.id));
  static_cast<void>(s.rotations().list_due(kNow, 1));
  static_cast<void>(s.deliveries().find_delivered(machine.id, secret.id));
  static_cast<void>(s.deliveries().find_watched(machine.id, secret.id));
  static_cast<void>(s.key_directory().find_hybrid_key(machine.id));
  static_cast<void>(s.key_directory().was_hybrid_key_published(some_digest()));
  static_cast<void>(s.key_directory().takes_sealed_only(machine.id));
  static_cast<void>(s.key_directory().find_response_key(vault.id));
  static_cast<void>(s.key_directory().find_issuer_key(vault.id));
  static_cast<void>(s.key_directory().list_issuer_keys(vault.id, kNow));
  static_cast<void>(s.key_directory().list_audiences(machine.id));
  static_cast<void>(s.key_directory().has_audience(machine.id, "a"));
  static_cast<void>(s.key_directory().count_hybrid_keys(machine.id, kNow));
  static_cast<void>(s.key_directory().measure_packages(machine.id));
  static_cast<void>(s.key_directory().is_package_queued(machine.id, some_digest()));
  static_cast<void>(s.key_directory().is_package_handed_out(machine.id, some_digest()));
  static_cast<void>(s.key_directory().find_handout("a", "b"));
  static_cast<void>(s.key_directory().count_handouts("a", kNow));
  static_cast<void>(s.key_rotations().list_former_root_keys());
  static_cast<void>(s.key_rotations().list_not_wrapped_by("a", 1));
  static_cast<void>(s.key_rotations().count_not_wrapped_by("a"));
  static_cast<void>(s.key_rotations().count_wrapped_by("a"));
  static_cast<void>(s.key_rotations().list_project_rotations());
  static_cast<void>(s.key_rotations().list_data_keys_but(project.id, 1, 1));
  static_cast<void>(s.key_rotations().count_data_keys_but(project.id, 1));
  auto& tree = s.audit_tree();
  static_cast<void>(tree.list_logs());
  static_cast<void>(tree.newest_checkpoint("one"));
  static_cast<void>(tree.find_checkpoint("one", 1));
  static_cast<void>(tree.list_checkpoints("one", 0, 1));
  static_cast<void>(tree.find_tile("one", 0, 0));
  tree.each_record("one", 0, 0, {});
  static_cast<void>(tree.find_checkpoint_key(vault.id));
  static_cast<void>(tree.find_write_proof("one", 1));
  static_cast<void>(tree.archived("one"));
  EXPECT_FALSE(tree.list_old_write_proofs(kNow + std::chrono::hours(1), kNow, 1).empty()) << "it asked for a log's";
  expect_good_plans();
}

TEST_F(Plans, OfEveryChange) {
  Visits visits;
  LiveNonces nonces;
  WriterState state(connection, visits, nonces);
  SqliteTransaction t(connection, state);
  connection.execute("BEGIN IMMEDIATE");
  const auto ada = some_operator();
  const auto token = some_token(vault.id);
  const RememberedRequest request{.body_digest = some_digest(), .status = 200, .answer = {}, .shown_once = false};
  EXPECT_TRUE(t.spend_nonce(1, "a", "n1"));
  Writer writer(connection);
  state.guard.write(writer);
  EXPECT_TRUE(t.forget_nonces(2, 100));
  t.raise_generation(vault.id);
  t.raise_installation_generation();
  t.set_vault_active(vault.id, true);
  t.insert_operator(ada);
  t.set_role(ada.id, vault.id, Role::admin);
  t.set_role(ada.id, vault.id, std::nullopt);
  t.delete_operator(ada.id);
  t.update_machine(machine);
  t.rename_project(project.id, "y");
  t.insert_grant(some_grant(machine, secret));
  t.delete_grant(machine.id, secret.id);
  t.insert_version(secret, some_version(2));
  t.rename_secret(secret.id, "z", kNow);
  t.insert_token(token, {{project.id}, {secret.id}});
  t.use_token(token.id);
  t.revoke_token(token.id);
  t.put_last_seen("a", {.at = kNow, .address = "b"}, {});
  state.commit();
  t.write_visits(1);
  t.put_known_address("a", "b", kNow);
  for (const std::int64_t failure : {1, 2, 0})
    t.put_lockout({.scope = LockoutRow::Scope::address, .subject = "a", .failures = {failure, 0}});
  state.lockouts[1] = 100'000;
  t.put_lockout({.scope = LockoutRow::Scope::address, .subject = "b", .failures = {1, 0}});
  t.remember_request("a", "r", request, kNow);
  t.forget_requests(kNow);
  t.activity().add_reads({vault.id, machine.id, hour_of(kNow), 1});
  t.activity().forget_reads(kNow);
  t.activity().forget_gone(kNow, kNow);
  t.append_audit({.log = "one", .at = kNow, .action = "", .machine_id = "", .secret_id = "", .address = ""},
                 [](std::int64_t) { return Bytes{1}; });
  const Application application{
      .id = some_id<ApplicationId>(), .vault = vault.id, .name = "shop", .created_at = kNow};
  t.applications().insert_application(application);
  t.applications().rename_application(application.id, "store");
  t.applications().delete_application(application.id);
  t.deliveries().put_delivered(machine.id, secret.id, 1);
  t.key_directory().put_hybrid_key({.machine = machine.id,
                                    .epoch = 1,
                                    .public_key = {1},
                                    .fingerprint = some_digest(),
                                    .proof = {},
                                    .signer_algorithm = Algorithm::ed25519,
                                    .signer_key = {},
                                    .created_at = kNow});
  t.key_directory().set_sealed_only(machine.id, true);
  t.key_directory().insert_response_key(
      {.vault = vault.id, .public_key = {1}, .seed = {1}, .wrapped_key = {1}, .created_at = kNow});
  t.key_directory().insert_issuer_key(
      {.vault = vault.id, .public_key = {1}, .seed = {1}, .wrapped_key = {1}, .created_at = kNow});
  t.key_directory().retire_issuer_key(vault.id, kNow);
  t.key_directory().unlist_issuer_keys(vault.id, kNow);
  t.key_directory().put_audiences(machine.id, {"a"});
  t.key_directory().insert_package(machine.id, {some_digest(), {1}}, kNow);
  static_cast<void>(t.key_directory().take_package(machine.id));
  t.key_directory().insert_handout(
      {.owner = machine.id, .fingerprint = some_digest(), .taken_by = "a", .taken_at = kNow});
  t.key_directory().drop_kept_packages(kNow);
  const Policy policy{
      .id = some_id<PolicyId>(), .project = project.id, .name = "x", .created_at = kNow, .updated_at = kNow};
  t.policies().insert_policy(policy);
  t.policies().update_policy(policy);
  t.policies().bind(secret.id, policy.id);
  t.policies().put_counts(secret.id, {});
  t.policies().put_co_signature(secret.id, machine.id, kNow);
  t.policies().delete_co_signature(secret.id, machine.id);
  t.policies().bind(secret.id, std::nullopt);
  t.policies().set_allow_list(vault.id, true, {"10.0.0.0/8"});
  t.policies().set_frozen(project.id, kNow);
  t.policies().insert_canary({.secret = secret.id});
  t.policies().update_canary({.secret = secret.id});
  auto next = machine.key;
  ++next.epoch;
  next.fingerprint.fill(7);
  t.keys().insert_former(machine.id.str(), {.key = machine.key, .replaced_at = kNow, .valid_until = kNow});
  t.keys().set_key(machine.id, next);
  t.keys().set_overlap(vault.id, std::chrono::seconds(60));
  t.signature_policies().put(vault.id, secret.id.str(), SignedBy::machines, {.min_level = 1});
  t.signature_policies().remove(secret.id.str(), SignedBy::machines);
  const OneTimeLink link{.id = some_id<LinkId>(), .project = project.id, .name = "", .value = {1}, .wrapped_key = {1},
                         .created_by = "", .created_at = kNow, .expires_at = kNow};
  t.one_time_links().insert_link(link);
  t.one_time_links().put_failures(link.id, 1);
  t.one_time_links().delete_link(link.id);
  t.policies().delete_policy(policy.id);
  t.history().put_note(secret.id,
                       {.version = 1, .value = {}, .wrapped_key = {}, .updated_at = kNow, .updated_by = "a"});
  t.history().delete_note(secret.id);
  t.history().allow_export(vault.id, true);
  t.rotations().put_rotation({.secret = secret.id, .recipe = {}, .updated_at = kNow});
  t.rotations().delete_rotation(secret.id);
  const KeySlot slot{.id = some_id<SlotId>(), .kind = "file", .wrapped_root_key = {1}, .created_at = kNow};
  t.insert_key_slot(slot);
  t.rewrap_key_slot(slot);
  t.delete_key_slot(slot.id);
  t.key_rotations().set_root_key("b");
  t.key_rotations().insert_former_root_key({"a", {1}, kNow});
  t.key_rotations().delete_former_root_keys();
  const ProjectKey second{.generation = 2, .wrapped = {1}, .root_key_id = "b"};
  t.key_rotations().insert_generation(project.id, second);
  t.key_rotations().rewrap_key({vault.id, project.id, second});
  t.key_rotations().rewrap_key({vault.id, std::nullopt, second});
  t.key_rotations().start_project_rotation(project.id, 1, kNow);
  for (const auto kind : {DataKeyPlace::Kind::value, DataKeyPlace::Kind::note, DataKeyPlace::Kind::once,
                          DataKeyPlace::Kind::sync, DataKeyPlace::Kind::pending})
    t.key_rotations().rewrap_data_key({kind, secret.id.str(), 1, {1}}, Bytes{2});
  t.key_rotations().delete_generations_before(project.id, 2);
  t.key_rotations().end_project_rotation(project.id);
  t.delete_secret(secret.id, kNow);
  t.history().restore_secret(secret.id, kNow);
  t.delete_secret(secret.id, kNow);
  t.history().purge_secret(secret.id);
  auto& tree = t.audit_tree();
  tree.put_tile("one", {.level = 0, .index = 0, .hashes = {{}}});
  tree.insert_checkpoint("one", {.size = 1, .root = {}, .note = "", .at = kNow});
  tree.delete_checkpoint("one", 1);
  tree.insert_write_proof({.log = "two", .first = 1, .last = 1, .sealed = {1}, .wrapped_key = {1}});
  tree.delete_write_proof({.log = "two", .first = 1, .last = 1, .sealed = {}, .wrapped_key = {}});
  tree.delete_write_proofs({.log = "one", .first = 1, .last = 1, .proofs = 1});
  tree.archive("one", 1);
  t.delete_member(machine.id, project.id);
  t.delete_project(project.id);
  t.delete_machine(machine.id);
  connection.execute("ROLLBACK");
  expect_good_plans();
}

// SQLite looks for children by itself when a parent goes, with no statement to see a plan of.
TEST_F(Plans, OfTheForeignKeys) {
  for (const char* children : {"operator_roles WHERE vault_id = ?",
                               "operator_roles WHERE operator_id = ?",
                               "machines WHERE token_id = ?",
                               "memberships WHERE machine_id = ?",
                               "memberships WHERE project_id = ?",
                               "project_keys WHERE project_id = ?",
                               "secrets WHERE project_id = ?",
                               "secret_versions WHERE secret_id = ?",
                               "grants WHERE secret_id = ?",
                               "grants WHERE machine_id = ? AND project_id = ?",
                               "access_policies WHERE project_id = ?",
                               "canaries WHERE secret_id = ?",
                               "one_time_links WHERE project_id = ?",
                               "secrets WHERE policy_id = ?",
                               "policy_counts WHERE secret_id = ?",
                               "co_signatures WHERE secret_id = ?",
                               "co_signatures WHERE machine_id = ?",
                               "deliveries WHERE machine_id = ?",
                               "deliveries WHERE secret_id = ?",
                               "key_packages WHERE machine_id = ?",
                               "key_package_handouts WHERE machine_id = ?",
                               "machine_audiences WHERE machine_id = ?",
                               "enrolment_token_projects WHERE token_id = ?",
                               "enrolment_token_projects WHERE project_id = ?",
                               "enrolment_token_secrets WHERE token_id = ?",
                               "enrolment_token_secrets WHERE secret_id = ?",
                               "projects WHERE application_id = ?",
                               "project_key_rotations WHERE project_id = ?"})
    for (const auto& step : query_sql(file, std::string("EXPLAIN QUERY PLAN SELECT 1 FROM ") + children))
      EXPECT_THAT(step, testing::Not(testing::HasSubstr("SCAN"))) << children;
}

}  // namespace
}  // namespace signet::store
