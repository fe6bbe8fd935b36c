// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/merkle.hpp"

#include <bit>
#include <stdexcept>
#include <utility>

namespace signet::crypto {
namespace {

constexpr std::uint8_t kLeaf = 0;
constexpr std::uint8_t kNode = 1;

/// The size of the left part of a tree of `size` > 1 leaves.
std::uint64_t left_part(std::uint64_t size) { return std::bit_floor(size - 1); }

/// Of `size` leaves from `first` on, which is a multiple of bit_ceil(size).
Sha256 root_between(std::uint64_t first, std::uint64_t size, const Subtrees& subtrees) {
  if (std::has_single_bit(size)) {
    const auto height = static_cast<unsigned>(std::countr_zero(size));
    return subtrees(height, first >> height);
  }
  const auto left = left_part(size);
  return node_hash(root_between(first, left, subtrees), root_between(first + left, size - left, subtrees));
}

}  // namespace

Sha256 leaf_hash(ByteView record) { return sha256({ByteView(&kLeaf, 1), record}); }
Sha256 node_hash(const Sha256& left, const Sha256& right) { return sha256({ByteView(&kNode, 1), left, right}); }

MerkleFrontier::MerkleFrontier(std::uint64_t size, std::vector<Sha256> peaks) : size_(size), peaks_(std::move(peaks)) {
  if (peaks_.size() != static_cast<std::size_t>(std::popcount(size)))
    throw std::invalid_argument("a tree of this size has another number of peaks");
}

void MerkleFrontier::append(const Sha256& leaf) {
  peaks_.push_back(leaf);
  for (auto full = size_++; (full & 1) != 0; full >>= 1) {
    const auto right = peaks_.back();
    peaks_.pop_back();
    peaks_.back() = node_hash(peaks_.back(), right);
  }
}

Sha256 MerkleFrontier::root() const { return root_of_peaks(peaks_); }

Sha256 root_of_peaks(std::span<const Sha256> peaks) {
  if (peaks.empty()) return sha256(ByteView());
  auto root = peaks.back();
  for (auto i = peaks.size() - 1; i-- > 0;) root = node_hash(peaks[i], root);
  return root;
}

std::vector<Sha256> peaks_at(std::uint64_t size, const Subtrees& subtrees) {
  std::vector<Sha256> peaks;
  for (std::uint64_t first = 0; first != size;) {
    const auto leaves = std::bit_floor(size - first);
    peaks.push_back(root_between(first, leaves, subtrees));
    first += leaves;
  }
  return peaks;
}

Sha256 root_at(std::uint64_t size, const Subtrees& subtrees) {
  return size == 0 ? root_of_peaks({}) : root_between(0, size, subtrees);
}

MerkleProof prove_inclusion(std::uint64_t leaf, std::uint64_t size, const Subtrees& subtrees) {
  if (leaf >= size) throw std::invalid_argument("a proof of a leaf that is not there");
  MerkleProof downwards;
  for (std::uint64_t first = 0; size > 1;) {
    const auto left = left_part(size);
    const bool goes_left = leaf - first < left;
    downwards.push_back(goes_left ? root_between(first + left, size - left, subtrees)
                                  : root_between(first, left, subtrees));
    first += goes_left ? 0 : left;
    size = goes_left ? left : size - left;
  }
  return {downwards.rbegin(), downwards.rend()};
}

MerkleProof prove_consistency(std::uint64_t from, std::uint64_t to, const Subtrees& subtrees) {
  if (from == 0 || from > to) throw std::invalid_argument("a proof between trees that cannot follow each other");
  MerkleProof downwards;
  std::uint64_t first = 0, size = to;
  bool whole = true;  // what is left of the older tree is a subtree that both know
  while (from - first != size) {
    const auto left = left_part(size);
    if (from - first <= left) {
      downwards.push_back(root_between(first + left, size - left, subtrees));
      size = left;
    } else {
      downwards.push_back(root_between(first, left, subtrees));
      first += left;
      size -= left;
      whole = false;
    }
  }
  if (!whole) downwards.push_back(root_between(first, size, subtrees));
  return {downwards.rbegin(), downwards.rend()};
}

// Both walk up from the leaf, or from the older tree's last one: `at` is where they are, `last` where the tree ends, on
// the level that they have reached.

bool verify_inclusion(const Sha256& leaf, std::uint64_t index, std::uint64_t size, std::span<const Sha256> proof,
                      const Sha256& root) {
  if (index >= size) return false;
  auto at = index, last = size - 1;
  auto reached = leaf;
  for (const auto& hash : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      reached = node_hash(hash, reached);
      for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
    } else {
      reached = node_hash(reached, hash);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && reached == root;
}

bool verify_consistency(std::uint64_t from, const Sha256& from_root, std::uint64_t to, const Sha256& to_root,
                        std::span<const Sha256> proof) {
  if (from == 0 || from > to) return false;
  if (from == to) return proof.empty() && from_root == to_root;
  auto at = from - 1, last = to - 1;
  for (; (at & 1) != 0; at >>= 1) last >>= 1;
  // Where the older tree is perfect, its root is where the walk begins; else the proof says.
  auto older = from_root;
  if (!std::has_single_bit(from)) {
    if (proof.empty()) return false;
    older = proof.front();
    proof = proof.subspan(1);
  }
  auto newer = older;
  for (const auto& hash : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      older = node_hash(hash, older);
      newer = node_hash(hash, newer);
      for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
    } else {
      newer = node_hash(newer, hash);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && older == from_root && newer == to_root;
}

}  // namespace signet::crypto
