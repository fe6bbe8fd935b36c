// SPDX-License-Identifier: Apache-2.0
// The bytes that bind a sealed answer to what was asked: whose vault, which machine, which secret and version, which
// request. They are the envelope's context, and the vault signs them together with the envelope.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <string>

namespace signet::crypto {

struct SealedPlace {
  std::string vault;
  std::string machine;
  std::string secret;         // empty: an export
  std::uint64_t version = 0;  // of an export 0
  std::string nonce;          // of the request, as it was signed
};

/// "signet/sealed-response/v1" 00 lp(vault) lp(machine) lp(secret) u64(version) lp(nonce). Throws std::length_error on
/// a text of more than 65,535 bytes.
[[nodiscard]] Bytes sealed_context(const SealedPlace& place);
/// What the vault's response key signs: the context and SHA-256(envelope).
[[nodiscard]] Bytes sealed_message(const SealedPlace& place, ByteView envelope);

}  // namespace signet::crypto
