// SPDX-License-Identifier: Apache-2.0
// What the clocks on the wall say in a time zone, from the TZif files (RFC 8536) that every system keeps of the IANA
// database.
#pragma once

#include "domain/posix_zone.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

/// One zone. Immutable.
class TimeZone {
 public:
  static constexpr std::size_t kMaxFile = 64 * 1024;

  /// The bytes of a file of version 2 or later without leap seconds. The error is a sentence.
  [[nodiscard]] static std::expected<TimeZone, std::string> parse(ByteView file);
  /// Local time minus UTC, less than 26 hours either way.
  [[nodiscard]] std::chrono::seconds offset_at(std::chrono::sys_seconds at) const;

 private:
  struct Change {
    std::int64_t at;
    std::int32_t offset;
  };
  std::int32_t before_ = 0;  // the offset before the first change
  std::vector<Change> changes_;
  std::optional<PosixZone> afterwards_;
};

/// `Area/Place` as the IANA database names zones: up to three segments of letters, digits, + - and _, each beginning
/// with a letter, the first with a capital. What only the file system means (`..`, `right/UTC`, `localtime`) is none.
[[nodiscard]] bool is_time_zone_name(std::string_view text);

/// The zones of one folder, read when they are first asked for and then kept. Thread-safe.
class TimeZones {
 public:
  explicit TimeZones(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// Null if the folder has no such zone, or its file is not one that we understand.
  [[nodiscard]] std::shared_ptr<const TimeZone> find(const std::string& name);

 private:
  const std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const TimeZone>> known_;
};

/// Those of this machine: /usr/share/zoneinfo.
[[nodiscard]] TimeZones& system_time_zones();

}  // namespace signet
