// SPDX-License-Identifier: Apache-2.0
// Root keys and project keys that were replaced, and what they still wrap.
#pragma once

#include "domain/key_rotation.hpp"

#include <optional>
#include <vector>

namespace signet::store {

/// Of a project, or of the vault itself, or of the installation itself.
struct StoredKey {
  std::optional<VaultId> vault;
  std::optional<ProjectId> project;
  ProjectKey key;
};

class KeyRotationReads {
 public:
  virtual ~KeyRotationReads() = default;
  virtual std::vector<FormerRootKey> list_former_root_keys() = 0;
  /// Keys that another root key than this wraps, at most `limit`; and how many there are.
  virtual std::vector<StoredKey> list_not_wrapped_by(const std::string& root_key_id, std::size_t limit) = 0;
  virtual std::size_t count_not_wrapped_by(const std::string& root_key_id) = 0;
  virtual std::size_t count_wrapped_by(const std::string& root_key_id) = 0;
  virtual std::vector<ProjectKeyRotation> list_project_rotations() = 0;
  /// Data keys that another generation than this wraps.
  virtual std::vector<DataKeyPlace> list_data_keys_but(const ProjectId& project, std::uint32_t generation,
                                                       std::size_t limit) = 0;
  virtual std::size_t count_data_keys_but(const ProjectId& project, std::uint32_t generation) = 0;
};

class KeyRotationWrites {
 public:
  virtual ~KeyRotationWrites() = default;
  virtual void set_root_key(const std::string& id) = 0;
  virtual void insert_former_root_key(const FormerRootKey& key) = 0;
  virtual void delete_former_root_keys() = 0;
  /// Another wrapping of the same generation; of a key that is gone, nothing happens.
  virtual void rewrap_key(const StoredKey& key) = 0;
  virtual void insert_generation(const ProjectId& project, const ProjectKey& key) = 0;
  virtual void delete_generations_before(const ProjectId& project, std::uint32_t generation) = 0;
  virtual void start_project_rotation(const ProjectId& project, std::size_t total, Instant at) = 0;
  virtual void end_project_rotation(const ProjectId& project) = 0;
  /// If it still is what was read; else nothing happens.
  virtual void rewrap_data_key(const DataKeyPlace& place, ByteView wrapped) = 0;
};

}  // namespace signet::store
