// SPDX-License-Identifier: Apache-2.0
// What machines publish of their keys for each other.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <string>

namespace signet::client {

/// Packages of this machine that nobody has taken yet.
struct KeyPackageQueue {
  std::uint64_t queued = 0;
  std::uint64_t bytes = 0;
};

struct UploadedKeyPackage {
  std::string fingerprint = {};  // hex SHA-256 of the package, compared with what was sent
  KeyPackageQueue queue = {};    // with it
};

struct TakenKeyPackage {
  std::string fingerprint = {};
  Bytes package = {};
};

}  // namespace signet::client
