// SPDX-License-Identifier: Apache-2.0
// Which version of a secret each machine was given last: what poll compares with.
#pragma once

#include "domain/ids.hpp"

#include <cstdint>
#include <optional>

namespace signet::store {

/// A secret as a machine that watches it has to know it.
struct Watched {
  VaultId vault;
  std::uint64_t version;
  bool deleted;
  bool granted;
  std::optional<std::uint64_t> delivered;  // to this machine
};

/// What one read changed, so that it can be taken back.
struct Delivery {
  MachineId machine;
  SecretId secret;
  std::uint64_t version;
  std::optional<std::uint64_t> before;
};

class DeliveryReads {
 public:
  virtual ~DeliveryReads() = default;
  [[nodiscard]] virtual std::optional<std::uint64_t> find_delivered(const MachineId& machine,
                                                                    const SecretId& secret) = 0;
  [[nodiscard]] virtual std::optional<Watched> find_watched(const MachineId& machine, const SecretId& secret) = 0;
};

class DeliveryWrites {
 public:
  virtual ~DeliveryWrites() = default;
  /// The row goes with its machine and with its secret, once that is destroyed.
  virtual void put_delivered(const MachineId& machine, const SecretId& secret, std::uint64_t version) = 0;
  /// The answer was lost: as before, unless the machine was given another version since.
  virtual void take_back(const Delivery& lost) = 0;
};

}  // namespace signet::store
