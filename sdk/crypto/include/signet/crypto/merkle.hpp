// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962: a short proof that a record is in a log, and that one log goes on from another.
//   leaf  SHA-256(00 | record)      node  SHA-256(01 | left | right)
// The two first bytes keep a node from being passed off as a record.
#pragma once

#include "signet/crypto/digest.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace signet::crypto {

using MerkleProof = std::vector<Sha256>;

[[nodiscard]] Sha256 leaf_hash(ByteView record);
[[nodiscard]] Sha256 node_hash(const Sha256& left, const Sha256& right);

/// A tree that only grows, as the roots of its largest perfect subtrees: at most 64 hashes for any size.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;
  /// A tree of which only this is known. Throws std::invalid_argument unless there are as many peaks as its size has.
  MerkleFrontier(std::uint64_t size, std::vector<Sha256> peaks);
  void append(const Sha256& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// From left to right, so from the largest to the smallest.
  [[nodiscard]] const std::vector<Sha256>& peaks() const { return peaks_; }
  [[nodiscard]] Sha256 root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Sha256> peaks_;
};

/// The root over such subtrees; of none, SHA-256 of nothing.
[[nodiscard]] Sha256 root_of_peaks(std::span<const Sha256> peaks);

/// The root of the perfect subtree over the leaves index * 2^height up to (index + 1) * 2^height.
using Subtrees = std::function<Sha256(unsigned height, std::uint64_t index)>;

// Made from the subtrees of a tree that has at least `size` leaves. Leaves count from 0.
[[nodiscard]] std::vector<Sha256> peaks_at(std::uint64_t size, const Subtrees& subtrees);
[[nodiscard]] Sha256 root_at(std::uint64_t size, const Subtrees& subtrees);
/// REQUIRES: leaf < size.
[[nodiscard]] MerkleProof prove_inclusion(std::uint64_t leaf, std::uint64_t size, const Subtrees& subtrees);
/// REQUIRES: 1 <= from <= to.
[[nodiscard]] MerkleProof prove_consistency(std::uint64_t from, std::uint64_t to, const Subtrees& subtrees);

/// Whether the tree of this size and root has this leaf there. False for a proof with a hash too many or too few.
[[nodiscard]] bool verify_inclusion(const Sha256& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Sha256> proof, const Sha256& root);
/// Whether the first `from` leaves of the tree `to` are those of the tree `from`. False if either is empty.
[[nodiscard]] bool verify_consistency(std::uint64_t from, const Sha256& from_root, std::uint64_t to,
                                      const Sha256& to_root, std::span<const Sha256> proof);

}  // namespace signet::crypto
