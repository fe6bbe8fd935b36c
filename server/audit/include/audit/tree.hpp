// SPDX-License-Identifier: Apache-2.0
// The Merkle tree over a log, as it is kept: in tiles of 256 hashes, of which only the last of each level changes.
#pragma once

#include "signet/crypto/merkle.hpp"
#include "store/audit_tree.hpp"

#include <map>
#include <string>
#include <vector>

namespace signet::audit {

/// The right edge of a tree: all that it needs to grow.
class TreeEdge {
 public:
  /// Throws CorruptStore if a tile is missing or too short.
  [[nodiscard]] static TreeEdge load(store::AuditTreeReads& reads, const std::string& log, std::int64_t size);
  void append(const TreeHash& leaf);
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] TreeHash root() const;
  /// Of the newest records, those in no full tile, which may be none.
  [[nodiscard]] const std::vector<TreeHash>& newest_leaves() const;
  /// Every tile that is not as it was when this was loaded.
  [[nodiscard]] std::vector<AuditTile> changed() const;

 private:
  struct Level {
    AuditTile last;  // never full
    bool changed = false;
  };
  void append(std::size_t level, const TreeHash& hash);
  std::int64_t size_ = 0;
  std::vector<Level> levels_;
  std::vector<AuditTile> filled_;
};

/// A tree of any size that a log once had.
class StoredTree {
 public:
  StoredTree(store::AuditTreeReads& reads, std::string log) : reads_(reads), log_(std::move(log)) {}
  /// For root_at() and the proofs of signet/crypto/merkle.hpp. Throws CorruptStore.
  [[nodiscard]] crypto::Subtrees subtrees();
  /// Of records from `first` on, counted from 0, up to the end of their tile.
  [[nodiscard]] const std::vector<TreeHash>& tile(unsigned level, std::int64_t index);

 private:
  store::AuditTreeReads& reads_;
  std::string log_;
  std::map<std::pair<unsigned, std::int64_t>, std::vector<TreeHash>> tiles_;
};

}  // namespace signet::audit
