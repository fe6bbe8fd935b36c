// SPDX-License-Identifier: Apache-2.0
// Keys that were replaced, and the replacing. What is written here keeps the new key's fingerprints to the caller.
#pragma once

#include "domain/identity.hpp"
#include "store/page.hpp"

#include <optional>
#include <string>

namespace signet::store {

class KeyReads {
 public:
  virtual ~KeyReads() = default;
  /// The newest, if it is good at `now`: older ones never are.
  virtual std::optional<Key> find_overlapping(const std::string& identity, Instant now) = 0;
  /// Newest first; the cursor is an epoch.
  virtual Page<FormerKey> list_former(const std::string& identity, const PageRequest& page) = 0;
};

class KeyWrites {
 public:
  virtual ~KeyWrites() = default;
  virtual void set_key(const MachineId& id, const Key& next) = 0;
  virtual void set_key(const OperatorId& id, const Key& next) = 0;
  virtual void insert_former(const std::string& identity, const FormerKey& former) = 0;
  virtual void set_overlap(const VaultId& vault, std::chrono::seconds overlap) = 0;
};

}  // namespace signet::store
