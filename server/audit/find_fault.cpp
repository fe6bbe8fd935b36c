// SPDX-License-Identifier: Apache-2.0
#include "audit/find_fault.hpp"

#include "signet/crypto/merkle.hpp"
#include "signet/schema/archived_records.hpp"
#include "signet/schema/encoding.hpp"
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

  /// Whether a record says of those that are not here that they were archived.
  [[nodiscard]] bool has_what_it_should() {
    if (archived_ != reads_.archived(log_.log)) return false;
    if (archived_ != 0 && !vouched_)
      reads_.each_record(log_.log, log_.covered, log_.records, [&](ByteView record) { look_for_voucher(record); });
    return archived_ == 0 || vouched_;
  }

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
    if (seq == archived_ && archived_root_.empty()) archived_root_ = to_base64(by_records_.root());
    reads_.each_record(log_.log, seq, last, [&](ByteView record) {
      ++seq;
      look_for_voucher(record);
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
  void look_for_voucher(ByteView record) {
    vouched_ = vouched_ || says_archived(as_text(record), static_cast<std::uint64_t>(archived_), archived_root_);
  }

  store::AuditTreeReads& reads_;
  const AuditLogState& log_;
  std::int64_t archived_;
  std::string archived_root_;
  bool vouched_ = false;
  crypto::MerkleFrontier by_records_, by_hashes_;
  std::int64_t differs_ = 0;
};

}  // namespace

std::optional<std::string> find_fault(store::AuditTreeReads& reads, const AuditLogState& log,
                                      const std::function<void(std::int64_t)>& progress) {
  if (log.covered == 0 && reads.archived(log.log) == 0) return std::nullopt;
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
  if (auto fault = trees.fault()) return fault;
  if (trees.has_what_it_should()) return std::nullopt;
  return "its first records are not here, and no record says that they were archived";
}

}  // namespace signet::audit
