// SPDX-License-Identifier: Apache-2.0
#include "support/installation.hpp"

#include "audit/audit.hpp"
#include "keyring/root_key_slot.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "vault/vaults.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <future>

namespace signet::testing {

struct Installation::Running {
  std::unique_ptr<store::Store> store;
  keyring::Keyring keyring;
  auth::Lockout lockout;
  auth::Refusals refusals;
  audit::ReadTally reads;
  api::Waiters waiters;
  observe::Log log{{.level = observe::Level::error}};
  api::Services services;
  std::unique_ptr<store::Committer> committer;
  std::unique_ptr<api::Pipeline> pipeline;

  Running(std::unique_ptr<store::Store> opened, keyring::Keyring with, const Clock& clock,
          const std::string& installation)
      : store(std::move(opened)),
        keyring(std::move(with)),
        lockout({}, store->reader()->snapshot()->list_lockouts()),
        services{*store, keyring, lockout, refusals, reads, waiters, clock, crypto::system_random(), log, installation},
        committer(store->committer({.on_change = [this](std::span<const store::Announcement> announced) {
          for (const auto& change : announced) waiters.changed(change.vault, change.machine, change.secret);
        }})),
        pipeline(std::make_unique<api::Pipeline>(services)) {}
  ~Running() { committer->stop(); }
};

std::string& Signed::header(std::string_view name) {
  for (auto& header : request.head.headers)
    if (header.name == name) return header.value;
  return request.head.headers.emplace_back(api::Header{std::string(name), ""}).value;
}

void Signed::remove(std::string_view name) {
  std::erase_if(request.head.headers, [&](const auto& header) { return header.name == name; });
}

std::string Answer::header(std::string_view name) const {
  for (const auto& header : headers)
    if (header.name == name) return header.value;
  return {};
}

std::string Answer::operator[](std::string_view member) const {
  const auto* found = find_text(body, member);
  return found ? std::string(*found) : std::string();
}

Installation::Installation() {
  std::string pattern = (std::filesystem::temp_directory_path() / "signet-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder can be made: " + pattern);
  folder = pattern;
  database = folder / "signet.db";
  root_key_ = keyring::make_root_key(crypto::system_random());
  store::create_sqlite(database);
  const auto id = InstallationId::make(crypto::system_random());
  installation_id = id.str();
  auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(Algorithm::ed25519));
  const auto operator_id = OperatorId::make(crypto::system_random());
  root = {operator_id.str(), key, true};

  open();
  const bool made = store::commit_and_wait(committer(), [&](store::Transaction& tx) {
    tx.create_installation({.id = id, .root_key_id = keyring::root_key_id(root_key_.expose())}, clock.now());
    const signet::Key record{key->algorithm(), key->public_key().raw(), key->public_key().fingerprint(), 1,
                             clock.now()};
    tx.insert_operator(
        {.id = operator_id, .name = "first", .root = true, .key = record, .created_at = clock.now()});
    tx.take_fingerprints(operator_id.str(), key->public_key().all_fingerprints(), std::nullopt);
    vault::Journal journal{.base = {.action = Action::vault_create, .log = installation_id}};
    vault::Work work{tx, running->keyring, crypto::system_random(), clock.now(), journal};
    vault_id = vault::create_vault(work, operator_id, "test")->id.str();
  });
  if (!made) throw std::runtime_error("the test's installation could not be written");
}

Installation::~Installation() {
  running.reset();
  std::filesystem::remove_all(folder);
}

void Installation::open() { restart_with({root_key_.expose(), crypto::system_random()}); }

void Installation::close() { running.reset(); }

void Installation::restart() { open(); }

void Installation::restart_with(keyring::Keyring keyring) {
  running.reset();
  running = std::make_unique<Running>(store::open_sqlite(database), std::move(keyring), clock, installation_id);
}

store::Committer& Installation::committer() { return *running->committer; }
const api::Services& Installation::services() { return running->services; }
void Installation::set_budgets(auth::Budgets::Rules rules) {
  running->services.budgets = std::make_shared<auth::Budgets>(rules);
}
api::Pipeline& Installation::pipeline() { return *running->pipeline; }

api::Request Installation::copy(const api::Request& request) { return {request.head, request.body.clone()}; }

Signed Installation::sign(const Signer& signer, std::string method, std::string target, std::string body) {
  const auto timestamp = std::to_string(to_unix_seconds(clock.now()));
  const auto nonce = "test-nonce-" + std::to_string(100'000 + nonces_++);
  const auto payload = canonical_request(method, target, timestamp, nonce, crypto::sha256_hex(as_bytes(body)));
  api::RequestHead head{std::move(method), std::move(target), {}, *Address::parse(address)};
  head.headers = {{std::string(signer.is_operator ? header::kOperatorId : header::kMachineId), signer.id},
                  {std::string(header::kTimestamp), timestamp},
                  {std::string(header::kNonce), nonce},
                  {std::string(header::kSignature), to_base64(signer.key->sign(as_bytes(payload)))}};
  const auto algorithm = signer.key->algorithm();
  if (must_be_named(algorithm))
    head.headers.push_back({std::string(header::kAlgorithm), std::string(info(algorithm).name)});
  return {{std::move(head), SecretBytes::from_text(body)}};
}

api::Response Installation::respond(api::Request request) {
  auto prepared = pipeline().prepare(std::move(request));
  const auto reader = services().store.reader();
  if (prepared.slow) prepared = prepared.slow(*reader);
  api::Response response;
  if (prepared.answer) {
    response = std::move(*prepared.answer);
  } else {
    std::promise<api::Response> promise;
    prepared.pending->on_answer = [&promise](api::Response answer) noexcept { promise.set_value(std::move(answer)); };
    std::vector<std::unique_ptr<store::Task>> tasks;
    tasks.push_back(std::move(prepared.pending));
    if (!committer().submit(std::move(tasks)).empty()) throw std::runtime_error("the queue is full");
    response = promise.get_future().get();
  }
  return response;
}

void Installation::lose(const Signed& signed_request) {
  auto response = respond(copy(signed_request.request));
  if (!response.if_lost) return;
  store::commit_and_wait(committer(), [&](store::Transaction& transaction) { response.if_lost(transaction); });
}

Answer Installation::handle(api::Request request) {
  auto response = respond(std::move(request));
  const auto reader = services().store.reader();
  while (response.pieces) {
    const auto piece = response.pieces(*reader);
    if (!piece) break;
    response.body.append(piece->expose());
  }
  Answer answer{response.status, Json::object(), std::string(response.body.expose_text()), std::move(response.headers)};
  if (auto body = parse_json_object(response.body.expose())) answer.body = std::move(*body);
  return answer;
}

Answer Installation::handle(const Signed& signed_request) { return handle(copy(signed_request.request)); }

Answer Installation::send(const Signer& signer, std::string method, std::string target, std::string body) {
  return handle(sign(signer, std::move(method), std::move(target), std::move(body)));
}

namespace {

std::string quoted(const std::string& text) { return to_public_text(json_text(text)); }

}  // namespace

std::string Installation::make_project(const std::string& name) {
  const auto made = send(root, "POST", vault_path("/projects"), "{\"name\":" + quoted(name) + "}");
  EXPECT_EQ(made.status, 201) << made.text;
  return made["projectId"];
}

std::string Installation::make_secret(const std::string& project, const std::string& name, const std::string& value) {
  const auto made = send(root, "POST", vault_path("/projects/" + project + "/secrets"),
                         "{\"name\":" + quoted(name) + ",\"value\":" + quoted(value) + "}");
  EXPECT_EQ(made.status, 201) << made.text;
  return made["secretId"];
}

std::string Installation::make_token() {
  const auto made = send(root, "POST", vault_path("/enrolment-tokens"), "{}");
  EXPECT_EQ(made.status, 201) << made.text;
  return made["token"];
}

Answer Installation::enrol(const std::string& token, const crypto::PrivateKey& key, bool with_proof) {
  Json body{{"token", json_text(token)},
            {"hostname", json_text("web-1")},
            {"algorithm", json_text(info(key.algorithm()).name)},
            {"publicKey", json_text(to_base64(key.public_key().raw()))}};
  if (with_proof)
    body["proof"] = json_text(to_base64(crypto::make_proof(crypto::ProofPurpose::enrol, token, key)));
  return handle({{"POST", "/v1/bootstrap/register", {}, *Address::parse(address)}, to_secret_text(body)});
}

Signer Installation::make_pending_machine(Algorithm algorithm) {
  auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(algorithm));
  const auto answer = enrol(make_token(), *key);
  EXPECT_EQ(answer.status, 200) << answer.text;
  return {answer["machineId"], std::move(key), false};
}

Signer Installation::make_machine(Algorithm algorithm) {
  auto machine = make_pending_machine(algorithm);
  const auto approved = send(root, "POST", vault_path("/machines/" + machine.id + "/approve"), "{}");
  EXPECT_EQ(approved.status, 200) << approved.text;
  return machine;
}

void Installation::give(const Signer& machine, const std::string& project, const std::string& secret) {
  const auto added = send(root, "PUT", vault_path("/projects/" + project + "/machines/" + machine.id), "{}");
  EXPECT_EQ(added.status, 200) << added.text;
  const auto granted = send(root, "PUT", vault_path("/secrets/" + secret + "/grants/" + machine.id), "{}");
  EXPECT_EQ(granted.status, 200) << granted.text;
}

Signer Installation::make_operator(Role role, const std::string& vault) {
  auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(Algorithm::ed25519));
  const auto id = OperatorId::make(crypto::system_random()).str();
  const Json body{
      {"operatorId", json_text(id)},
      {"name", json_text(name_of(role))},
      {"role", json_text(name_of(role))},
      {"algorithm", json_text("Ed25519")},
      {"publicKey", json_text(to_base64(key->public_key().raw()))},
      {"proof", json_text(to_base64(crypto::make_proof(crypto::ProofPurpose::operator_, id, *key)))}};
  const auto made = send(root, "POST", "/v1/admin/vaults/" + vault + "/operators", to_public_text(body));
  EXPECT_EQ(made.status, 201) << made.text;
  return {id, std::move(key), true};
}

std::vector<Json> Installation::audit(const std::string& log) {
  std::vector<Json> records;
  const auto reader = services().store.reader();
  const auto snapshot = reader->snapshot();
  for (store::PageRequest page{.limit = 200};;) {
    const auto rows = snapshot->list_audit({.log = log, .actions = {}}, page);
    for (const auto& row : rows.items) records.insert(records.begin(), *parse_json_object(row.record));
    if (!rows.next) return records;
    page.cursor = *rows.next;
  }
}

std::vector<std::string> Installation::actions(const std::string& log, std::size_t skip) {
  std::vector<std::string> names;
  for (const auto& record : audit(log))
    if (skip > 0) {
      --skip;
    } else {
      names.emplace_back(*find_text(record, "action"));
    }
  return names;
}

std::map<std::string, std::string> Installation::state_digest() {
  std::map<std::string, std::string> digest;
  sqlite3* connection = nullptr;
  sqlite3_open_v2(database.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr);
  const auto each = [&](const std::string& sql, const auto& row) {
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
    while (sqlite3_step(statement) == SQLITE_ROW) row(statement);
    sqlite3_finalize(statement);
  };
  const auto text = [](sqlite3_stmt* statement, int column) {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
    return to_hex({bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))});
  };
  std::vector<std::string> tables;
  each("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
       [&](sqlite3_stmt* statement) {
         tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
       });
  for (const auto& table : tables) {
    // What every request may change, and nothing else.
    if (table == "spent_nonces" || table == "audit" || table == "lockouts" || table == "last_seen" ||
        table == "known_addresses")
      continue;
    std::string all;
    each("SELECT * FROM " + table, [&](sqlite3_stmt* statement) {
      for (int column = 0; column < sqlite3_column_count(statement); ++column) all += text(statement, column) + ",";
      all += ";";
    });
    digest[table] = crypto::sha256_hex(as_bytes(all));
  }
  sqlite3_close(connection);
  return digest;
}

}  // namespace signet::testing
