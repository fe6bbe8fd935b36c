// SPDX-License-Identifier: Apache-2.0
// What a secret was and is besides its value: versions, notes, and the trash.
#pragma once

namespace signet::store {

class HistoryReads {
 public:
  virtual ~HistoryReads() = default;
};

class HistoryWrites {
 public:
  virtual ~HistoryWrites() = default;
};

}  // namespace signet::store
