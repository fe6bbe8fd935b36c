// SPDX-License-Identifier: Apache-2.0
// Reads are counted in memory and written once a second, so that a read costs no row but its audit record.
#pragma once

#include "domain/activity.hpp"
#include "store/committer.hpp"

#include <map>
#include <mutex>
#include <tuple>
#include <vector>

namespace signet::audit {

/// Thread-safe.
class ReadTally {
 public:
  void count(const VaultId& vault, const MachineId& machine, Instant at, std::int64_t reads = 1);
  /// What was counted since the last call.
  [[nodiscard]] std::vector<MachineReads> drain();

 private:
  std::mutex mutex_;
  std::map<std::tuple<MachineId, Hour>, MachineReads> counts_;
};

/// Writes down what was drained. If it did not become durable, it is counted again.
void write_reads(ReadTally& tally, store::Committer& committer);

}  // namespace signet::audit
