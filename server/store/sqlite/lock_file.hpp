// SPDX-License-Identifier: Apache-2.0
// One process per database: an exclusive lock on a file beside it, which the kernel gives back when the process ends,
// however it ends. The file stays: deleting it would let two processes lock two files of one name.
#pragma once

#include "sqlite/file_descriptor.hpp"

#include <filesystem>

namespace signet::store {

class LockFile {
 public:
  /// Throws StoreError if another process has it, naming that process.
  explicit LockFile(const std::filesystem::path& database);

 private:
  FileDescriptor file_;
};

}  // namespace signet::store
