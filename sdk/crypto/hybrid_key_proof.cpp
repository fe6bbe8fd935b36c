// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/hybrid_key_proof.hpp"

#include "signet/crypto/digest.hpp"

#include <algorithm>

namespace signet::crypto {
namespace {

constexpr std::uint8_t kIdentifier = 0xa1;
constexpr std::array<std::uint8_t, 3> kFirst{0x01, 0x00, 0x20};
constexpr std::array<std::uint8_t, 2> kSecond{0x04, 0xa0};
constexpr std::size_t kSecondAt = kFirst.size() + 32;

}  // namespace

bool is_sealing_key(ByteView blob) {
  return blob.size() == kSealingKeyBytes && std::ranges::equal(blob.first(kFirst.size()), kFirst) &&
         std::ranges::equal(blob.subspan(kSecondAt, kSecond.size()), kSecond);
}

Fingerprint sealing_key_fingerprint(ByteView blob) { return sha256({ByteView(&kIdentifier, 1), blob}); }

std::string sealing_key_message(std::string_view machine_id, ByteView blob, std::uint64_t epoch) {
  std::string message("signet-kem-v1:");
  message += machine_id;
  message += ':';
  message += kSealingAlgorithm;
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
