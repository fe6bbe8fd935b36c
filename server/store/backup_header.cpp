// SPDX-License-Identifier: Apache-2.0
#include "store/backup_header.hpp"

#include "domain/ids.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

namespace signet::store {
namespace {

constexpr std::string_view kMagic = "signet-backup-v1\n";
constexpr std::string_view kFamily = "signet-backup-v";
constexpr std::string_view kEnd = "end ";
constexpr std::int64_t kLatest = 253'402'300'799'999;  // the end of the year 9999
constexpr std::size_t kEndLine = kEnd.size() + 64 + 1;

/// One word of a line after the other, each followed by exactly one space or, the last, by a line feed.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] std::string_view until(char end) {
    const auto length = rest_.find(end);
    if (length == std::string_view::npos || length == 0) return {};
    const auto word = rest_.substr(0, length);
    if (word.find_first_of(" \n") != std::string_view::npos) return {};
    rest_.remove_prefix(length + 1);
    return word;
  }
  [[nodiscard]] bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || text.front() == '-' || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  return value;
}

std::optional<std::array<std::uint8_t, 32>> digest(std::string_view text) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != 32 || to_hex(*bytes) != text) return std::nullopt;
  std::array<std::uint8_t, 32> found{};
  std::ranges::copy(*bytes, found.begin());
  return found;
}

bool is_log(std::string_view name) {
  return InstallationId::parse(name).has_value() || VaultId::parse(name).has_value();
}

std::optional<AuditHead> parse_head(Words& words) {
  const auto log = words.until(' ');
  const auto seq = number(words.until(' '));
  const auto record = digest(words.until('\n'));
  if (!is_log(log) || !seq || *seq < 1 || !record) return std::nullopt;
  return AuditHead{.log = std::string(log), .seq = *seq, .digest = *record};
}

/// Of all lines between the first and the last.
std::optional<BackupHeader> parse_lines(std::string_view lines) {
  Words words(lines);
  BackupHeader header;
  if (!words.take("installation ")) return std::nullopt;
  header.installation = words.until('\n');
  if (!InstallationId::parse(header.installation) || !words.take("root-key ")) return std::nullopt;
  header.root_key_id = words.until('\n');
  if (header.root_key_id.size() != 16 || !from_hex(header.root_key_id) || !words.take("schema ")) return std::nullopt;
  const auto schema = number(words.until('\n'));
  if (!schema || *schema < 1 || !words.take("taken ")) return std::nullopt;
  const auto taken = number(words.until('\n'));
  if (!taken || *taken > kLatest || !words.take("database ")) return std::nullopt;
  const auto size = number(words.until(' '));
  const auto content = digest(words.until('\n'));
  if (!size || !content) return std::nullopt;
  header.schema = *schema;
  header.taken_at = from_millis(*taken);
  header.size = static_cast<std::uint64_t>(*size);
  header.digest = *content;
  while (words.take("log ")) {
    auto head = parse_head(words);
    if (!head || (!header.heads.empty() && header.heads.back().log >= head->log)) return std::nullopt;
    header.heads.push_back(std::move(*head));
  }
  if (!words.rest().empty()) return std::nullopt;
  return header;
}

}  // namespace

std::string encode(const BackupHeader& header) {
  std::string text(kMagic);
  fmt::format_to(std::back_inserter(text), "installation {}\nroot-key {}\nschema {}\ntaken {}\ndatabase {} {}\n",
                 header.installation, header.root_key_id, header.schema, to_millis(header.taken_at), header.size,
                 to_hex(header.digest));
  for (const auto& head : header.heads)
    fmt::format_to(std::back_inserter(text), "log {} {} {}\n", head.log, head.seq, to_hex(head.digest));
  return text + std::string(kEnd) + crypto::sha256_hex(as_bytes(text)) + "\n";
}

std::expected<ReadHeader, std::string> parse_backup_header(std::string_view file) {
  file = file.substr(0, kLargestBackupHeader);
  if (!file.starts_with(kMagic)) {
    if (file.starts_with(kFamily)) return std::unexpected("is a backup in a form of a newer Signet: use that");
    return std::unexpected("is no backup of Signet: name the file that `signetd backup` made");
  }
  const auto end = file.find("\nend ");
  if (end == std::string_view::npos || file.size() - (end + 1) < kEndLine)
    return std::unexpected("is cut off or damaged: its head has no end; use another backup");
  const auto length = end + 1 + kEndLine;
  const auto said = file.substr(end + 1 + kEnd.size(), 64);
  const auto covered = file.substr(0, end + 1);
  if (file[length - 1] != '\n' || crypto::sha256_hex(as_bytes(covered)) != said)
    return std::unexpected("is damaged: its head does not have the digest it should have; use another backup");
  auto header = parse_lines(covered.substr(kMagic.size()));
  if (!header) return std::unexpected("has a head that Signet does not write; use another backup");
  return ReadHeader{std::move(*header), length};
}

}  // namespace signet::store
