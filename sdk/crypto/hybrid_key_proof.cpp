// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/hybrid_key_proof.hpp"

#include "signet/crypto/digest.hpp"

namespace signet::crypto {
std::string sealing_key_message(std::string_view machine_id, ByteView blob, std::uint64_t epoch) {
  std::string message("signet-kem-v1:");
  message += machine_id;
  message += ':';
  message += sealing_algorithm();
  message += ':' + sha256_hex(blob) + ':' + std::to_string(epoch);
  return message;
}

Bytes prove_sealing_key(std::string_view machine_id, ByteView blob, std::uint64_t epoch,
                        const PrivateKey& request_key) {
  return request_key.sign(as_bytes(sealing_key_message(machine_id, blob, epoch)));
}

bool verify_sealing_key(std::string_view machine_id, ByteView blob, std::uint64_t epoch, const PublicKey& request_key,
                        ByteView proof) {
  return request_key.verify(as_bytes(sealing_key_message(machine_id, blob, epoch)), proof);
}

}  // namespace signet::crypto
