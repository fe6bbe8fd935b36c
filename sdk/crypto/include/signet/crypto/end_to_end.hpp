// SPDX-License-Identifier: Apache-2.0
// A value sealed by its author to chosen machines: who keeps and carries it cannot read it, nor pass it for another
// secret's, another version's or another author's.
//   bundle    = body | signature by the author's request key over "signet/end-to-end/v1" 00 | body
//   body      = 01 | lp(vault) | lp(secret) | u64(version) | algorithm(1) | u16(length) author's key
//               | count(1) | count x ( lp(machine) | fingerprint of its sealing key(32) | envelope(1181) )
//               | u32(length) | nonce(12) | ciphertext and tag
//   context   = "signet/end-to-end/v1" 00 lp(vault) lp(secret) u64(version)
// Each envelope holds the content key, 32 random bytes, with the context and lp(machine) as its own; the value is under
// ChaCha20-Poly1305 with the context as additional data. Machines stand in ascending order, each once. lp(x) is two
// bytes of length and x.
#pragma once

#include "signet/crypto/sealing.hpp"

#include <span>
#include <string>
#include <vector>

namespace signet::crypto {

inline constexpr std::size_t kMostRecipients = 32;
/// With a value of 128 KiB for all of them.
inline constexpr std::size_t kLongestEndToEnd = 184 * 1'024;

/// What the value is, to who asks for it.
struct EndToEndPlace {
  std::string vault, secret;
  std::uint64_t version = 0;
  friend bool operator==(const EndToEndPlace&, const EndToEndPlace&) = default;
};

struct EndToEndRecipient {
  std::string machine;
  SealingPublicKey key;
};

/// For one machine.
struct EndToEndShare {
  std::string machine;
  Fingerprint key;  // that it is sealed to
  Bytes envelope;
};

/// REQUIRES: 1 to kMostRecipients of them, no machine twice. Throws std::invalid_argument for others, and for texts of
/// more than 255 bytes.
[[nodiscard]] Bytes seal_end_to_end(const EndToEndPlace& place, std::span<const EndToEndRecipient> recipients,
                                    ByteView value, const PrivateKey& author, Random& random);

/// Read from bytes that anybody may have made; the author's signature was good.
struct EndToEndBundle {
  EndToEndPlace place;
  PublicKey author;  // whose it is has to be known
  std::vector<EndToEndShare> shares;
  Bytes sealed;  // nonce, ciphertext and tag

  /// Nothing: not sealed to this machine and key, or not what its author sealed.
  [[nodiscard]] std::optional<SecretBytes> open(std::string_view machine, const SealingPrivateKey& key) const;
};

/// Nothing: not exactly of that form, or the signature is not good.
[[nodiscard]] std::optional<EndToEndBundle> read_end_to_end(ByteView bytes);

}  // namespace signet::crypto
