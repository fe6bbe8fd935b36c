// SPDX-License-Identifier: Apache-2.0
// What goes wrong in signetd-faults, in memory that it shares with the test: a file of zeros, named by FAULTS_FILE, in
// which each side sees at once what the other writes. Zero everywhere: nothing does.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>

namespace signet::testing {

struct Faults {
  enum Files : int { all = 0, log = 1, database = 2 };

  // The disk. Codes are SQLite's; those of these files only.
  std::atomic<int> files;
  std::atomic<int> write;         // what writing answers
  std::atomic<int> system_error;  // errno beside it
  std::atomic<int> read;          // what reading answers
  std::atomic<int> sync;          // what waiting for the disk answers
  std::atomic<int> full_beside_reserve;  // 1: there is no room as long as the reserve takes some, and none to make it
  std::atomic<int> slow_write;    // milliseconds that the next write takes, and no other
  std::atomic<int> hits;          // how often one of these happened

  // The clocks, in milliseconds beside the true time.
  std::atomic<std::int64_t> wall;
  std::atomic<std::int64_t> monotonic;
};
static_assert(std::atomic<std::int64_t>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

/// The file becomes as long as it must be. It stays mapped until the process ends.
[[nodiscard]] Faults& share_faults(const std::filesystem::path& file);

}  // namespace signet::testing
