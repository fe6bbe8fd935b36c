// SPDX-License-Identifier: Apache-2.0
// The key that others seal to a machine with, as the machine published it: with its own signature, so that nobody who
// hands it on can put another one in its place.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <cstdint>

namespace signet {

struct HybridKey {
  MachineId machine;
  std::uint64_t epoch;
  Bytes public_key;
  std::array<std::uint8_t, 32> fingerprint;
  Bytes proof;
  Algorithm signer_algorithm;  // of the request key that made the proof
  Bytes signer_key;
  Instant created_at;
  bool sealed_only = false;  // the machine is to get no values in clear
};

}  // namespace signet
