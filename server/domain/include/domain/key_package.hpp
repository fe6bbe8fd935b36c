// SPDX-License-Identifier: Apache-2.0
// Single-use packages of keys: opaque bytes that a machine leaves here for others to take, each of them once.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace signet {

struct KeyPackage {
  std::array<std::uint8_t, 32> fingerprint;  // SHA-256 of the bytes
  Bytes bytes;
};

/// A package that was handed out.
struct KeyPackageHandout {
  MachineId owner;
  std::array<std::uint8_t, 32> fingerprint;
  std::string taken_by;
  Instant taken_at;
  std::optional<std::string> request_id = {};  // under which its taker may ask again
  std::optional<Bytes> package = {};           // while it may
};

struct KeyPackageQueue {
  std::uint64_t packages = 0;
  std::uint64_t bytes = 0;
};

}  // namespace signet
