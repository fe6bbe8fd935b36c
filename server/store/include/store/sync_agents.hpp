// SPDX-License-Identifier: Apache-2.0
// Secrets that an agent changes in a database of its own, in two phases.
#pragma once

namespace signet::store {

class SyncAgentReads {
 public:
  virtual ~SyncAgentReads() = default;
};

class SyncAgentWrites {
 public:
  virtual ~SyncAgentWrites() = default;
};

}  // namespace signet::store
