// SPDX-License-Identifier: Apache-2.0
#include "audit/find_fault.hpp"

#include "signet/crypto/merkle.hpp"
#include "store/snapshot.hpp"

#include <algorithm>

namespace signet::audit {
namespace {

constexpr auto kTile = static_cast<std::int64_t>(kTileHashes);

/// The tree twice: over the records as they are, and over the hashes that were kept of them.
class TwoTrees {
 public:
  TwoTrees(store::AuditTreeReads& reads, const AuditLogState& log)
      : reads_(reads), log_(log), archived_(std::min(reads.archived(log.log), log.covered)) {}

  /// Those of one tile.
  void take(std::int64_t first, std::int64_t last) {
    const auto tile = reads_.find_tile(log_.log, 0, first / kTile);
    const auto kept = tile ? tile->hashes : std::vector<TreeHash>();
    if (static_cast<std::int64_t>(kept.size()) < last - first)
      throw store::CorruptStore("the tree lacks the hash of record " + std::to_string(first + std::ssize(kept) + 1));
    auto hash = kept.begin();
    auto seq = first;
    for (; seq < std::min(archived_, last); ++seq, ++hash) {
      by_records_.append(*hash);
      by_hashes_.append(*hash);
    }
    reads_.each_record(log_.log, seq, last, [&](ByteView record) {
      ++seq;
      const auto leaf = crypto::leaf_hash(record);
      if (leaf != *hash && differs_ == 0) differs_ = seq;
      by_records_.append(leaf);
      by_hashes_.append(*hash++);
    });
  }

  [[nodiscard]] std::optional<std::string> fault() const {
    const auto record = "record " + std::to_string(differs_);
    if (by_records_.root() == log_.root)
      return differs_ == 0 ? std::nullopt : std::optional("the kept hash of " + record + " was changed");
    if (differs_ != 0 && by_hashes_.root() == log_.root) return record + " is not the one that was signed";
    return (differs_ == 0 ? "records 1 to " + std::to_string(log_.covered) + " do"
                          : record + ", or another one, does") +
           " not give the root that the checkpoint says";
  }

 private:
  store::AuditTreeReads& reads_;
  const AuditLogState& log_;
  std::int64_t archived_;
  crypto::MerkleFrontier by_records_, by_hashes_;
  std::int64_t differs_ = 0;
};

}  // namespace

std::optional<std::string> find_fault(store::AuditTreeReads& reads, const AuditLogState& log,
                                      const std::function<void(std::int64_t)>& progress) {
  if (log.covered == 0) return std::nullopt;
  TwoTrees trees(reads, log);
  try {
    for (std::int64_t first = 0; first < log.covered; first += kTile) {
      const auto last = std::min(first + kTile, log.covered);
      trees.take(first, last);
      if (progress) progress(last - first);
    }
  } catch (const store::CorruptStore& missing) {
    return missing.what();
  }
  return trees.fault();
}

}  // namespace signet::audit
