// SPDX-License-Identifier: Apache-2.0
// What a process has used, seen from outside and without special rights.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace signet::load {

/// Totals since its start.
struct Used {
  double cpu_us = 0;                           // exact
  double user_us = 0, system_us = 0;           // the kernel's division of it, in clock ticks
  std::optional<std::uint64_t> storage_bytes;  // sent to the disk: /proc/PID/io, which only root may see of signetd
};
/// Throws std::runtime_error if there is no such process.
[[nodiscard]] Used used_by(pid_t process);

struct Memory {
  double resident_mb = 0, peak_mb = 0;
};
[[nodiscard]] Memory memory_of(pid_t process);

/// What the library count_syncs, loaded into the server, has counted.
struct Syncs {
  std::uint64_t count = 0;          // calls of fsync and fdatasync
  std::uint64_t nanoseconds = 0;    // that they took
  std::uint64_t written_bytes = 0;  // given to pwrite: the database and its log
};
/// Nothing if there is no such file.
[[nodiscard]] std::optional<Syncs> read_syncs(const std::filesystem::path& file);

}  // namespace signet::load
