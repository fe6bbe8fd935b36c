// SPDX-License-Identifier: Apache-2.0
// Keys that others seal to a machine with, and why to believe that they are its own.
#include "hybrid_keys.hpp"

#include "fail.hpp"
#include "registration.hpp"
#include "sealed_answers.hpp"
#include "signet/client/client.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/crypto/hybrid_key_proof.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

constexpr std::string_view kOwn = "/v1/hybrid-key";

/// As the server says it.
struct Claimed {
  std::string machine_id, algorithm, public_key, fingerprint, proof;
  std::uint64_t epoch = 0;
  bool sealed_only = false;
  Time created_at = {};
  std::string signer_algorithm, signer_key, signer_fingerprint;
};

Claimed read_claimed(ObjectReader& object) {
  Claimed claimed{.machine_id = object.text("machineId"),
                  .algorithm = object.text("algorithm"),
                  .public_key = object.text("publicKey"),
                  .fingerprint = object.text("fingerprint"),
                  .proof = object.text("proof"),
                  .epoch = object.number("epoch"),
                  .sealed_only = object.flag("sealedOnly"),
                  .created_at = object.time("createdAt"),
                  .signer_algorithm = {},
                  .signer_key = {},
                  .signer_fingerprint = {}};
  object.member("signedBy", [&](ObjectReader& signer) {
    claimed.signer_algorithm = signer.text("algorithm");
    claimed.signer_key = signer.text("publicKey");
    claimed.signer_fingerprint = signer.text("fingerprint");
  });
  return claimed;
}

std::unexpected<Error> not_its_own(std::string_view machine_id, std::string_view why) {
  return fail(ErrorKind::server, fmt::format("the hybrid key that the server gives for {} {}: do not seal to it",
                                             machine_id, why));
}

}  // namespace

Result<HybridKey> believe_hybrid_key(const Result<Answer>& answer, std::string_view machine_id) {
  const auto claimed = decode(answer, read_claimed);
  if (!claimed) return std::unexpected(claimed.error());
  const auto key = from_base64(claimed->public_key);
  const auto sealing_key = crypto::SealingPublicKey::from_raw(key.value_or(Bytes()));
  if (!sealing_key || claimed->algorithm != crypto::sealing_algorithm()) return not_its_own(machine_id, "is none");
  if (claimed->machine_id != machine_id) return not_its_own(machine_id, "is another machine's");
  const auto algorithm = parse_algorithm(claimed->signer_algorithm);
  const auto raw = from_base64(claimed->signer_key);
  const auto proof = from_base64(claimed->proof);
  if (!algorithm || !raw || !proof) return not_its_own(machine_id, "is not signed");
  const auto signer = crypto::PublicKey::from_raw(*algorithm, *raw);
  if (!signer || !crypto::verify_sealing_key(machine_id, *key, claimed->epoch, *signer, *proof))
    return not_its_own(machine_id, "is not signed by the machine");
  HybridKey believed{.machine_id = claimed->machine_id,
                     .epoch = claimed->epoch,
                     .public_key = *key,
                     .fingerprint = to_hex(sealing_key->fingerprint()),
                     .sealed_only = claimed->sealed_only,
                     .created_at = claimed->created_at,
                     .signer_algorithm = claimed->signer_algorithm,
                     .signer_fingerprint = to_hex(signer->fingerprint())};
  if (believed.fingerprint != claimed->fingerprint || believed.signer_fingerprint != claimed->signer_fingerprint)
    return not_its_own(machine_id, "has another fingerprint");
  return believed;
}

Result<HybridKey> Client::publish_hybrid_key(ByteView public_key, std::uint64_t epoch, bool sealed_only) {
  if (const auto key = crypto::SealingPublicKey::from_raw(public_key); !key)
    return fail(ErrorKind::invalid_request, key.error().message);
  const auto proof = crypto::prove_sealing_key(identity_.machine_id, public_key, epoch, exchange_->signer()->key());
  return believe_hybrid_key(exchange_->write("PUT", Target(kOwn),
                                             {{"algorithm", json_text(crypto::sealing_algorithm())},
                                              {"publicKey", json_text(to_base64(public_key))},
                                              {"epoch", epoch},
                                              {"proof", json_text(to_base64(proof))},
                                              {"sealedOnly", sealed_only}}),
                            identity_.machine_id);
}

Result<HybridKey> Client::renew_hybrid_key(bool sealed_only) {
  const auto last = hybrid_key(identity_.machine_id);
  if (!last && last.error().kind != ErrorKind::not_found) return std::unexpected(last.error());
  if (!identity_.response_key) {
    // An identity from before the vault had one: the first answer is believed, and kept.
    const auto pinned = decode(exchange_->read(Target("/v1/vault/keys")), read_response_key);
    if (!pinned) return std::unexpected(pinned.error());
    identity_.response_key = *pinned;
    identity_.algorithm = exchange_->signer()->key().algorithm();
    if (const auto written = write_identity(identity_, identity_.folder); !written)
      return std::unexpected(written.error());
  }
  // On disk before it is published: what is sealed to it can be opened, whatever happens next.
  const auto made = add_sealing_key(identity_.folder, crypto::system_random());
  if (!made) return std::unexpected(made.error());
  auto published = publish_hybrid_key(made->raw(), last ? last->epoch + 1 : 1, sealed_only);
  if (!published) return published;
  auto sealing = Sealing::load(identity_);
  if (!sealing) return std::unexpected(sealing.error());
  sealing_ = std::move(*sealing);
  return published;
}

Result<HybridKey> Client::hybrid_key(std::string_view machine_id) {
  return believe_hybrid_key(exchange_->read(Target("/v1/machines") / machine_id / "hybrid-key"), machine_id);
}

Result<HybridKey> VaultAdmin::hybrid_key(std::string_view machine_id) {
  return believe_hybrid_key(exchange_->read(in(vault_id_) / "machines" / machine_id / "hybrid-key"), machine_id);
}

}  // namespace signet::client
