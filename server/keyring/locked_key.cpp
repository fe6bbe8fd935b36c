// SPDX-License-Identifier: Apache-2.0
#include "locked_key.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

namespace signet::keyring {

LockedKey::LockedKey(ByteView key) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  if (key.size() != kKeyBytes) throw std::invalid_argument("a root key has 32 bytes");
  memory_.reset(static_cast<std::uint8_t*>(sodium_malloc(kKeyBytes)));
  if (!memory_) throw std::bad_alloc();
  // sodium_malloc tries this too, and goes on without.
  if (sodium_mlock(memory_.get(), kKeyBytes) != 0)
    throw std::runtime_error("the memory of the root key cannot be kept out of swap: raise the limit of locked memory "
                             "(ulimit -l, LimitMEMLOCK)");
  std::ranges::copy(key, memory_.get());
  sodium_mprotect_readonly(memory_.get());
}

}  // namespace signet::keyring
