// SPDX-License-Identifier: Apache-2.0
// Verifies an exported audit log (format "proof") with nothing but its public keys: no server, no network. The file is
// lines, each one of
//   {"checkpoint":"..."}   a signed note: first of all the one that covers the whole file, later those between
//   {"hashes":"..."}       base64 of the hashes of the next 256 records, or of as many as are left
//   {"seq":...}            a record, exactly as it was written
// Where the first records were archived it has behind the first line
//   {"archived":N,"peaks":"..."}   what stands for them in the tree
#pragma once

#include "signet/client/audit_types.hpp"
#include "signet/client/error.hpp"
#include "signet/crypto/checkpoint.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/crypto/merkle.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

struct VerifiedAudit {
  std::string origin = {};
  std::uint64_t first = 1;  // of the records that were there
  std::uint64_t records = 0;
  std::string root = {};  // base64
};

/// The first thing that is wrong, somewhere in these records; 0 where it is not about a record.
struct AuditFault {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::string what = {};
};

/// Constant memory, whatever the size of the file.
class AuditVerifier {
 public:
  /// Every key must have signed every checkpoint. `seen` are checkpoints of this log that came another way.
  explicit AuditVerifier(std::vector<crypto::NoteKey> keys, std::vector<crypto::Checkpoint> seen = {});
  /// Between two files, of which the second goes on where the first, an archive, ends.
  void next_file();
  /// Pieces of the file in order; they end anywhere.
  void feed(std::string_view piece);
  [[nodiscard]] std::expected<VerifiedAudit, AuditFault> finish();
  /// REQUIRES: before the file. The record with this number is kept.
  void keep(std::uint64_t record) { wanted_ = record; }
  /// Its line; empty: the file has none such.
  [[nodiscard]] const std::string& kept() const { return kept_; }

 private:
  bool hold(std::string_view part);
  void take_line(std::string_view line);
  void take_head(std::string_view line);
  void take_archived(std::string_view line);
  void take_hashes(std::string_view line);
  void take_record(std::string_view line);
  void take_checkpoint(std::string_view line);
  void compare_seen();
  void compare(const crypto::Checkpoint& checkpoint, std::string_view whose);
  void end_file();
  void stop(std::uint64_t first, std::uint64_t last, std::string what);
  void stop_here(std::string what) { stop(records_.size() + 1, records_.size() + 1, std::move(what)); }

  std::vector<crypto::NoteKey> keys_;
  std::vector<crypto::Checkpoint> seen_;  // descending, those still to come
  std::optional<crypto::Checkpoint> head_;
  std::string origin_;
  std::uint64_t first_ = 1;  // record
  std::uint64_t begin_ = 0;  // records before this file
  crypto::MerkleFrontier records_;
  std::vector<crypto::Sha256> hashes_;            // of the records to come, the next one last
  std::uint64_t suspect_ = 0;                     // the first record that is not what its hash says
  std::optional<crypto::MerkleFrontier> listed_;  // by the hashes, from where that differs
  std::uint64_t proven_ = 0;                      // records that a checkpoint was found right for
  std::string unvouched_;  // root of what is said to be archived, until a record says so
  std::string rest_;                              // the beginning of a line
  std::optional<AuditFault> fault_;
  std::uint64_t wanted_ = 0;
  std::string kept_;
};

/// What `signet admin audit proof --json` printed. Error: local.
[[nodiscard]] Result<WriteProof> parse_write_proof(std::string_view text);
/// Whether this record, a line of a log that was verified, says so; and whether `signers`, if there are any, signed it:
/// one key, or all of the keyset of an identity whose keys sign together. Error: local.
[[nodiscard]] Result<void> verify_write_proof(const WriteProof& proof, std::string_view record,
                                              std::span<const crypto::PublicKey> signers = {});

/// Keys of a log, one a line. Error: local.
[[nodiscard]] Result<std::vector<crypto::NoteKey>> read_note_keys(std::string_view text);
/// Lines of checkpoints as a server's witness file has them. Error: local, naming the line.
[[nodiscard]] Result<std::vector<crypto::Checkpoint>> read_checkpoints(std::string_view text,
                                                                       const std::vector<crypto::NoteKey>& keys);

}  // namespace signet::client
