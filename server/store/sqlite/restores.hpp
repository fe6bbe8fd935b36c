// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/restores.hpp"

namespace signet::store {

class SqliteRestoreReads final : public RestoreReads {
 public:
  explicit SqliteRestoreReads(Connection& connection) : db_(connection) {}
  bool is_held(const std::string& identity) override;
  Page<HeldIdentity> list_held(const PageRequest& page) override;
  std::int64_t newest_timestamp() override;

 private:
  Connection& db_;
};

class SqliteRestoreWrites final : public RestoreWrites {
 public:
  explicit SqliteRestoreWrites(Writer& writer) : writer_(writer) {}
  void raise_nonce_floor(std::int64_t timestamp) override;
  Withdrawn withdraw_handouts(Instant now) override;
  std::int64_t hold_all_but_root() override;
  std::int64_t hold_roots_but(const OperatorId& id) override;
  void release(const std::string& identity) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
