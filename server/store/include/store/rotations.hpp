// SPDX-License-Identifier: Apache-2.0
// Secrets that get a new value by themselves.
#pragma once

#include "domain/rotation.hpp"

#include <optional>
#include <vector>

namespace signet::store {

class RotationReads {
 public:
  virtual ~RotationReads() = default;
  virtual std::optional<Rotation> find_rotation(const SecretId& secret) = 0;
  /// Due at `now`, the longest due first; none of a deleted secret or a suspended vault.
  virtual std::vector<Rotation> list_due(Instant now, std::size_t limit) = 0;
};

class RotationWrites {
 public:
  virtual ~RotationWrites() = default;
  virtual void put_rotation(const Rotation& rotation) = 0;
  virtual void delete_rotation(const SecretId& secret) = 0;
};

}  // namespace signet::store
