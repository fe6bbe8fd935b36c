// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/applications.hpp"

namespace signet::store {

class SqliteApplicationReads final : public ApplicationReads {
 public:
  explicit SqliteApplicationReads(Connection& connection) : db_(connection) {}
  std::optional<Application> find_application(const ApplicationId& id) override;
  bool is_application_name_taken(const VaultId& vault, const std::string& name) override;
  Page<Application> list_applications(const VaultId& vault, const PageRequest& page) override;
  std::vector<Project> projects_of(const ApplicationId& id) override;
  std::vector<JoinedProject> list_joined(const MachineId& machine) override;

 private:
  Connection& db_;
};

class SqliteApplicationWrites final : public ApplicationWrites {
 public:
  explicit SqliteApplicationWrites(Writer& writer) : writer_(writer) {}
  void insert_application(const Application& application) override;
  void rename_application(const ApplicationId& id, const std::string& name) override;
  void delete_application(const ApplicationId& id) override;

 private:
  Writer& writer_;
};

/// Of kApplicationColumns, which begin at `first`.
[[nodiscard]] Application read_application(const Query& row, int first = 0);
inline constexpr char kApplicationColumns[] = "a.seq, a.id, a.vault_id, a.name, a.created_at";

}  // namespace signet::store
