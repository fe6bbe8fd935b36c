// SPDX-License-Identifier: Apache-2.0
// A machine's signature over the key that others seal to it with: whose it is, which key, and which of its keys in
// order.
#pragma once

#include "signet/crypto/keys.hpp"

#include <cstdint>

namespace signet::crypto {

/// Its name on the wire.
[[nodiscard]] inline std::string_view sealing_algorithm() { return info(kKemAlgorithm).name; }

/// `signet-kem-v1:{machine id}:X25519+ML-KEM-768:{hex SHA-256 of the blob}:{epoch}`.
[[nodiscard]] std::string sealing_key_message(std::string_view machine_id, ByteView blob, std::uint64_t epoch);
[[nodiscard]] Bytes prove_sealing_key(std::string_view machine_id, ByteView blob, std::uint64_t epoch,
                                      const PrivateKey& request_key);
[[nodiscard]] bool verify_sealing_key(std::string_view machine_id, ByteView blob, std::uint64_t epoch,
                                      const PublicKey& request_key, ByteView proof);

}  // namespace signet::crypto
