// SPDX-License-Identifier: Apache-2.0
// A file of any size as bytes, which the system reads as they are looked at.
#pragma once

#include "failure.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <string>
#include <utility>

namespace signet::cli {

class MappedFile {
 public:
  [[nodiscard]] static Result<MappedFile> open(const std::string& path);
  /// Another program that makes the file shorter meanwhile ends this one.
  [[nodiscard]] ByteView bytes() const { return bytes_; }

  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

 private:
  explicit MappedFile(ByteView bytes) : bytes_(bytes) {}
  ByteView bytes_;
};

}  // namespace signet::cli
