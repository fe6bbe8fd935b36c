// SPDX-License-Identifier: Apache-2.0
// The registry of signature algorithms. Nothing else in the code lists them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace signet {

/// The value is the identifier that goes into fingerprints and files.
enum class Algorithm : std::uint8_t {
  mldsa65 = 0x11,
  ed25519 = 0x30,
  ed25519_mldsa65 = 0x31,
};

struct AlgorithmInfo {
  Algorithm id;
  std::string_view name;   // on the wire, exact and case-sensitive
  std::size_t public_key;  // bytes; a hybrid's is its whole blob
  std::size_t signature;   // bytes
  bool post_quantum;
};

inline constexpr std::array kAlgorithms{
    AlgorithmInfo{Algorithm::ed25519, "Ed25519", 32, 64, false},
    AlgorithmInfo{Algorithm::mldsa65, "ML-DSA-65", 1'952, 3'309, true},
    AlgorithmInfo{Algorithm::ed25519_mldsa65, "Ed25519+ML-DSA-65", 1'989, 3'373, true},
};
inline constexpr Algorithm kDefaultAlgorithm = Algorithm::ed25519_mldsa65;

[[nodiscard]] const AlgorithmInfo& info(Algorithm algorithm);
[[nodiscard]] std::optional<Algorithm> parse_algorithm(std::string_view name);
[[nodiscard]] std::optional<Algorithm> algorithm_with_signature_of(std::size_t bytes);

}  // namespace signet
