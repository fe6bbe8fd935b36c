// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include "signet/crypto/keys.hpp"
#include "signet/crypto/random.hpp"

#include <cstdlib>

namespace signet::store {

Folder::Folder() {
  auto name = (std::filesystem::path(testing::TempDir()) / "signet-store-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string sentence(const std::function<void()>& work) {
  try {
    work();
  } catch (const StoreError& error) {
    return error.what();
  }
  ADD_FAILURE() << "no StoreError";
  return {};
}

std::vector<std::string> query_sql(const std::filesystem::path& file, const std::string& text) {
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  std::vector<std::string> rows;
  char* message = nullptr;
  const auto row = [](void* out, int count, char** values, char**) {
    std::string line;
    for (int i = 0; i < count; ++i) line += std::string(i == 0 ? "" : "|") + (values[i] == nullptr ? "" : values[i]);
    static_cast<std::vector<std::string>*>(out)->push_back(line);
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(handle, text.c_str(), row, &rows, &message), SQLITE_OK) << message;
  sqlite3_free(message);
  sqlite3_close(handle);
  return rows;
}

void run_sql(const std::filesystem::path& file, const std::string& text) { query_sql(file, text); }

std::array<std::uint8_t, 32> some_digest() {
  std::array<std::uint8_t, 32> digest{};
  crypto::system_random().fill(digest);
  return digest;
}

Key some_key() {
  const auto raw = some_digest();
  return {.algorithm = Algorithm::ed25519,
          .raw = Bytes(raw.begin(), raw.end()),
          .fingerprint = some_digest(),
          .epoch = 3,
          .created_at = kNow - std::chrono::days(1)};
}

Key real_key(Algorithm algorithm) {
  const auto key = crypto::PrivateKey::generate(algorithm);
  return {.algorithm = algorithm,
          .raw = key.public_key().raw(),
          .fingerprint = key.public_key().fingerprint(),
          .created_at = kNow};
}

Vault some_vault(const std::string& name) { return {.id = some_id<VaultId>(), .name = name, .created_at = kNow}; }

Machine some_machine(const VaultId& vault, const std::string& name) {
  return {.id = some_id<MachineId>(),
          .vault = vault,
          .name = name,
          .hostname = "host.example",
          .key = some_key(),
          .token = std::nullopt,
          .created_at = kNow,
          .expires_at = std::nullopt};
}

Operator some_operator(const std::string& name) {
  return {.id = some_id<OperatorId>(), .name = name, .key = real_key(Algorithm::ed25519), .created_at = kNow};
}

Project some_project(const VaultId& vault, const std::string& name) {
  return {.id = some_id<ProjectId>(), .vault = vault, .name = name, .created_at = kNow};
}

Secret some_secret(const Project& project, const std::string& name) {
  return {.id = some_id<SecretId>(),
          .vault = project.vault,
          .project = project.id,
          .name = name,
          .field_names = {},
          .created_at = kNow,
          .updated_at = kNow,
          .deleted_at = std::nullopt};
}

SecretVersion some_version(std::uint64_t version) {
  return {.version = version,
          .value = {1, 0, 255, static_cast<std::uint8_t>(version)},
          .wrapped_key = {9, 8, 7},
          .created_at = kNow,
          .created_by = "somebody"};
}

EnrolmentToken some_token(const VaultId& vault) {
  const auto hash = some_digest();
  return {.id = some_id<TokenId>(),
          .vault = vault,
          .hash = Bytes(hash.begin(), hash.end()),
          .created_by = "somebody",
          .created_at = kNow,
          .expires_at = kNow + std::chrono::minutes(10)};
}

Grant some_grant(const Machine& machine, const Secret& secret) {
  return {.machine = machine.id, .machine_name = machine.name, .secret = secret.id, .created_at = kNow};
}

StoreTest::StoreTest() {
  create_sqlite(file);
  restart();
}

StoreTest::~StoreTest() { close(); }

void StoreTest::close() {
  reader.reset();
  committer.reset();
  store.reset();
}

void StoreTest::restart() {
  close();
  store = open_sqlite(file);
  committer = store->committer({});
  reader = store->reader();
}

void StoreTest::write(const std::function<void(Transaction&)>& work) { EXPECT_TRUE(commit_and_wait(*committer, work)); }

void StoreTest::expect_refused(const std::function<void(Transaction&)>& work) {
  EXPECT_ANY_THROW(static_cast<void>(commit_and_wait(*committer, work)));
}

FurnishedStore::FurnishedStore() {
  write([&](Transaction& transaction) {
    transaction.create_installation(installation, kNow);
    transaction.insert_vault(vault);
    transaction.insert_project(project, project_key);
    transaction.insert_machine(machine);
    transaction.insert_member(machine.id, project.id, kNow);
    transaction.insert_secret(secret, version);
  });
}

}  // namespace signet::store
