// SPDX-License-Identifier: Apache-2.0
// Randomness is passed in, so that a test can choose it. The one real source is libsodium's.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <span>

namespace signet::crypto {

/// Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
  /// Unbiased, below `bound`.
  [[nodiscard]] virtual std::uint32_t below(std::uint32_t bound) = 0;
};

/// The operating system's generator. Initialises libsodium on first use.
[[nodiscard]] Random& system_random();

}  // namespace signet::crypto
