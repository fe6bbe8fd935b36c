// SPDX-License-Identifier: Apache-2.0
// What machines leave behind. Reads counted by hour, for people to look at: nothing is decided by them, and a crash may
// lose the last second. The ids of machines that are gone, which the deletion of a machine adds to in its own commit.
#pragma once

#include "domain/activity.hpp"
#include "domain/identity.hpp"

#include <optional>
#include <vector>

namespace signet::store {

class ActivityReads {
 public:
  virtual ~ActivityReads() = default;
  /// Of all machines of the vault, those that are gone too, or of one. From the hour of `from` to the one before the
  /// hour of `to`, oldest first; hours without reads are left out.
  virtual std::vector<ReadsInHour> reads_by_hour(const VaultId& vault, const std::optional<MachineId>& machine,
                                                 Instant from, Instant to) = 0;
  /// All reads of a machine since the hour of `from`.
  virtual std::int64_t count_reads(const MachineId& machine, Instant from) = 0;
  /// The oldest one.
  [[nodiscard]] virtual std::optional<Machine> find_any_machine() = 0;
  /// Whether there is such a machine; never from memory.
  [[nodiscard]] virtual bool is_known(const MachineId& machine) = 0;
  /// It was deleted, and is not forgotten yet.
  virtual bool is_gone(const MachineId& machine) = 0;
};

class ActivityWrites {
 public:
  virtual ~ActivityWrites() = default;
  /// To those that are there. REQUIRES: reads >= 1.
  virtual void add_reads(const MachineReads& more) = 0;
  /// Of hours before that of `before`; at most 20,000 rows a call.
  virtual void forget_reads(Instant before) = 0;
  /// Those that went before, at most 20,000 a call. A machine counts as gone since the first call after its end.
  virtual void forget_gone(Instant now, Instant before) = 0;
};

}  // namespace signet::store
