// SPDX-License-Identifier: Apache-2.0
// When a grant holds: access policies and their counters, frozen projects, canaries, allow-lists of vaults.
#pragma once

namespace signet::store {

class PolicyReads {
 public:
  virtual ~PolicyReads() = default;
};

class PolicyWrites {
 public:
  virtual ~PolicyWrites() = default;
};

}  // namespace signet::store
