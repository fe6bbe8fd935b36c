// SPDX-License-Identifier: Apache-2.0
#include "keyring/shamir.hpp"

#include <set>
#include <stdexcept>

namespace signet::keyring {
namespace {

constexpr unsigned kBits = 8;
constexpr unsigned kReduction = 0x1b;  // x^8 = x^4 + x^3 + x + 1

}  // namespace

std::uint8_t multiply(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  unsigned shifted = a;  // a times x^i
  for (unsigned i = 0; i < kBits; ++i) {
    product ^= shifted & (0U - ((b >> i) & 1U));
    shifted = ((shifted << 1) ^ (kReduction & (0U - (shifted >> (kBits - 1))))) & 0xffU;
  }
  return static_cast<std::uint8_t>(product);
}

// The group has 255 elements, so a^254 is 1/a; 254 is 11111110 in binary.
std::uint8_t invert(std::uint8_t a) {
  std::uint8_t result = 1;
  std::uint8_t power = a;
  for (unsigned i = 1; i < kBits; ++i) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

std::vector<Point> split(ByteView secret, unsigned threshold, unsigned count, crypto::Random& random) {
  if (threshold < 2 || threshold > count || count > 255) throw std::invalid_argument("no such shares");
  // Row i holds, for each byte of the secret, the coefficient of x^(i + 1).
  SecretBytes coefficients(secret.size() * (threshold - 1));
  random.fill(coefficients.expose_mutable());
  std::vector<Point> points;
  for (unsigned x = 1; x <= count; ++x) {
    Point point{static_cast<std::uint8_t>(x), SecretBytes(secret.size())};
    const auto y = point.y.expose_mutable();
    for (std::size_t at = 0; at < secret.size(); ++at) {
      std::uint8_t value = 0;
      for (std::size_t row = threshold - 1; row-- > 0;)  // Horner
        value = multiply(value, point.x) ^ coefficients.expose()[row * secret.size() + at];
      y[at] = multiply(value, point.x) ^ secret[at];
    }
    points.push_back(std::move(point));
  }
  return points;
}

// Lagrange at 0: the sum of y_i times the product of x_j / (x_j - x_i); subtraction is exclusive or.
SecretBytes combine(std::span<const Point> points) {
  std::set<std::uint8_t> seen{0};
  for (const auto& point : points)
    if (!seen.insert(point.x).second || point.y.size() != points.front().y.size())
      throw std::invalid_argument("these are not points of one polynomial");
  if (points.empty()) throw std::invalid_argument("there are no points");
  SecretBytes secret(points.front().y.size());
  const auto sum = secret.expose_mutable();
  for (const auto& point : points) {
    std::uint8_t weight = 1;
    for (const auto& other : points)
      if (other.x != point.x)
        weight = multiply(weight, multiply(other.x, invert(static_cast<std::uint8_t>(other.x ^ point.x))));
    for (std::size_t at = 0; at < sum.size(); ++at) sum[at] ^= multiply(weight, point.y.expose()[at]);
  }
  return secret;
}

}  // namespace signet::keyring
