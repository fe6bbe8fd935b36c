// SPDX-License-Identifier: Apache-2.0
// Shamir's secret sharing over GF(2^8), byte by byte: a polynomial of degree threshold - 1 whose value at 0 is the
// secret and at x the share x. Fewer shares say nothing about the secret. No library that we build on has it; it is
// written so that time and memory accesses do not depend on secrets.
#pragma once

#include "signet/crypto/random.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace signet::keyring {

/// Modulo x^8 + x^4 + x^3 + x + 1, as in AES.
[[nodiscard]] std::uint8_t multiply(std::uint8_t a, std::uint8_t b);
/// Of 0 it is 0.
[[nodiscard]] std::uint8_t invert(std::uint8_t a);

struct Point {
  std::uint8_t x;  // from 1
  SecretBytes y;
};

/// `count` points at 1, 2, 3 ... REQUIRES: 2 <= threshold <= count <= 255; else std::invalid_argument.
[[nodiscard]] std::vector<Point> split(ByteView secret, unsigned threshold, unsigned count, crypto::Random& random);

/// What the polynomial through these points is at 0. With fewer points than the threshold, or with a wrong one, that is
/// some bytes or other: only what the secret opens can tell. REQUIRES: all x differ and are not 0, all y are of one
/// length; else std::invalid_argument.
[[nodiscard]] SecretBytes combine(std::span<const Point> points);

}  // namespace signet::keyring
