// SPDX-License-Identifier: Apache-2.0
// Tells scripts which port a server got. The file is there, whole, while the server listens and at no other time.
#pragma once

#include <cstdint>
#include <filesystem>

namespace signet::app {

class PortFile {
 public:
  /// Removes one that an earlier server left behind.
  explicit PortFile(std::filesystem::path file);
  PortFile(const PortFile&) = delete;
  PortFile& operator=(const PortFile&) = delete;
  ~PortFile();
  /// The port and a newline. False if it cannot be written.
  [[nodiscard]] bool write(std::uint16_t port);

 private:
  std::filesystem::path file_;
};

}  // namespace signet::app
