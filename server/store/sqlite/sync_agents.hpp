// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/sync_agents.hpp"

namespace signet::store {

class SqliteSyncAgentReads final : public SyncAgentReads {
 public:
  explicit SqliteSyncAgentReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteSyncAgentWrites final : public SyncAgentWrites {
 public:
  explicit SqliteSyncAgentWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
