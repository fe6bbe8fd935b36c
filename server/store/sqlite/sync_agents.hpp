// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/sync_agents.hpp"

namespace signet::store {

class SqliteSyncAgentReads final : public SyncAgentReads {
 public:
  explicit SqliteSyncAgentReads(Connection& connection) : db_(connection) {}
  std::optional<SyncAgent> find(const SecretId& secret) override;

 private:
  Connection& db_;
};

class SqliteSyncAgentWrites final : public SyncAgentWrites {
 public:
  explicit SqliteSyncAgentWrites(Writer& writer) : writer_(writer) {}
  void put(const SyncAgent& agent) override;
  void remove(const SecretId& secret) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
