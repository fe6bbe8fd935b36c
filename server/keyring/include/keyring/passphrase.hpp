// SPDX-License-Identifier: Apache-2.0
// Argon2id, which is slow and hungry on purpose, so few may do it at once.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>

namespace signet::keyring {

inline constexpr std::size_t kSaltBytes = 16;

/// Thread-safe. Blocks its caller for a tenth of a second and longer: not for threads that others wait for.
class PassphraseHasher {
 public:
  static constexpr unsigned kAtOnce = 2;
  static constexpr unsigned kWaiting = 16;

  /// 32 bytes: Argon2id with three passes over 64 MiB. Nothing if too many wait already.
  [[nodiscard]] std::optional<SecretBytes> hash(ByteView passphrase, ByteView salt);

 private:
  std::mutex mutex_;
  std::condition_variable freed_;
  unsigned working_ = 0;
  unsigned waiting_ = 0;
};

}  // namespace signet::keyring
