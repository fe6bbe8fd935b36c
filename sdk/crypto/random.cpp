// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/random.hpp"

#include "library.hpp"

#include <stdexcept>

namespace signet::crypto {
namespace {

class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    if (!out.empty()) randombytes_buf(out.data(), out.size());
  }
  std::uint32_t below(std::uint32_t bound) override {
    if (bound == 0) throw std::invalid_argument("no number is below 0");
    return randombytes_uniform(bound);
  }
};

}  // namespace

Random& system_random() {
  static SystemRandom random;
  static_cast<void>(library());
  return random;
}

}  // namespace signet::crypto
