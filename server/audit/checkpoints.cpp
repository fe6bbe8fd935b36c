// SPDX-License-Identifier: Apache-2.0
#include "audit/checkpoints.hpp"

#include "audit/tree.hpp"
#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::audit {
namespace {

constexpr std::int64_t kMostAtOnce = 4'096;  // records: a request waits behind 17 tiles, not behind a long log

}  // namespace

std::string origin_of(const std::string& installation, const std::string& log) {
  return "signet/" + installation + "/" + (log == installation ? "installation" : log);
}

bool is_due(const AuditLogState& log, Instant now) {
  if (log.records <= log.covered) return false;
  const bool is_old = now >= log.covered_at + kCheckpointAge || now < log.covered_at;
  return log.records - log.covered >= kCheckpointRecords || is_old;
}

Growth grow(store::Snapshot& snapshot, const AuditLogState& log, const crypto::CheckpointSigner& signer,
            const std::string& origin, Instant now) {
  auto& reads = snapshot.audit_tree();
  auto edge = TreeEdge::load(reads, log.log, log.covered);
  const auto refuse = [&](const std::string& what) {
    throw store::CorruptStore("the audit log " + log.log + " is not the one that was signed up to record " +
                              std::to_string(log.covered) + ": " + what + "; nothing more of it is signed");
  };
  if (log.covered != 0 && edge.root() != log.root) refuse("its tree has another root");
  if (log.covered != 0) {
    const auto last = reads.newest_checkpoint(log.log);
    const auto said =
        last ? crypto::open_checkpoint(last->note, signer.keys()) : std::unexpected(crypto::CheckpointError{});
    if (!said || said->size != static_cast<std::uint64_t>(log.covered) || said->root != log.root)
      refuse("its checkpoint was not signed with its key");
  }
  const auto newest = edge.newest_leaves();
  auto seq = log.covered - static_cast<std::int64_t>(newest.size());
  auto leaf = newest.begin();
  for (const auto archived = std::min(reads.archived(log.log), log.covered); seq < archived; ++seq) ++leaf;
  reads.each_record(log.log, seq, log.covered, [&](ByteView record) {
    ++seq;
    if (crypto::leaf_hash(record) != *leaf++) refuse("record " + std::to_string(seq) + " was changed");
  });
  const auto last = std::min(log.records, log.covered + kMostAtOnce);
  reads.each_record(log.log, log.covered, last, [&](ByteView record) { edge.append(crypto::leaf_hash(record)); });
  const crypto::Checkpoint checkpoint{origin, static_cast<std::uint64_t>(last), edge.root()};
  return {.log = log.log,
          .from = log.covered,
          .tiles = edge.changed(),
          .checkpoint = {.size = last, .root = checkpoint.root, .note = signer.sign(checkpoint), .at = now}};
}

void write(store::Transaction& transaction, const Growth& growth) {
  const auto last = transaction.read().audit_tree().newest_checkpoint(growth.log);
  if ((last ? last->size : 0) != growth.from)
    throw std::runtime_error("another checkpoint of the audit log " + growth.log + " was signed meanwhile");
  auto& writes = transaction.audit_tree();
  for (const auto& tile : growth.tiles) writes.put_tile(growth.log, tile);
  writes.insert_checkpoint(growth.log, growth.checkpoint);
  if (last && last->size / kCheckpointRecords == growth.checkpoint.size / kCheckpointRecords)
    writes.delete_checkpoint(growth.log, last->size);
}

std::string Heads::of(const std::string& log) const {
  const std::shared_lock lock(mutex_);
  const auto found = texts_.find(log);
  return found == texts_.end() ? std::string() : found->second.second;
}

std::int64_t Heads::size_of(const std::string& log) const {
  const std::shared_lock lock(mutex_);
  const auto found = texts_.find(log);
  return found == texts_.end() ? 0 : found->second.first;
}

void Heads::put(const std::string& log, std::int64_t size, const TreeHash& root) {
  {
    const std::shared_lock lock(mutex_);
    const auto found = texts_.find(log);
    if (found != texts_.end() && found->second.first == size) return;
  }
  auto text = log + " " + std::to_string(size) + " " + to_base64(root);
  const std::unique_lock lock(mutex_);
  texts_[log] = {size, std::move(text)};
}

bool Heads::is_first_complaint(const std::string& log) {
  const std::unique_lock lock(mutex_);
  return complained_.insert(log).second;
}

}  // namespace signet::audit
