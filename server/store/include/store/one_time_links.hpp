// SPDX-License-Identifier: Apache-2.0
// Secrets that a person may open once.
#pragma once

namespace signet::store {

class OneTimeLinkReads {
 public:
  virtual ~OneTimeLinkReads() = default;
};

class OneTimeLinkWrites {
 public:
  virtual ~OneTimeLinkWrites() = default;
};

}  // namespace signet::store
