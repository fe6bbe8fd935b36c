// SPDX-License-Identifier: Apache-2.0
// Memory for a key that lives as long as the process: locked, between guard pages, read-only, out of core dumps. It
// costs 20 microseconds and three pages, so keys of one request do not live here.
#pragma once

#include "at_rest.hpp"

#include <memory>

namespace signet::keyring {

class LockedKey {
 public:
  /// Copies 32 bytes. Throws std::invalid_argument on another length, std::bad_alloc if there is no such memory,
  /// std::runtime_error if it cannot be locked.
  explicit LockedKey(ByteView key);
  [[nodiscard]] ByteView expose() const { return {memory_.get(), kKeyBytes}; }

 private:
  struct Free {
    void operator()(std::uint8_t* memory) const { sodium_free(memory); }  // wipes
  };
  std::unique_ptr<std::uint8_t, Free> memory_;
};

}  // namespace signet::keyring
