// SPDX-License-Identifier: Apache-2.0
// Every method of AdminClient and VaultAdmin against the real server, and the kinds of error they end with.
#include "live_vault.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"
#include "support/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace signet::testing {
namespace {

using client::ErrorKind;
using client::MachineState;
using client::PageRequest;
using client::Role;
using client::VaultStatus;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kUnknown = "0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e";

SecretBytes text(std::string_view value) { return SecretBytes::from_text(value); }

class OperatorCalls : public LiveVault {
 protected:
  OperatorCalls() { server.start(); }

  struct Colleague {
    client::NewOperator handed_over;
    crypto::PrivateKey key;
  };
  static Colleague make_colleague(const std::string& id, Role role, Algorithm algorithm = kDefaultAlgorithm) {
    auto key = crypto::PrivateKey::generate(algorithm);
    const auto proof = crypto::make_proof(crypto::ProofPurpose::operator_, id, key);
    return {{.operator_id = id,
             .name = "colleague",
             .algorithm = std::string(info(algorithm).name),
             .public_key = to_base64(key.public_key().raw()),
             .proof = to_base64(proof),
             .role = role},
            std::move(key)};
  }
  /// The colleague's own client.
  client::AdminClient open(const Colleague& who) const {
    const auto file = server.folder / (who.handed_over.operator_id + ".pem");
    must(client::write_private_file(file, who.key.to_pem().expose(), client::IfThere::replace));
    auto identity = admin().identity();
    identity.operator_id = who.handed_over.operator_id;
    identity.private_key_path = file;
    return must(client::AdminClient::open(std::move(identity)));
  }
};

TEST_F(OperatorCalls, OfTheInstallation) {
  auto root = admin();
  const auto myself = must(root.myself());
  EXPECT_EQ(myself.installation_id, root.identity().installation_id);
  EXPECT_EQ(myself.operator_id, root.identity().operator_id);
  EXPECT_TRUE(myself.root);
  ASSERT_EQ(myself.roles.size(), 1U);
  EXPECT_EQ(myself.roles[0].vault_name, "default");
  EXPECT_EQ(myself.roles[0].role, Role::owner);

  const auto made = must(root.create_vault("second"));
  EXPECT_EQ(made.status, VaultStatus::active);
  EXPECT_EQ(must(root.vaults()).items.size(), 2U);
  EXPECT_EQ(must(root.myself()).roles.size(), 2U) << "who makes a vault owns it";
  const auto operators = must(root.operators()).items;
  ASSERT_EQ(operators.size(), 1U);
  EXPECT_FALSE(operators[0].role) << "the installation's list has none";
  EXPECT_TRUE(operators[0].root);
  EXPECT_EQ(operators[0].last_seen_ip, "127.0.0.1");
  EXPECT_EQ(must(root.audit({.actions = {"installation_create", "vault_create"}})).items.size(), 3U);
}

TEST_F(OperatorCalls, OnLockouts) {
  auto root = admin();
  EXPECT_THAT(must(root.lockouts()).items, IsEmpty());
  const auto guess = http("GET", "/v1/secrets", std::string("X-Machine-Id: ") + kUnknown + "\r\n");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(guess, "127.0.0.3").status, 401);
  EXPECT_EQ(ask(guess, "127.0.0.3").status, 429);
  EXPECT_EQ(ask(guess, "127.0.0.4").status, 429) << "the id is locked from everywhere";
  EXPECT_EQ(must(root.lockouts()).items.size(), 2U);
  EXPECT_TRUE(must(root.clear_lockout(client::LockoutScope::address, "127.0.0.3")));
  EXPECT_FALSE(must(root.clear_lockout(client::LockoutScope::address, "127.0.0.3"))) << "there is none any more";
  EXPECT_TRUE(must(root.clear_lockout(client::LockoutScope::id, kUnknown)));
  EXPECT_EQ(ask(guess, "127.0.0.3").status, 401);
}

TEST_F(OperatorCalls, OfAVault) {
  const auto reader = make_reader("value");
  auto owner = vault();
  EXPECT_EQ(must(owner.show()).name, "default");
  EXPECT_EQ(must(owner.suspend()).status, VaultStatus::suspended);
  EXPECT_EQ(error_of(LiveVault::open(reader.identity).get(reader.secret)), ErrorKind::access_denied);
  EXPECT_EQ(error_of(owner.create_project("while suspended")), ErrorKind::access_denied);
  EXPECT_EQ(must(owner.resume()).status, VaultStatus::active);
  EXPECT_TRUE(LiveVault::open(reader.identity).get(reader.secret));
}

TEST_F(OperatorCalls, OnProjects) {
  auto owner = vault();
  const auto made = must(owner.create_project("payments"));
  EXPECT_EQ(must(owner.project(made.project_id)).name, "payments");
  EXPECT_EQ(must(owner.rename_project(made.project_id, "Zahlungen ü €")).name, "Zahlungen ü €");
  EXPECT_EQ(must(owner.projects()).items.at(0).name, "Zahlungen ü €");

  const auto machine = make_machine("web-1");
  const auto member = must(owner.add_member(made.project_id, machine.machine_id));
  EXPECT_EQ(must(owner.add_member(made.project_id, machine.machine_id)).machine_id, member.machine_id) << "again";
  EXPECT_EQ(must(owner.members(made.project_id)).items.at(0).name, "web-1");
  must(owner.remove_member(made.project_id, machine.machine_id));
  EXPECT_THAT(must(owner.members(made.project_id)).items, IsEmpty());
  must(owner.delete_project(made.project_id));
  EXPECT_EQ(error_of(owner.project(made.project_id)), ErrorKind::not_found);
}

TEST_F(OperatorCalls, OnSecretsAndGrants) {
  const auto reader = make_reader("first");
  auto owner = vault();
  auto machine = LiveVault::open(reader.identity);
  EXPECT_EQ(must(owner.secret(reader.secret)).version, 1U);
  EXPECT_EQ(must(owner.rename_secret(reader.secret, "renamed")).name, "renamed");
  EXPECT_EQ(must(owner.put_version(reader.secret, text("second"), 1)).version, 2U);
  EXPECT_EQ(must(machine.get(reader.secret)).value.expose_text(), "second");

  std::map<std::string, SecretBytes> fields;
  fields.emplace("host", text("db.example"));
  fields.emplace("password", text("p\"ä\\\n"));
  const auto structured = must(owner.create_secret(reader.project, "structured", std::move(fields)));
  ASSERT_TRUE(structured.field_names);
  EXPECT_THAT(*structured.field_names, ElementsAre("host", "password"));
  EXPECT_EQ(must(owner.secrets(reader.project)).items.size(), 2U);

  const auto given = must(owner.grant(structured.secret_id, reader.identity.machine_id));
  EXPECT_EQ(given.kind, client::GrantKind::read);
  EXPECT_EQ(must(owner.grants(structured.secret_id)).items.at(0).machine_name, "reader");
  EXPECT_EQ(must(machine.get_fields(structured.secret_id)).fields.at("password").expose_text(), "p\"ä\\\n");
  EXPECT_EQ(must(machine.list()).size(), 2U);
  must(owner.revoke_grant(structured.secret_id, reader.identity.machine_id));
  EXPECT_EQ(error_of(machine.get(structured.secret_id)), ErrorKind::access_denied);

  must(owner.delete_secret(structured.secret_id));
  EXPECT_EQ(error_of(machine.get(structured.secret_id)), ErrorKind::not_found);
}

TEST_F(OperatorCalls, OnMachines) {
  auto owner = vault();
  const auto waiting = enrol("waiting");
  const auto turned_away = enrol("turned-away");
  EXPECT_EQ(must(owner.machines(MachineState::pending)).items.size(), 2U);
  EXPECT_EQ(must(owner.approve_machine(waiting.machine_id)).state, MachineState::approved);
  must(owner.deny_machine(turned_away.machine_id));
  EXPECT_EQ(error_of(owner.machine(turned_away.machine_id)), ErrorKind::not_found);

  EXPECT_EQ(must(owner.rename_machine(waiting.machine_id, "web-1")).name, "web-1");
  EXPECT_EQ(must(owner.disable_machine(waiting.machine_id)).state, MachineState::disabled);
  EXPECT_EQ(error_of(LiveVault::open(waiting).list()), ErrorKind::access_denied);
  EXPECT_EQ(must(owner.enable_machine(waiting.machine_id)).state, MachineState::approved);
  EXPECT_TRUE(LiveVault::open(waiting).list());
  const auto seen = must(owner.machine(waiting.machine_id));
  EXPECT_EQ(seen.last_seen_ip, "127.0.0.1");
  EXPECT_EQ(seen.hostname, "host.example");
  EXPECT_EQ(must(owner.machines()).items.size(), 1U);
  must(owner.revoke_machine(waiting.machine_id));
  EXPECT_EQ(error_of(LiveVault::open(waiting).list()), ErrorKind::authentication) << "it is unknown now";
}

TEST_F(OperatorCalls, OnEnrolmentTokens) {
  auto owner = vault();
  const auto made = must(owner.create_token());
  const auto listed = must(owner.tokens()).items;
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].token_id, made.token_id);
  EXPECT_EQ(listed[0].uses_left, 1U);
  EXPECT_FALSE(listed[0].revoked);
  must(owner.revoke_token(made.token_id));
  EXPECT_TRUE(must(owner.tokens()).items.at(0).revoked);
  const client::EnrolOptions options{.base = server.folder / "machine"};
  EXPECT_EQ(error_of(client::enrol(server.url(), made.token, options)), ErrorKind::authentication);
}

TEST_F(OperatorCalls, OnOperators) {
  auto owner = vault();
  const auto colleague = make_colleague(kUnknown, Role::auditor);
  const auto added = must(owner.add_operator(colleague.handed_over));
  EXPECT_EQ(added.role, Role::auditor);
  EXPECT_EQ(added.fingerprint, to_hex(colleague.key.public_key().fingerprint()));
  EXPECT_EQ(must(owner.operators()).items.size(), 2U);

  auto theirs = open(colleague);
  EXPECT_FALSE(must(theirs.myself()).root);
  EXPECT_EQ(error_of(theirs.vaults()), ErrorKind::access_denied);
  auto their_vault = theirs.vault(owner.vault_id());
  EXPECT_TRUE(their_vault.audit());
  EXPECT_EQ(error_of(their_vault.create_project("mine")), ErrorKind::access_denied);
  EXPECT_EQ(must(owner.set_role(kUnknown, Role::admin)).role, Role::admin);
  EXPECT_TRUE(their_vault.create_project("mine"));
  must(owner.remove_operator(kUnknown));
  EXPECT_EQ(error_of(theirs.myself()), ErrorKind::authentication);
}

TEST_F(OperatorCalls, CarryTheLargestValuesThereAndBack) {
  const auto reader = make_reader("value");
  auto owner = vault();
  auto machine = LiveVault::open(reader.identity);
  for (const auto& value :
       {std::string(128 * 1024, 'x'), std::string(60 * 1024, '"'), std::string(40 * 1024, '\x01')}) {
    must(owner.put_version(reader.secret, text(value)));
    EXPECT_EQ(must(machine.get(reader.secret)).value.expose_text(), value);
  }
  std::map<std::string, SecretBytes> fields;
  fields.emplace("k", text(std::string(30 * 1024, '\\')));
  must(owner.put_version(reader.secret, std::move(fields)));
  EXPECT_EQ(must(machine.get_fields(reader.secret)).fields.at("k").size(), 30U * 1024);
}

template <class T>
std::vector<T> all_pages(const std::function<client::Result<client::Page<T>>(const PageRequest&)>& list) {
  std::vector<T> all;
  PageRequest page{.limit = 2, .cursor = {}};
  do {
    auto got = must(list(page));
    EXPECT_LE(got.items.size(), 2U);
    for (auto& item : got.items) all.push_back(std::move(item));
    page.cursor = got.next;
  } while (page.cursor);
  return all;
}

TEST_F(OperatorCalls, GiveListsInPages) {
  auto owner = vault();
  std::vector<std::string> names;
  for (const char* name : {"a", "b", "c", "d", "e"}) names.push_back(must(owner.create_project(name)).name);
  const auto projects = all_pages<client::Project>([&](const auto& page) { return owner.projects(page); });
  std::vector<std::string> found;
  for (const auto& project : projects) found.push_back(project.name);
  EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(names));

  const auto records = all_pages<client::AuditRecord>(
      [&](const auto& page) { return owner.audit({.actions = {"project_create"}}, page); });
  ASSERT_EQ(records.size(), 5U);
  for (std::size_t i = 1; i < 5; ++i) EXPECT_LT(records[i].seq, records[i - 1].seq) << "newest first";
}

TEST_F(OperatorCalls, FilterTheTrail) {
  const auto reader = make_reader("value");
  must(LiveVault::open(reader.identity).get(reader.secret));
  auto owner = vault();
  const auto of_machine =
      must(owner.audit({.actions = {"secret_read"}, .machine_id = reader.identity.machine_id})).items;
  ASSERT_EQ(of_machine.size(), 1U);
  EXPECT_EQ(of_machine[0].actor_kind, "machine");
  EXPECT_EQ(must(owner.audit({.actions = {"secret_read"}, .secret_id = reader.secret, .from = of_machine[0].at}))
                .items.size(),
            1U);
  EXPECT_THAT(must(owner.audit({.source_ip = "192.0.2.1"})).items, IsEmpty());
  const auto before = must(owner.audit({.to = of_machine[0].at})).items;
  ASSERT_THAT(before, Not(IsEmpty()));
  EXPECT_LT(before[0].at, of_machine[0].at) << "the end is not included";
}

TEST_F(OperatorCalls, ExportTheTrailAndCountReads) {
  const auto reader = make_reader("value");
  auto machine = LiveVault::open(reader.identity);
  for (int i = 0; i < 3; ++i) must(machine.get(reader.secret));
  auto owner = vault();
  std::string jsonl, csv;
  const auto into = [](std::string& file) {
    return [&file](std::string_view piece) {
      file += piece;
      return client::Result<void>();
    };
  };
  must(owner.export_audit(client::AuditFormat::jsonl, {}, into(jsonl)));
  const auto all = all_pages<client::AuditRecord>([&](const auto& page) { return owner.audit({}, page); });
  EXPECT_EQ(std::ranges::count(jsonl, '\n') + 1, std::ssize(all)) << "but the export itself";
  EXPECT_EQ(all.front().action, "audit_export");
  must(owner.export_audit(client::AuditFormat::csv, {.actions = {"secret_read"}}, into(csv)));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 3) << csv;
  EXPECT_TRUE(csv.starts_with("seq,log,at,action,")) << csv;
  EXPECT_EQ(error_of(owner.export_audit(client::AuditFormat::csv, {.actions = {"nonsense"}}, into(csv))),
            ErrorKind::invalid_request);
  std::string root_log;
  must(admin().export_audit(client::AuditFormat::jsonl, {.severities = {"high"}}, into(root_log)));
  EXPECT_THAT(root_log, HasSubstr("\"installation_create\""));
  EXPECT_EQ(must(owner.audit({.severities = {"info"}, .machine_id = reader.identity.machine_id})).items.size(), 3U);
  EXPECT_THAT(must(owner.audit({.text = "nowhere to be found"})).items, IsEmpty());

  const auto actions = must(admin().audit_actions()).items;
  EXPECT_TRUE(std::ranges::any_of(actions, [](const auto& row) { return row.action == "secret_read"; }));
  const auto activity = must(owner.activity({.machine_id = reader.identity.machine_id, .bucket = client::Bucket::day}));
  EXPECT_EQ(activity.bucket, client::Bucket::day);
  EXPECT_TRUE(eventually([&] {  // housekeeping writes them
    std::uint64_t reads = 0;
    const auto counted = must(owner.activity({.machine_id = reader.identity.machine_id}));
    for (const auto& count : counted.items) reads += count.reads;
    return reads == 3;
  }));
  EXPECT_THAT(must(owner.activity({.from = activity.from, .to = activity.from + std::chrono::hours(1)})).items,
              IsEmpty());
}

TEST_F(OperatorCalls, EndWithTypedErrors) {
  const auto reader = make_reader("value");
  auto owner = vault();
  const auto& machine = reader.identity.machine_id;
  const auto other = must(owner.create_project("other")).project_id;
  const auto elsewhere = must(owner.create_secret(other, "elsewhere", text("value"))).secret_id;

  EXPECT_EQ(error_of(owner.project("proj_0000000000")), ErrorKind::not_found);
  EXPECT_EQ(error_of(owner.machine(kUnknown)), ErrorKind::not_found);
  EXPECT_EQ(error_of(owner.secret("sk_0000000000")), ErrorKind::not_found);
  EXPECT_EQ(error_of(owner.revoke_token("no_such_token")), ErrorKind::not_found);
  EXPECT_EQ(error_of(admin().vault("vault_0000000000000000").show()), ErrorKind::not_found) << "root may know";
  EXPECT_EQ(error_of(admin().vault("vault_0000000000000000").projects()), ErrorKind::access_denied);

  EXPECT_EQ(error_of(owner.create_project("payments")), ErrorKind::conflict) << "a name taken";
  EXPECT_EQ(error_of(owner.delete_project(reader.project)), ErrorKind::conflict) << "it has secrets";
  EXPECT_EQ(error_of(owner.put_version(reader.secret, text("late"), 7)), ErrorKind::conflict);
  EXPECT_EQ(error_of(owner.approve_machine(machine)), ErrorKind::conflict) << "not pending";
  EXPECT_EQ(error_of(owner.deny_machine(machine)), ErrorKind::conflict);
  EXPECT_EQ(error_of(owner.grant(elsewhere, machine)), ErrorKind::conflict) << "not in the project";
  EXPECT_EQ(error_of(owner.remove_operator(admin().identity().operator_id)), ErrorKind::access_denied) << "itself";

  const auto nameless = owner.create_project("");
  ASSERT_EQ(error_of(nameless), ErrorKind::invalid_request);
  EXPECT_EQ(nameless.error().status, 400);
  EXPECT_THAT(nameless.error().message, HasSubstr("name"));
  EXPECT_EQ(error_of(owner.create_project("tab\t")), ErrorKind::invalid_request);
  EXPECT_EQ(error_of(owner.secrets(reader.project, {.limit = 201, .cursor = {}})), ErrorKind::invalid_request);
  EXPECT_EQ(error_of(owner.secrets(reader.project, {.limit = {}, .cursor = "nonsense"})), ErrorKind::invalid_request);
  EXPECT_EQ(error_of(owner.create_secret(other, "large", text(std::string(128 * 1024 + 1, 'x')))),
            ErrorKind::invalid_request);

  auto stolen = make_colleague("7d1b0f0a-32c5-4c7a-8f43-5a1f4d9e6b21", Role::auditor);
  stolen.handed_over.proof = make_colleague(stolen.handed_over.operator_id, Role::auditor).handed_over.proof;
  EXPECT_EQ(error_of(owner.add_operator(stolen.handed_over)), ErrorKind::invalid_request) << "another key's proof";
}

}  // namespace
}  // namespace signet::testing
