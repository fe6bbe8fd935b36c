// SPDX-License-Identifier: Apache-2.0
// The one cipher of everything at rest, XChaCha20-Poly1305, and the additional data that says whose bytes they are.
// docs/formats.md has both byte by byte.
#pragma once

#include "signet/crypto/random.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace signet::keyring {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kBoxOverhead = 24 + 16;  // nonce and tag

/// Additional data, field by field. A text has its length before it, so that no two lists of fields are the same bytes.
class Context {
 public:
  Context() { bytes_.reserve(kUsual); }
  /// Throws std::length_error beyond 65,535 bytes.
  Context& text(std::string_view value);
  Context& u32(std::uint32_t value);
  Context& u64(std::uint64_t value);
  [[nodiscard]] ByteView bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kUsual = 256;
  Bytes bytes_;
};

/// Appends nonce and ciphertext to `out`.
void seal_into(Bytes& out, ByteView key, const Context& context, ByteView plain, crypto::Random& random);
/// Absent: another key, another context, or not what was sealed.
[[nodiscard]] std::optional<SecretBytes> open_box(ByteView key, const Context& context, ByteView box);

}  // namespace signet::keyring
