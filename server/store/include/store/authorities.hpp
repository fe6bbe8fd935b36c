// SPDX-License-Identifier: Apache-2.0
// Certificate authorities of a vault, and the secrets that stand for them.
#pragma once

namespace signet::store {

class AuthorityReads {
 public:
  virtual ~AuthorityReads() = default;
};

class AuthorityWrites {
 public:
  virtual ~AuthorityWrites() = default;
};

}  // namespace signet::store
