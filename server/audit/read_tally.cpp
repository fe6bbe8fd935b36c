// SPDX-License-Identifier: Apache-2.0
#include "audit/read_tally.hpp"

#include "store/activity.hpp"

namespace signet::audit {

void ReadTally::count(const VaultId& vault, const MachineId& machine, Instant at, std::int64_t reads) {
  const auto hour = hour_of(at);
  const std::scoped_lock lock(mutex_);
  counts_.try_emplace({machine, hour}, MachineReads{vault, machine, hour, 0}).first->second.reads += reads;
}

std::vector<MachineReads> ReadTally::drain(std::size_t most) {
  std::vector<MachineReads> drained;
  const std::scoped_lock lock(mutex_);
  auto at = position_ ? counts_.upper_bound(*position_) : counts_.begin();
  while (drained.size() < most && !counts_.empty()) {
    if (at == counts_.end()) at = counts_.begin();
    position_ = at->first;
    drained.push_back(std::move(at->second));
    at = counts_.erase(at);
  }
  return drained;
}

void write_reads(ReadTally& tally, store::Committer& committer, std::size_t most) {
  const auto drained = tally.drain(most);
  if (drained.empty()) return;
  const auto count_again = [&] {
    for (const auto& reads : drained) tally.count(reads.vault, reads.machine, reads.hour, reads.reads);
  };
  try {
    const bool durable = store::commit_and_wait(committer, [&](store::Transaction& tx) {
      for (const auto& reads : drained) tx.activity().add_reads(reads);
    });
    if (!durable) count_again();
  } catch (...) {
    count_again();
    throw;
  }
}

}  // namespace signet::audit
