// SPDX-License-Identifier: Apache-2.0
// Reads counted by hour.
#pragma once

namespace signet::store {

class ActivityReads {
 public:
  virtual ~ActivityReads() = default;
};

class ActivityWrites {
 public:
  virtual ~ActivityWrites() = default;
};

}  // namespace signet::store
