// SPDX-License-Identifier: Apache-2.0
// What machines publish of their keys for each other.
#pragma once

#include "signet/client/time.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <string>

namespace signet::client {

/// The key to seal to a machine with. Whoever hands it on cannot have put another in its place: it carried the
/// signature of the machine's request key, by whose fingerprint an operator approved the machine.
struct HybridKey {
  std::string machine_id = {};
  std::uint64_t epoch = 0;
  Bytes public_key = {};
  std::string fingerprint = {};  // hex
  bool sealed_only = false;  // the machine is to get no values in clear
  Time created_at = {};
  std::string signer_algorithm = {};
  std::string signer_fingerprint = {};  // hex, of the request key that signed
};

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
