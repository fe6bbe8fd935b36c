// SPDX-License-Identifier: Apache-2.0
// Keys that others seal to a machine with.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/crypto/hybrid_key_proof.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/encoding.hpp"
#include "vault/hybrid_keys.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

constexpr std::uint64_t kMaxEpoch = 1'000'000'000;

Json render_key(const HybridKey& key) {
  const auto signer = crypto::fingerprint(key.signer_algorithm, key.signer_key);
  return {{"machineId", json_text(key.machine.str())},
          {"algorithm", json_text(crypto::sealing_algorithm())},
          {"publicKey", json_text(to_base64(key.public_key))},
          {"fingerprint", json_text(to_hex(key.fingerprint))},
          {"epoch", key.epoch},
          {"sealedOnly", key.sealed_only},
          {"createdAt", to_millis(key.created_at)},
          {"proof", json_text(to_base64(key.proof))},
          {"signedBy",
           {{"algorithm", json_text(info(key.signer_algorithm).name)},
            {"publicKey", json_text(to_base64(key.signer_key))},
            {"fingerprint", json_text(to_hex(signer))}}}};
}

Reply show(const Call& call, const VaultId& vault, std::string_view machine) {
  const auto key = vault::find_hybrid_key(call.snapshot, vault, machine);
  if (!key) return key.error();
  return json_response(200, render_key(*key));
}

}  // namespace

Reply publish_hybrid_key(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  if (input.text("algorithm") != crypto::sealing_algorithm())
    input.fail("algorithm", "Must be " + std::string(crypto::sealing_algorithm()));
  const auto key = input.base64("publicKey");
  if (!key) {
    input.fail("publicKey", "Is missing");
  } else if (const auto read = crypto::SealingPublicKey::from_raw(*key); !read) {
    input.fail("publicKey", read.error().message);
  }
  const auto epoch = input.number_within("epoch", 1, kMaxEpoch);
  if (!epoch) input.fail("epoch", "Is missing");
  const auto proof = input.base64("proof");
  if (!proof) input.fail("proof", "Is missing");
  const auto sealed_only = input.optional_flag("sealedOnly");
  if (!sealed_only) input.fail("sealedOnly", "Is missing");
  if (auto error = input.error()) return *error;
  const auto& machine = call.machine().machine;
  if (machine.key.is_keyset())
    return Error{ErrorCode::conflict, "A hybrid key is signed by one key: a machine with a keyset has none to publish"};
  const auto signer = crypto::PublicKey::from_stored(machine.key.algorithm, machine.key.raw);
  if (!signer) throw store::CorruptStore("the key of machine " + machine.id.str() + " is none");
  if (!crypto::verify_sealing_key(machine.id.str(), *key, *epoch, *signer, *proof))
    return Error{ErrorCode::invalid, "Is not this machine's signature over this key and epoch", "proof"};
  return change(
      200,
      [machine, publication = vault::Publication{*epoch, *key, *proof, *sealed_only}](vault::Work& work) {
        return vault::publish_hybrid_key(work, machine, publication);
      },
      [](const HybridKey& published, vault::Work&) { return render_key(published); });
}

Reply show_hybrid_key(const Call& call) { return show(call, call.machine().machine.vault, call.path.values[0]); }

Reply show_hybrid_key_of_machine(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  return show(call, call.vault().id, call.path.values[1]);
}

}  // namespace signet::api
