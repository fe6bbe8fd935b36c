// SPDX-License-Identifier: Apache-2.0
// The head of a backup file: lines of text before the database itself. It says what the database is, and holds digests
// of it and of itself, so that no damage goes unseen. They are no seal: whoever can write to the file can make new
// ones.
#pragma once

#include "domain/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace signet::store {

/// The newest record of a log.
struct AuditHead {
  std::string log;
  std::int64_t seq;
  std::array<std::uint8_t, 32> digest;  // SHA-256 of the record's bytes
  Instant at = {};                      // not in the header
};

struct BackupHeader {
  std::string installation;
  std::string root_key_id;
  std::int64_t schema = 0;  // the newest migration
  Instant taken_at;
  std::uint64_t size = 0;  // of the database
  std::array<std::uint8_t, 32> digest{};
  std::vector<AuditHead> heads;
};

inline constexpr std::size_t kLargestBackupHeader = 8 * 1'024 * 1'024;

/// The same number of bytes whatever the digest is.
[[nodiscard]] std::string encode(const BackupHeader& header);

struct ReadHeader {
  BackupHeader header;
  std::size_t length;  // of its bytes; the database begins there
};

/// From the beginning of a file, of which up to kLargestBackupHeader bytes are looked at. The error is the end of a
/// sentence that begins with the name of the file.
[[nodiscard]] std::expected<ReadHeader, std::string> parse_backup_header(std::string_view file);

}  // namespace signet::store
