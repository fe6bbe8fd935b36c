// SPDX-License-Identifier: Apache-2.0
// Secrets that get a new value by themselves.
#pragma once

namespace signet::store {

class RotationReads {
 public:
  virtual ~RotationReads() = default;
};

class RotationWrites {
 public:
  virtual ~RotationWrites() = default;
};

}  // namespace signet::store
