// SPDX-License-Identifier: Apache-2.0
// Secrets that an agent changes in a database of its own, in two phases.
#pragma once

#include "domain/sync_agent.hpp"

namespace signet::store {

class SyncAgentReads {
 public:
  virtual ~SyncAgentReads() = default;
  virtual std::optional<SyncAgent> find(const SecretId& secret) = 0;
};

class SyncAgentWrites {
 public:
  virtual ~SyncAgentWrites() = default;
  virtual void put(const SyncAgent& agent) = 0;  // in the place of what was there
  virtual void remove(const SecretId& secret) = 0;
};

}  // namespace signet::store
