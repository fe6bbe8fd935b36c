// SPDX-License-Identifier: Apache-2.0
// Secrets as files, in a folder of memory that is gone at the end.
#pragma once

#include "variables.hpp"

#include <filesystem>
#include <set>
#include <span>

namespace signet::cli {

/// Files there are never written to a disk.
[[nodiscard]] bool is_in_memory(const std::filesystem::path& folder);

/// Mode 0700, below `parent` (empty: $XDG_RUNTIME_DIR or /dev/shm). The destructor removes it.
class SecretFolder {
 public:
  /// Error: local; also if `parent` is not in memory and `disk_too` was not said.
  [[nodiscard]] static Result<SecretFolder> make(const std::filesystem::path& parent, bool disk_too);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// One file for each, mode 0600, each replaced whole; those of the last time that are not among them are removed.
  [[nodiscard]] Result<void> put(std::span<const Variable> variables);

  SecretFolder(SecretFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})), names_(std::move(other.names_)) {}
  SecretFolder& operator=(SecretFolder&&) = delete;
  ~SecretFolder();

 private:
  explicit SecretFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
  std::set<std::string> names_ = {};
};

}  // namespace signet::cli
