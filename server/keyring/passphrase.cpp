// SPDX-License-Identifier: Apache-2.0
#include "keyring/passphrase.hpp"

#include <sodium.h>

#include <new>
#include <stdexcept>

namespace signet::keyring {
namespace {

static_assert(kSaltBytes == crypto_pwhash_argon2id_SALTBYTES);
constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemory = 64 * 1024 * 1024;
constexpr std::size_t kHashBytes = 32;

}  // namespace

std::optional<SecretBytes> PassphraseHasher::hash(ByteView passphrase, ByteView salt) {
  if (salt.size() != kSaltBytes) throw std::invalid_argument("a salt has 16 bytes");
  {
    std::unique_lock lock(mutex_);
    if (waiting_ == kWaiting) return std::nullopt;
    ++waiting_;
    freed_.wait(lock, [&] { return working_ < kAtOnce; });
    --waiting_;
    ++working_;
  }
  SecretBytes made(kHashBytes);
  const int outcome =
      crypto_pwhash(made.expose_mutable().data(), made.size(), reinterpret_cast<const char*>(passphrase.data()),
                    passphrase.size(), salt.data(), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13);
  {
    const std::scoped_lock lock(mutex_);
    --working_;
  }
  freed_.notify_one();
  if (outcome != 0) throw std::bad_alloc();  // the only way that it fails with good arguments
  return made;
}

}  // namespace signet::keyring
