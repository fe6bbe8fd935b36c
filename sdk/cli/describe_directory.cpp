// SPDX-License-Identifier: Apache-2.0
// How what machines publish of their keys is shown.
#include "describe.hpp"
#include "signet/crypto/hybrid_key_proof.hpp"
#include "signet/schema/encoding.hpp"

namespace signet::cli {

Record describe(const client::HybridKey& key) {
  return {text("machineId", key.machine_id),
          text("algorithm", crypto::sealing_algorithm()),
          number("epoch", key.epoch),
          flag("sealedOnly", key.sealed_only),
          text("fingerprint", key.fingerprint),
          text("publicKey", to_base64(key.public_key)),
          time("createdAt", key.created_at),
          text("signerAlgorithm", key.signer_algorithm),
          text("signerFingerprint", key.signer_fingerprint)};
}

Record describe(const client::KeyPackageQueue& queue) {
  return {number("queued", queue.queued), number("bytes", queue.bytes)};
}

Record describe(const client::UploadedKeyPackage& uploaded) {
  return {text("fingerprint", uploaded.fingerprint), number("queued", uploaded.queue.queued),
          number("bytes", uploaded.queue.bytes)};
}

}  // namespace signet::cli
