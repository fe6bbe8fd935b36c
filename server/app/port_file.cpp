// SPDX-License-Identifier: Apache-2.0
#include "port_file.hpp"

#include <fstream>

namespace signet::app {

PortFile::PortFile(std::filesystem::path file) : file_(std::move(file)) {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

PortFile::~PortFile() {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

bool PortFile::write(std::uint16_t port) {
  auto half = file_;
  half += ".new";
  {
    std::ofstream stream(half, std::ios::trunc);
    stream << port << '\n';
    stream.flush();
    if (!stream) return false;
  }
  std::error_code error;
  std::filesystem::rename(half, file_, error);
  return !error;
}

}  // namespace signet::app
