// SPDX-License-Identifier: Apache-2.0
#include "support/signed_log.hpp"

#include "signet/schema/archived_records.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <algorithm>

namespace signet::testing {
namespace {

constexpr std::uint64_t kTile = 256;

std::string record_of(std::uint64_t seq) {
  return "{\"seq\":" + std::to_string(seq) + R"(,"log":"vault_a","at":1790000000000,"action":"secret_read",)" +
         R"("severity":"info","actorKind":"machine","actorId":"0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e",)" +
         R"("machineId":"0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e","secretId":"sk_4t8w2n6y1z","sourceIp":"192.0.2.7",)" +
         "\"detail\":\"version " + std::to_string(seq % 7) + "\"}";
}

std::string archive_record_of(std::uint64_t seq, const crypto::Checkpoint& archived) {
  return "{\"seq\":" + std::to_string(seq) + R"(,"log":"vault_a","at":1790000000000,"action":"audit_archive",)" +
         R"("severity":"high","detail":")" + archived_detail(1, archived.size, to_base64(archived.root)) + "\"}";
}

std::string hashes_line(const std::vector<crypto::Sha256>& leaves, std::uint64_t first) {
  Bytes bytes;
  for (auto i = first; i < std::min<std::uint64_t>(first + kTile, leaves.size()); ++i)
    bytes.insert(bytes.end(), leaves[i].begin(), leaves[i].end());
  return "{\"hashes\":\"" + to_base64(bytes) + "\"}";
}

}  // namespace

SignedLog::SignedLog(std::uint64_t size, std::uint64_t step, const std::string& named,
                     const std::vector<std::uint64_t>& archived)
    : signer(named, Bytes(crypto::CheckpointSigner::kSeedBytes, 3)), origin(named) {
  std::vector<crypto::Sha256> leaves;
  for (std::uint64_t seq = 1; seq <= size; ++seq) {
    const auto left = size - seq;  // after this one
    records.push_back(left < archived.size()
                          ? archive_record_of(seq, checkpoint(archived[archived.size() - 1 - left]))
                          : record_of(seq));
    leaves.push_back(crypto::leaf_hash(as_bytes(records.back())));
  }
  crypto::MerkleFrontier tree;
  for (std::uint64_t i = 0; i < size; ++i) {
    if (i % kTile == 0) lines.push_back(hashes_line(leaves, i));
    lines.push_back(records[i]);
    tree.append(leaves[i]);
    if ((i + 1) % step == 0 && i + 1 != size)
      lines.push_back(line_of(signer.sign({.origin = origin, .size = i + 1, .root = tree.root()})));
  }
  lines.insert(lines.begin(), line_of(signer.sign({.origin = origin, .size = size, .root = tree.root()})));
}

std::string SignedLog::text() const {
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return all;
}

crypto::Checkpoint SignedLog::checkpoint(std::uint64_t size) const {
  crypto::MerkleFrontier tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(crypto::leaf_hash(as_bytes(records[i])));
  return {.origin = origin, .size = size, .root = tree.root()};
}

std::string SignedLog::line_of(const std::string& note) {
  return to_public_text(Json{{"checkpoint", json_text(note)}});
}

std::size_t SignedLog::line_of_record(std::uint64_t seq) const {
  const auto found = std::ranges::find(lines, records[seq - 1]);
  return static_cast<std::size_t>(found - lines.begin());
}

}  // namespace signet::testing
