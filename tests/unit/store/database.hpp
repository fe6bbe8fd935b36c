// SPDX-License-Identifier: Apache-2.0
// A database of one test in a folder of its own, and the things that tests put into it.
#pragma once

#include "domain/identity.hpp"
#include "domain/vault.hpp"
#include "sqlite/sqlite_store.hpp"
#include "store/transaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace signet::store {

/// Made empty, deleted with everything in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The sentence of the StoreError that `work` must throw.
std::string sentence(const std::function<void()>& work);
/// Runs SQL past the store, as an operator with a shell could.
void run_sql(const std::filesystem::path& file, const std::string& text);
std::vector<std::string> query_sql(const std::filesystem::path& file, const std::string& text);

inline constexpr Instant kNow = Instant(std::chrono::milliseconds(1'760'000'000'123));

std::array<std::uint8_t, 32> some_digest();
Key some_key();  // a made-up one
Key real_key(Algorithm algorithm);
Vault some_vault(const std::string& name = "home");
Machine some_machine(const VaultId& vault, const std::string& name = "web-1");
Operator some_operator(const std::string& name = "Ada");
Project some_project(const VaultId& vault, const std::string& name = "shop");
Secret some_secret(const Project& project, const std::string& name = "password");
SecretVersion some_version(std::uint64_t version = 1);
EnrolmentToken some_token(const VaultId& vault);
Grant some_grant(const Machine& machine, const Secret& secret);
template <class SomeId>
SomeId some_id() {
  return SomeId::make(crypto::system_random());
}

class StoreTest : public testing::Test {
 protected:
  StoreTest();
  ~StoreTest() override;

  /// In a transaction of its own; fails the test if it does not commit.
  void write(const std::function<void(Transaction&)>& work);
  /// Is refused: nothing of it stays.
  void expect_refused(const std::function<void(Transaction&)>& work);
  [[nodiscard]] std::unique_ptr<Snapshot> snapshot() { return reader->snapshot(); }
  /// Closes everything and opens it again.
  void restart();
  void close();

  Folder folder;
  std::filesystem::path file = folder / "signet.db";
  std::unique_ptr<Store> store;
  std::unique_ptr<Committer> committer;
  std::unique_ptr<Reader> reader;
};

/// With an installation, a vault, a project, a machine in it and a secret.
class FurnishedStore : public StoreTest {
 protected:
  FurnishedStore();

  Installation installation{.id = some_id<InstallationId>(), .root_key_id = "0011223344556677"};
  Vault vault = some_vault();
  Project project = some_project(vault.id);
  ProjectKey project_key{.generation = 1, .wrapped = {1, 2, 3}};
  Machine machine = some_machine(vault.id);
  Secret secret = some_secret(project);
  SecretVersion version = some_version();
};

}  // namespace signet::store
