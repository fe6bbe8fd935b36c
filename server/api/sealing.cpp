// SPDX-License-Identifier: Apache-2.0
#include "sealing.hpp"

#include "respond.hpp"
#include "signet/crypto/sealed_response.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/encoding.hpp"
#include "store/key_directory.hpp"
#include "vault/response_keys.hpp"

namespace signet::api {

vault::Result<Recipient> find_recipient(const Call& call) {
  const auto& machine = call.machine().machine;
  if (!call.snapshot.key_directory().find_hybrid_key(machine.id))
    return vault::refuse(ErrorCode::conflict, "This machine has published no hybrid key to seal to");
  return Recipient{machine.id, machine.vault, call.caller->nonce().nonce};
}

Response sealed_response(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Recipient& recipient,
                         const SealedThing& thing, ByteView plain, crypto::Random& random) {
  const auto key = snapshot.key_directory().find_hybrid_key(recipient.machine);
  if (!key) throw store::CorruptStore("machine " + recipient.machine.str() + " has lost its hybrid key");
  const crypto::SealedPlace place{recipient.vault.str(), recipient.machine.str(), thing.secret, thing.version,
                                  recipient.nonce};
  const auto sealing_key = crypto::SealingPublicKey::from_raw(key->public_key);
  if (!sealing_key) throw store::CorruptStore("the hybrid key of machine " + recipient.machine.str() + " is none");
  const auto envelope = sealing_key->seal(crypto::sealed_context(place), plain, random);
  const auto signer = vault::open_response_key(snapshot, keyring, recipient.vault);
  const auto signature = signer.sign(crypto::sealed_message(place, envelope));
  return json_response(200, Json{{"envelope", json_text(to_base64(envelope))},
                                 {"version", thing.version},
                                 {"signature", json_text(to_base64(signature))},
                                 {"keyId", json_text(to_hex(signer.public_key().fingerprint()))}});
}

Json render_response_key(const crypto::PublicKey& key) {
  return {{"keyId", json_text(to_hex(key.fingerprint()))},
          {"algorithm", json_text(info(key.algorithm()).name)},
          {"publicKey", json_text(to_base64(key.raw()))}};
}

}  // namespace signet::api
