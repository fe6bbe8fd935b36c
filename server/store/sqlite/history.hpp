// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/history.hpp"

namespace signet::store {

class SqliteHistoryReads final : public HistoryReads {
 public:
  explicit SqliteHistoryReads(Connection& connection) : db_(connection) {}
  Page<SecretVersion> list_versions(const SecretId& secret, const PageRequest& page) override;
  std::size_t count_versions(const SecretId& secret) override;
  Page<Secret> list_trash(const VaultId& vault, const PageRequest& page) override;
  std::vector<Secret> trash_of(const ProjectId& project) override;
  std::vector<Secret> list_old_trash(Instant until, std::size_t limit) override;
  std::optional<Secret> find_by_name(const ProjectId& project, const std::string& name) override;
  bool is_export_allowed(const VaultId& vault) override;
  std::optional<SecretNote> find_note(const SecretId& secret) override;

 private:
  Connection& db_;
};

class SqliteHistoryWrites final : public HistoryWrites {
 public:
  explicit SqliteHistoryWrites(Writer& writer) : writer_(writer) {}
  void restore_secret(const SecretId& id, Instant at) override;
  void purge_secret(const SecretId& id) override;
  void put_note(const SecretId& secret, const SecretNote& note) override;
  void delete_note(const SecretId& secret) override;
  void allow_export(const VaultId& vault, bool allowed) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
