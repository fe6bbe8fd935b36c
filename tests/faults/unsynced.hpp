// SPDX-License-Identifier: Apache-2.0
// What a file would lose with the power: every write to it since it was last synced, with what it wrote over, in a file
// of its own. tests/crash/power.py takes it from there once the process is dead.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace signet::testing {

class Unsynced {
 public:
  explicit Unsynced(const std::filesystem::path& file);
  Unsynced(const Unsynced&) = delete;
  Unsynced& operator=(const Unsynced&) = delete;
  ~Unsynced();

  /// Before the write. `before` is what stands at its place now, shorter where the file ends.
  void write(std::int64_t at, std::int64_t size_before, std::span<const char> before, std::span<const char> after);
  /// Before the file is cut off at `at`, where `before` is the rest of it.
  void truncate(std::int64_t at, std::int64_t size_before, std::span<const char> before);
  /// After the sync: nothing of it can be lost any more.
  void synced();

 private:
  void append(std::int64_t at, std::int64_t size_before, std::span<const char> before, std::int64_t length,
              std::span<const char> after);
  int descriptor_;
};

}  // namespace signet::testing
