// SPDX-License-Identifier: Apache-2.0
#include "signet/client/audit_verification.hpp"

#include "fail.hpp"
#include "signet/schema/archived_records.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <functional>
#include <ranges>
#include <utility>

namespace signet::client {
namespace {

constexpr std::string_view kRecord = "{\"seq\":";
constexpr std::string_view kHashes = "{\"hashes\":\"";
constexpr std::string_view kCheckpoint = "{\"checkpoint\":";
constexpr std::string_view kArchived = "{\"archived\":";
constexpr std::string_view kEnd = "\"}";
constexpr std::uint64_t kTile = 256;
constexpr std::size_t kLongestLine = 1'024 * 1'024;
constexpr auto kTooLong = "a line is longer than any that a server writes";

using OpenedCheckpoint = std::expected<crypto::Checkpoint, crypto::CheckpointError>;

OpenedCheckpoint open_line(std::string_view line, const std::vector<crypto::NoteKey>& keys) {
  const auto json = parse_json_object(as_bytes(line));
  const auto* note = json ? find_text(*json, "checkpoint") : nullptr;
  if (note == nullptr) return std::unexpected(crypto::CheckpointError{"the line is no checkpoint"});
  return crypto::open_checkpoint(*note, keys);
}

/// The number of a record, if this is one.
std::optional<std::uint64_t> number_of(std::string_view line) {
  line.remove_prefix(kRecord.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc{} || end == line.data() + line.size() || *end != ',') return std::nullopt;
  return number;
}

std::optional<crypto::MerkleFrontier> read_archived(std::string_view line) {
  const auto json = parse_json_object(as_bytes(line));
  const auto* size = json ? find_member(*json, "archived") : nullptr;
  const auto* text = json ? find_text(*json, "peaks") : nullptr;
  const auto bytes = text != nullptr ? from_base64(*text) : std::nullopt;
  if (size == nullptr || !size->is_number_unsigned() || !bytes) return std::nullopt;
  const auto records = size->get<std::uint64_t>();
  std::vector<crypto::Sha256> peaks(static_cast<std::size_t>(std::popcount(records)));
  if (records == 0 || bytes->size() != peaks.size() * crypto::Sha256().size()) return std::nullopt;
  auto from = bytes->begin();
  for (auto& peak : peaks) {
    std::copy_n(from, peak.size(), peak.begin());
    from += static_cast<std::ptrdiff_t>(peak.size());
  }
  return crypto::MerkleFrontier(records, std::move(peaks));
}

/// What is before the next line feed, which is taken away too. None: there is none.
std::optional<std::string_view> next_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

AuditVerifier::AuditVerifier(std::vector<crypto::NoteKey> keys, std::vector<crypto::Checkpoint> seen)
    : keys_(std::move(keys)), seen_(std::move(seen)) {
  std::ranges::sort(seen_, std::greater(), &crypto::Checkpoint::size);
}

void AuditVerifier::feed(std::string_view piece) {
  if (!rest_.empty()) {
    const auto end = piece.find('\n');
    if (!hold(piece.substr(0, end))) return;
    if (end == std::string_view::npos) return;
    piece.remove_prefix(end + 1);
    take_line(std::exchange(rest_, {}));
  }
  while (const auto line = next_line(piece)) take_line(*line);
  hold(piece);
}

/// False if the line is too long by now, or what is in it does not matter any more.
bool AuditVerifier::hold(std::string_view part) {
  if (!fault_ && rest_.size() + part.size() > kLongestLine) stop_here(kTooLong);
  if (fault_) return false;
  rest_ += part;
  return true;
}

void AuditVerifier::take_line(std::string_view line) {
  if (fault_) return;
  if (line.size() > kLongestLine) return stop_here(kTooLong);
  if (!head_) return take_head(line);
  if (line.starts_with(kArchived)) return take_archived(line);
  if (records_.size() == head_->size) return stop_here("there is more than the checkpoint at the beginning covers");
  if (line.starts_with(kRecord)) return take_record(line);
  if (line.starts_with(kHashes)) return take_hashes(line);
  if (line.starts_with(kCheckpoint)) return take_checkpoint(line);
  stop_here("it is no record, no hashes and no checkpoint");
}

void AuditVerifier::take_head(std::string_view line) {
  auto opened = open_line(line, keys_);
  if (!opened) return stop(0, 0, "the checkpoint at the beginning: " + opened.error().message);
  for (const auto& seen : seen_) {
    if (seen.origin != opened->origin)
      return stop(0, 0,
                  fmt::format("the log is {}, and what was seen elsewhere is of {}", opened->origin, seen.origin));
  }
  if (!origin_.empty() && origin_ != opened->origin)
    return stop(0, 0, fmt::format("the log is {}, and the file before it is of {}", opened->origin, origin_));
  if (opened->size < begin_) return stop(0, 0, "the file before it goes further than this one");
  origin_ = opened->origin;
  head_ = std::move(*opened);
  if (begin_ == head_->size) compare(*head_, "the checkpoint at the beginning");
}

void AuditVerifier::take_archived(std::string_view line) {
  auto archived = read_archived(line);
  if (!archived || !hashes_.empty() || records_.size() != begin_ || archived->size() > head_->size)
    return stop_here("the line about archived records is not one, or stands where none should be");
  if (begin_ != 0) {
    if (archived->size() != begin_ || archived->root() != records_.root())
      stop(1, begin_, "the log goes on from other records than those of the archive before it");
    return;
  }
  records_ = std::move(*archived);
  begin_ = records_.size();
  unvouched_ = to_base64(records_.root());
  first_ = begin_ + 1;
  if (!seen_.empty() && seen_.back().size < begin_)
    return stop(seen_.back().size, begin_, "a checkpoint that was seen elsewhere is of the archived records");
  compare_seen();
  if (!fault_ && begin_ == head_->size) compare(*head_, "the checkpoint at the beginning");
}

void AuditVerifier::take_hashes(std::string_view line) {
  const auto at = records_.size();
  const auto due = std::min(kTile - at % kTile, head_->size - at);
  line.remove_prefix(kHashes.size());
  if (!hashes_.empty() || (at % kTile != 0 && at != begin_) || !line.ends_with(kEnd))
    return stop_here("hashes stand where none should be");
  const auto bytes = from_base64(line.substr(0, line.size() - kEnd.size()));
  if (!bytes || bytes->size() != due * crypto::Sha256().size())
    return stop_here(fmt::format("the hashes from it on are not the {} of this stretch", due));
  hashes_.resize(due);
  auto from = bytes->begin();
  for (auto& hash : hashes_ | std::views::reverse) {
    std::copy_n(from, hash.size(), hash.begin());
    from += static_cast<std::ptrdiff_t>(hash.size());
  }
}

void AuditVerifier::take_record(std::string_view line) {
  const auto seq = records_.size() + 1;
  const auto number = number_of(line);
  if (!number) return stop_here("it has no number");
  if (*number != seq) return stop_here(fmt::format("record {} stands in its place", *number));
  if (hashes_.empty()) return stop_here("its hash is missing");
  if (seq == wanted_) kept_ = line;
  if (!unvouched_.empty() && says_archived(line, first_ - 1, unvouched_)) unvouched_.clear();
  const auto leaf = crypto::leaf_hash(as_bytes(line));
  if (leaf != hashes_.back() && suspect_ == 0) {
    suspect_ = seq;
    listed_ = records_;
  }
  records_.append(leaf);
  if (listed_) listed_->append(hashes_.back());
  hashes_.pop_back();
  compare_seen();
  if (!fault_ && seq == head_->size) compare(*head_, "the checkpoint at the beginning");
}

void AuditVerifier::take_checkpoint(std::string_view line) {
  const auto opened = open_line(line, keys_);
  if (!opened) return stop_here("the checkpoint before it: " + opened.error().message);
  if (opened->size != records_.size())
    return stop_here(fmt::format("a checkpoint of {} records stands before it", opened->size));
  compare(*opened, "a signed checkpoint");
}

void AuditVerifier::compare_seen() {
  for (; !fault_ && !seen_.empty() && seen_.back().size == records_.size(); seen_.pop_back())
    compare(seen_.back(), "a checkpoint that was seen elsewhere");
}

void AuditVerifier::compare(const crypto::Checkpoint& checkpoint, std::string_view whose) {
  if (records_.root() == checkpoint.root) {
    proven_ = checkpoint.size;
    if (suspect_ != 0)
      fault_ = {suspect_, suspect_, "the record is as it was signed, but the hash listed for it is another's"};
    return;
  }
  if (suspect_ != 0 && listed_->root() == checkpoint.root) {
    fault_ = {suspect_, suspect_, "it is not the record that was signed"};
    return;
  }
  fault_ = {proven_ + 1, checkpoint.size, fmt::format("{} has another root than these records", whose)};
}

void AuditVerifier::stop(std::uint64_t first, std::uint64_t last, std::string what) {
  if (fault_) return;
  if (suspect_ != 0)
    return static_cast<void>(fault_ = {suspect_, suspect_, "it is not the record that its hash was made of"});
  fault_ = {first, last, std::move(what)};
}

void AuditVerifier::end_file() {
  if (!head_) stop(0, 0, "there is no checkpoint at the beginning");
  if (!rest_.empty()) stop_here("the file ends in the middle of a line");
  if (head_ && records_.size() < head_->size) stop(records_.size() + 1, head_->size, "the file ends before it");
}

void AuditVerifier::next_file() {
  end_file();
  begin_ = records_.size();
  head_.reset();
  rest_.clear();
}

std::expected<VerifiedAudit, AuditFault> AuditVerifier::finish() {
  end_file();
  if (head_ && !seen_.empty())
    stop(head_->size + 1, seen_.front().size,
         fmt::format("the log had {} records when it was seen elsewhere: its end was cut off", seen_.front().size));
  if (!unvouched_.empty())
    stop(1, first_ - 1,
         "they are not here, and no record says that they were archived: give their archives before it, or an export "
         "that goes further");
  if (fault_) return std::unexpected(*fault_);
  return VerifiedAudit{
      .origin = head_->origin, .first = first_, .records = head_->size, .root = to_base64(head_->root)};
}

Result<std::vector<crypto::NoteKey>> read_note_keys(std::string_view text) {
  std::vector<crypto::NoteKey> keys;
  if (!text.ends_with('\n') && !text.empty())
    return fail(ErrorKind::local, "the file of keys ends in the middle of a line");
  while (const auto line = next_line(text)) {
    auto key = crypto::NoteKey::parse(*line);
    if (!key)
      return fail(ErrorKind::local, fmt::format("line {} of the keys: {}", keys.size() + 1, key.error().message));
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return fail(ErrorKind::local, "there is no key in the file of keys");
  return keys;
}

Result<std::vector<crypto::Checkpoint>> read_checkpoints(std::string_view text,
                                                         const std::vector<crypto::NoteKey>& keys) {
  std::vector<crypto::Checkpoint> checkpoints;
  while (const auto line = next_line(text)) {
    auto opened = open_line(*line, keys);
    if (!opened)
      return fail(ErrorKind::local,
                  fmt::format("line {} of the checkpoints: {}", checkpoints.size() + 1, opened.error().message));
    checkpoints.push_back(std::move(*opened));
  }
  if (!text.empty()) return fail(ErrorKind::local, "the file of checkpoints ends in the middle of a line");
  if (checkpoints.empty()) return fail(ErrorKind::local, "there is no checkpoint in the file of checkpoints");
  return checkpoints;
}

}  // namespace signet::client
