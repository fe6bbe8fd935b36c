// SPDX-License-Identifier: Apache-2.0
// Files and folders that init makes, for the owner alone. What was made is remembered, and goes again, newest first,
// unless keep() is called: a failure halfway leaves nothing.
#pragma once

#include "app/exit_code.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <filesystem>
#include <vector>

namespace signet::app {

class Made {
 public:
  Made() = default;
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;
  ~Made();

  /// With the folders above it that are missing. One that is there must be empty and belong to this user.
  [[nodiscard]] Result<void> empty_folder(const std::filesystem::path& folder);
  /// Like empty_folder(), but what is there stays as it is.
  [[nodiscard]] Result<void> folder(const std::filesystem::path& folder);
  /// A new file with these bytes, on disk when this returns.
  [[nodiscard]] Result<void> file(const std::filesystem::path& file, ByteView content);
  /// Somebody else made it.
  void add(std::filesystem::path path) { paths_.push_back(std::move(path)); }
  void keep() {
    paths_.clear();
    filled_.clear();
  }

 private:
  std::vector<std::filesystem::path> paths_;
  std::vector<std::filesystem::path> filled_;  // were there, empty
};

/// A new name is on disk when its folder is.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

/// Nothing is there, or a folder with nothing in it that belongs to this user.
[[nodiscard]] Result<void> require_room(const std::filesystem::path& folder);

/// `to` is not there, or an empty folder, which it replaces. On disk when this returns.
[[nodiscard]] Result<void> move_folder(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace signet::app
