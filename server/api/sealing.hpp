// SPDX-License-Identifier: Apache-2.0
// An answer that only the machine that asked can open, and that only its vault can have given.
#pragma once

#include "handler.hpp"
#include "signet/crypto/keys.hpp"

namespace signet::api {

/// Who asks, and in which request, as values: it outlives the snapshot.
struct Recipient {
  MachineId machine;
  VaultId vault;
  std::string nonce;  // of the request
};

/// Conflict: the machine has published no key to seal to.
[[nodiscard]] vault::Result<Recipient> find_recipient(const Call& call);

struct SealedThing {
  std::string secret = {};    // empty: an export
  std::uint64_t version = 0;  // of an export 0
};

/// `{"envelope","version","signature","keyId"}`. REQUIRES: find_recipient() found it.
[[nodiscard]] Response sealed_response(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                       const Recipient& recipient, const SealedThing& thing, ByteView plain,
                                       crypto::Random& random);

/// `{"keyId","algorithm","publicKey"}`
[[nodiscard]] Json render_response_key(const crypto::PublicKey& key);

}  // namespace signet::api
