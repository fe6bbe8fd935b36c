// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/key_rotations.hpp"

namespace signet::store {

class SqliteKeyRotationReads final : public KeyRotationReads {
 public:
  explicit SqliteKeyRotationReads(Connection& connection) : db_(connection) {}
  std::vector<FormerRootKey> list_former_root_keys() override;
  std::vector<StoredKey> list_not_wrapped_by(const std::string& root_key_id, std::size_t limit) override;
  std::size_t count_not_wrapped_by(const std::string& root_key_id) override;
  std::size_t count_wrapped_by(const std::string& root_key_id) override;
  std::vector<ProjectKeyRotation> list_project_rotations() override;
  std::vector<DataKeyPlace> list_data_keys_but(const ProjectId& project, std::uint32_t generation,
                                               std::size_t limit) override;
  std::size_t count_data_keys_but(const ProjectId& project, std::uint32_t generation) override;

 private:
  Connection& db_;
};

class SqliteKeyRotationWrites final : public KeyRotationWrites {
 public:
  explicit SqliteKeyRotationWrites(Writer& writer) : writer_(writer) {}
  void set_root_key(const std::string& id) override;
  void insert_former_root_key(const FormerRootKey& key) override;
  void delete_former_root_keys() override;
  void rewrap_key(const StoredKey& key) override;
  void insert_generation(const ProjectId& project, const ProjectKey& key) override;
  void delete_generations_before(const ProjectId& project, std::uint32_t generation) override;
  void start_project_rotation(const ProjectId& project, std::size_t total, Instant at) override;
  void end_project_rotation(const ProjectId& project) override;
  void rewrap_data_key(const DataKeyPlace& place, ByteView wrapped) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
