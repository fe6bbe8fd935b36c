// SPDX-License-Identifier: Apache-2.0
#include "export_proof.hpp"

#include "audit/tree.hpp"
#include "respond.hpp"
#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <utility>

namespace signet::api {
namespace {

constexpr auto kTile = static_cast<std::int64_t>(kTileHashes);

/// A tile a time, each from a snapshot of its own: records and full tiles never change, and a tile that has grown
/// meanwhile begins as it was.
class ProofExport {
 public:
  ProofExport(std::string log, AuditCheckpoint head) : log_(std::move(log)), head_(std::move(head)) {}

  std::optional<SecretBytes> operator()(store::Reader& reader) {
    if (begun_ && seen_ == head_.size) return std::nullopt;
    const auto snapshot = reader.snapshot();
    auto& reads = snapshot->audit_tree();
    if (!std::exchange(begun_, true)) return SecretBytes::from_text(checkpoint_line(head_.note) + archived_line(reads));
    const auto last = std::min((seen_ / kTile + 1) * kTile, head_.size);
    auto out = hashes_line(reads, last);
    const auto between = reads.list_checkpoints(log_, seen_, kTileHashes);
    auto next = between.begin();
    reads.each_record(log_, seen_, last, [&](ByteView record) {
      out += as_text(record);
      out += '\n';
      ++seen_;
      if (next == between.end() || next->size != seen_) return;
      if (seen_ != head_.size) out += checkpoint_line(next->note);
      ++next;
    });
    return SecretBytes::from_text(out);
  }

 private:
  std::string hashes_line(store::AuditTreeReads& reads, std::int64_t last) {
    const auto tile = reads.find_tile(log_, 0, seen_ / kTile);
    const auto first = static_cast<std::size_t>(seen_ % kTile), count = static_cast<std::size_t>(last - seen_);
    if (!tile || tile->hashes.size() < first + count)
      throw store::CorruptStore("the tree of the audit log " + log_ + " lacks hashes from record " +
                                std::to_string(seen_ + 1));
    return "{\"hashes\":\"" + to_base64(joined(std::span(tile->hashes).subspan(first, count))) + "\"}\n";
  }

  /// Of the records that are not here any more.
  std::string archived_line(store::AuditTreeReads& reads) {
    seen_ = std::min(reads.archived(log_), head_.size);
    if (seen_ == 0) return {};
    audit::StoredTree tree(reads, log_);
    const auto peaks = crypto::peaks_at(static_cast<std::uint64_t>(seen_), tree.subtrees());
    return "{\"archived\":" + std::to_string(seen_) + ",\"peaks\":\"" + to_base64(joined(peaks)) + "\"}\n";
  }

  static Bytes joined(std::span<const TreeHash> hashes) {
    Bytes bytes;
    for (const auto& hash : hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
    return bytes;
  }

  std::string log_;
  AuditCheckpoint head_;
  bool begun_ = false;
  std::int64_t seen_ = 0;
};

}  // namespace

std::string checkpoint_line(const std::string& note) {
  return to_public_text(Json{{"checkpoint", json_text(note)}}) + '\n';
}

std::function<std::optional<SecretBytes>(store::Reader&)> proof_pieces(const std::string& log,
                                                                       const AuditCheckpoint& head) {
  return ProofExport(log, head);
}

Reply export_proof(const Call& call, const std::string& log) {
  if (auto error = call.query.only({"format"})) return *error;
  const auto head = call.snapshot.audit_tree().newest_checkpoint(log);
  if (!head) return Error{ErrorCode::not_found, "No checkpoint of this log is signed yet: ask again in a few seconds"};
  call.journal.add(Action::audit_export, "proof, records up to " + std::to_string(head->size));
  Response response;
  response.headers.push_back({"Content-Type", "application/x-ndjson"});
  response.pieces = proof_pieces(log, *head);
  return response;
}

}  // namespace signet::api
