// SPDX-License-Identifier: Apache-2.0
// A file on its way: written beside its place under another name, and moved there when it is whole. Until then it goes
// with its object.
#pragma once

#include "signet/schema/secret_bytes.hpp"
#include "sqlite/file_descriptor.hpp"

#include <cstdint>
#include <filesystem>

namespace signet::store {

class NewFile {
 public:
  /// 0600. Throws StoreError if it is there already: left by somebody who did not end, or at work now.
  explicit NewFile(std::filesystem::path file);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return file_.get(); }
  void write_at(std::uint64_t offset, ByteView bytes) const;
  /// On disk under `place`, where nothing may be. Throws StoreError.
  void move_to(const std::filesystem::path& place);

 private:
  std::filesystem::path path_;
  FileDescriptor file_;
  bool moved_ = false;
};

/// A new name is on disk when its folder is.
void sync_folder_of(const std::filesystem::path& file);

}  // namespace signet::store
