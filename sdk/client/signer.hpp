// SPDX-License-Identifier: Apache-2.0
// The one place that signs requests. What it signs is the very request that goes on the wire, not a copy of its parts.
#pragma once

#include "signet/client/error.hpp"
#include "signet/client/signing_keys.hpp"
#include "signet/crypto/random.hpp"
#include "transport.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace signet::client {

enum class Plane : std::uint8_t { machine, operator_ };

/// Thread-safe.
class Signer {
 public:
  Signer(Plane plane, std::string id, SigningKeys keys);

  /// Adds the headers, with a fresh nonce. Refuses (invalid_request, clock_skew) what the protocol's grammar would not
  /// let through: a method, target or time that could be read as another one.
  [[nodiscard]] Result<void> sign(WireRequest& request, std::chrono::sys_seconds at, crypto::Random& random) const;

  [[nodiscard]] Plane plane() const { return plane_; }
  /// The first, if they are several.
  [[nodiscard]] const crypto::PrivateKey& key() const { return keys_.first(); }
  /// "machine <id>" or "operator <id>".
  [[nodiscard]] std::string who() const;

 private:
  Plane plane_;
  std::string id_;
  SigningKeys keys_;
};

}  // namespace signet::client
