// SPDX-License-Identifier: Apache-2.0
// A file that is written in pieces and has its name only once it is whole.
#pragma once

#include "signet/client/private_file.hpp"

#include <filesystem>
#include <string_view>

namespace signet::cli {

class OutputFile {
 public:
  /// Begins a file beside `path`, readable by its owner alone. Error: local, also if `path` is there and may not be
  /// replaced.
  [[nodiscard]] static client::Result<OutputFile> make(std::filesystem::path path, client::IfThere if_there);
  /// Without finish(), nothing is left.
  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile& operator=(OutputFile&&) = delete;

  [[nodiscard]] client::Result<void> write(std::string_view piece);
  /// Gives it its name.
  [[nodiscard]] client::Result<void> finish();

 private:
  OutputFile(int file, std::filesystem::path path, std::filesystem::path temporary, client::IfThere if_there);

  int file_;
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  client::IfThere if_there_;
};

}  // namespace signet::cli
