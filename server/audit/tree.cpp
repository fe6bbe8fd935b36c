// SPDX-License-Identifier: Apache-2.0
#include "audit/tree.hpp"

#include "store/snapshot.hpp"

#include <span>

namespace signet::audit {
namespace {

constexpr unsigned kTileHeight = 8;  // 256 hashes
static_assert(kTileHashes == std::size_t{1} << kTileHeight);

crypto::MerkleFrontier frontier_of(std::span<const TreeHash> hashes) {
  crypto::MerkleFrontier frontier;
  for (const auto& hash : hashes) frontier.append(hash);
  return frontier;
}

std::vector<TreeHash> need_tile(store::AuditTreeReads& reads, const std::string& log, unsigned level,
                                std::int64_t index) {
  auto tile = reads.find_tile(log, level, index);
  if (!tile)
    throw store::CorruptStore("the tree of the audit log " + log + " lacks tile " + std::to_string(index) +
                              " of level " + std::to_string(level));
  return std::move(tile->hashes);
}

[[noreturn]] void too_short(const std::string& log) {
  throw store::CorruptStore("a tile of the tree of the audit log " + log + " is too short");
}

}  // namespace

TreeEdge TreeEdge::load(store::AuditTreeReads& reads, const std::string& log, std::int64_t size) {
  TreeEdge edge;
  edge.size_ = size;
  for (unsigned level = 0; size > 0; ++level, size >>= kTileHeight) {
    auto& last = edge.levels_.emplace_back().last;
    last.level = level;
    last.index = size >> kTileHeight;
    const auto there = static_cast<std::size_t>(size) % kTileHashes;
    if (there == 0) continue;
    last.hashes = need_tile(reads, log, level, last.index);
    if (last.hashes.size() < there) too_short(log);
    last.hashes.resize(there);
  }
  return edge;
}

void TreeEdge::append(const TreeHash& leaf) {
  append(0, leaf);
  ++size_;
}

void TreeEdge::append(std::size_t level, const TreeHash& hash) {
  if (level == levels_.size())
    levels_.push_back({.last = {.level = static_cast<unsigned>(level), .index = 0, .hashes = {}}});
  auto& at = levels_[level];
  at.last.hashes.push_back(hash);
  at.changed = true;
  if (at.last.hashes.size() < kTileHashes) return;
  const auto root = frontier_of(at.last.hashes).root();
  filled_.push_back(at.last);
  at = {.last = {.level = at.last.level, .index = at.last.index + 1, .hashes = {}}};
  append(level + 1, root);
}

TreeHash TreeEdge::root() const {
  std::vector<TreeHash> peaks;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const auto some = frontier_of(level->last.hashes);
    peaks.insert(peaks.end(), some.peaks().begin(), some.peaks().end());
  }
  return crypto::root_of_peaks(peaks);
}

const std::vector<TreeHash>& TreeEdge::newest_leaves() const {
  static const std::vector<TreeHash> none;
  return levels_.empty() ? none : levels_.front().last.hashes;
}

std::vector<AuditTile> TreeEdge::changed() const {
  auto tiles = filled_;
  for (const auto& level : levels_)
    if (level.changed) tiles.push_back(level.last);
  return tiles;
}

const std::vector<TreeHash>& StoredTree::tile(unsigned level, std::int64_t index) {
  const auto [known, is_new] = tiles_.try_emplace({level, index});
  if (is_new) known->second = need_tile(reads_, log_, level, index);
  return known->second;
}

crypto::Subtrees StoredTree::subtrees() {
  return [this](unsigned height, std::uint64_t index) {
    const auto within = height % kTileHeight;
    const auto first = index << within;  // on the level of the tile
    const std::span<const TreeHash> hashes =
        tile(height / kTileHeight, static_cast<std::int64_t>(first >> kTileHeight));
    const auto count = std::size_t{1} << within;
    const auto offset = static_cast<std::size_t>(first) % kTileHashes;
    if (hashes.size() < offset + count) too_short(log_);
    return frontier_of(hashes.subspan(offset, count)).root();
  };
}

}  // namespace signet::audit
