// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/keys.hpp"

namespace signet::store {

class SqliteKeyReads final : public KeyReads {
 public:
  explicit SqliteKeyReads(Connection& connection) : db_(connection) {}
  std::optional<Key> find_overlapping(const std::string& identity, Instant now) override;
  Page<FormerKey> list_former(const std::string& identity, const PageRequest& page) override;

 private:
  Connection& db_;
};

class SqliteKeyWrites final : public KeyWrites {
 public:
  explicit SqliteKeyWrites(Writer& writer) : writer_(writer) {}
  void set_key(const MachineId& id, const Key& next) override;
  void set_key(const OperatorId& id, const Key& next) override;
  void insert_former(const std::string& identity, const FormerKey& former) override;
  void set_overlap(const VaultId& vault, std::chrono::seconds overlap) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
