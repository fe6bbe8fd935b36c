// SPDX-License-Identifier: Apache-2.0
// Reads are counted in memory and written once a second, of many machines by turns, so that a read costs no row but its
// audit record.
#pragma once

#include "domain/activity.hpp"
#include "store/committer.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <vector>

namespace signet::audit {

/// Thread-safe.
class ReadTally {
 public:
  void count(const VaultId& vault, const MachineId& machine, Instant at, std::int64_t reads = 1);
  /// Of some machines what was counted since they were last among them, in order of machine and round again.
  [[nodiscard]] std::vector<MachineReads> drain(std::size_t most);

 private:
  using Key = std::tuple<MachineId, Hour>;
  std::mutex mutex_;
  std::map<Key, MachineReads> counts_;
  std::optional<Key> position_;
};

/// Writes down what was drained. If it did not become durable, it is counted again.
void write_reads(ReadTally& tally, store::Committer& committer, std::size_t most);

}  // namespace signet::audit
