// SPDX-License-Identifier: Apache-2.0
// The tree of RFC 6962: the roots of its public test vectors, and proofs that hold for what they say and nothing else.
#include "signet/crypto/merkle.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>

namespace signet::crypto {
namespace {

/// As the standard says it, without cleverness.
Sha256 plain_root(std::span<const Sha256> leaves) {
  if (leaves.empty()) return sha256(ByteView());
  if (leaves.size() == 1) return leaves[0];
  const auto left = std::bit_floor(leaves.size() - 1);
  return node_hash(plain_root(leaves.first(left)), plain_root(leaves.subspan(left)));
}

std::vector<Sha256> leaves_of(std::size_t count) {
  std::vector<Sha256> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(as_bytes("record " + std::to_string(i))));
  return leaves;
}

Subtrees subtrees_of(const std::vector<Sha256>& leaves) {
  return [&leaves](unsigned height, std::uint64_t index) {
    const auto size = std::size_t{1} << height;
    return plain_root(std::span(leaves).subspan(index * size, size));
  };
}

TEST(Merkle, GivesTheRootsOfThePublicVectors) {
  const std::array leaves{
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::array roots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleFrontier tree;
  EXPECT_EQ(to_hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    tree.append(leaf_hash(*from_hex(leaves.at(i))));
    EXPECT_EQ(to_hex(tree.root()), roots.at(i)) << i + 1;
  }
}

TEST(Merkle, ProvesEveryLeafOfEveryTree) {
  constexpr std::size_t kMost = 40;
  const auto leaves = leaves_of(kMost);
  MerkleFrontier tree;
  for (std::uint64_t size = 1; size <= kMost; ++size) {
    tree.append(leaves[size - 1]);
    const auto root = plain_root(std::span(leaves).first(size));
    ASSERT_EQ(tree.root(), root);
    ASSERT_EQ(root_at(size, subtrees_of(leaves)), root);
    for (std::uint64_t leaf = 0; leaf < size; ++leaf) {
      const auto proof = prove_inclusion(leaf, size, subtrees_of(leaves));
      EXPECT_TRUE(verify_inclusion(leaves[leaf], leaf, size, proof, root)) << leaf << " of " << size;
      EXPECT_FALSE(verify_inclusion(leaves[(leaf + 1) % kMost], leaf, size, proof, root));
      EXPECT_FALSE(verify_inclusion(leaves[leaf], leaf + 1, size, proof, root)) << leaf << " of " << size;
    }
  }
  EXPECT_THROW(static_cast<void>(prove_inclusion(kMost, kMost, subtrees_of(leaves))), std::invalid_argument);
}

TEST(Merkle, ProvesThatEveryTreeGoesOnFromEveryOlderOne) {
  constexpr std::uint64_t kMost = 40;
  const auto leaves = leaves_of(kMost);
  const auto subtrees = subtrees_of(leaves);
  for (std::uint64_t to = 1; to <= kMost; ++to) {
    for (std::uint64_t from = 1; from <= to; ++from) {
      const auto older = root_at(from, subtrees), newer = root_at(to, subtrees);
      const auto proof = prove_consistency(from, to, subtrees);
      EXPECT_TRUE(verify_consistency(from, older, to, newer, proof)) << from << " to " << to;
      if (from == to) continue;
      EXPECT_EQ(verify_consistency(from, leaves[0], to, newer, proof), from == 1) << from << " to " << to;
      EXPECT_FALSE(verify_consistency(from, older, to, older, proof)) << from << " to " << to;
      EXPECT_FALSE(verify_consistency(to, newer, from, older, proof));
    }
  }
  EXPECT_FALSE(verify_consistency(0, plain_root({}), 5, root_at(5, subtrees), {})) << "everything follows nothing";
  EXPECT_THROW(static_cast<void>(prove_consistency(6, 5, subtrees)), std::invalid_argument);
}

TEST(Merkle, RefusesProofsWithAHashChangedAddedOrMissing) {
  constexpr std::uint64_t kSize = 21, kLeaf = 13, kFrom = 11;
  const auto leaves = leaves_of(kSize);
  const auto subtrees = subtrees_of(leaves);
  const auto root = root_at(kSize, subtrees), older = root_at(kFrom, subtrees);
  const auto refused = [&](const MerkleProof& inclusion, const MerkleProof& consistency) {
    EXPECT_FALSE(verify_inclusion(leaves[kLeaf], kLeaf, kSize, inclusion, root));
    EXPECT_FALSE(verify_consistency(kFrom, older, kSize, root, consistency));
  };
  const auto inclusion = prove_inclusion(kLeaf, kSize, subtrees),
             consistency = prove_consistency(kFrom, kSize, subtrees);
  ASSERT_GE(std::min(inclusion.size(), consistency.size()), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    auto changed = std::pair(inclusion, consistency), missing = changed, added = changed;
    changed.first[i][31] ^= 1;
    changed.second[i][0] ^= 0x80;
    refused(changed.first, changed.second);
    missing.first.erase(missing.first.begin() + static_cast<std::ptrdiff_t>(i));
    missing.second.erase(missing.second.begin() + static_cast<std::ptrdiff_t>(i));
    refused(missing.first, missing.second);
    added.first.insert(added.first.begin() + static_cast<std::ptrdiff_t>(i), root);
    added.second.insert(added.second.begin() + static_cast<std::ptrdiff_t>(i), root);
    refused(added.first, added.second);
  }
  refused({}, {});
  auto longer = std::pair(inclusion, consistency);
  longer.first.push_back(root);
  longer.second.push_back(root);
  refused(longer.first, longer.second);
}

TEST(Merkle, KeepsLeavesAndNodesApart) {
  const auto leaves = leaves_of(2);
  Bytes both(leaves[0].begin(), leaves[0].end());
  both.insert(both.end(), leaves[1].begin(), leaves[1].end());
  MerkleFrontier two, one;
  for (const auto& leaf : leaves) two.append(leaf);
  one.append(leaf_hash(both));
  EXPECT_NE(one.root(), two.root()) << "a record that holds two hashes is no node";
  EXPECT_FALSE(verify_inclusion(two.root(), 0, 2, {}, two.root()));
}

}  // namespace
}  // namespace signet::crypto
