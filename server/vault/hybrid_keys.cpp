// SPDX-License-Identifier: Apache-2.0
#include "vault/hybrid_keys.hpp"

#include "signet/crypto/keys.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "store/key_directory.hpp"
#include "vault/response_keys.hpp"

namespace signet::vault {
namespace {

constexpr std::chrono::hours kWindow{24};

std::unexpected<Error> not_above(std::uint64_t epoch) {
  return std::unexpected(Error{ErrorCode::conflict, "The machine's key has epoch " + std::to_string(epoch), "epoch"});
}

std::string_view manner_of(bool sealed_only) { return sealed_only ? "values only sealed" : "values in clear too"; }

HybridKey say_again(Work& work, const VaultId& vault, HybridKey key, bool sealed_only) {
  if (key.sealed_only == sealed_only) return key;
  key.sealed_only = sealed_only;
  work.transaction.key_directory().set_sealed_only(key.machine, sealed_only);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::hybrid_key_publish, std::string(manner_of(sealed_only)));
  return key;
}

}  // namespace

Result<HybridKey> publish_hybrid_key(Work& work, const Machine& machine, const Publication& publication) {
  auto& directory = work.read().key_directory();
  if (auto last = directory.find_hybrid_key(machine.id)) {
    if (publication.epoch == last->epoch && publication.public_key == last->public_key)
      return say_again(work, machine.vault, std::move(*last), publication.sealed_only);
    if (publication.epoch <= last->epoch) return not_above(last->epoch);
  }
  HybridKey key{.machine = machine.id,
                .epoch = publication.epoch,
                .public_key = publication.public_key,
                .fingerprint = crypto::fingerprint(kKemAlgorithm, publication.public_key),
                .proof = publication.proof,
                .signer_algorithm = machine.key.algorithm,
                .signer_key = machine.key.raw,
                .created_at = work.now,
                .sealed_only = publication.sealed_only};
  if (directory.was_hybrid_key_published(key.fingerprint))
    return std::unexpected(Error{ErrorCode::conflict, "This key is or was published", "publicKey"});
  if (directory.count_hybrid_keys(machine.id, work.now - kWindow) >= limits::kMaxHybridKeys)
    return refuse(ErrorCode::rate_limited,
                  "A machine publishes at most " + std::to_string(limits::kMaxHybridKeys) + " keys a day");
  work.transaction.key_directory().put_hybrid_key(key);
  work.transaction.raise_generation(machine.vault);  // who reads in clear now decides again
  work.journal.add(Action::hybrid_key_publish, "epoch " + std::to_string(key.epoch) + " " + to_hex(key.fingerprint) +
                                                   ", " + std::string(manner_of(key.sealed_only)));
  static_cast<void>(need_response_key(work, machine.vault));
  return key;
}

Result<HybridKey> find_hybrid_key(store::Snapshot& snapshot, const VaultId& vault, std::string_view machine) {
  const auto id = MachineId::parse(machine);
  const auto owner = id ? find_machine(snapshot, vault, *id) : Result<Machine>(not_found("machine"));
  auto key = owner ? snapshot.key_directory().find_hybrid_key(owner->id) : std::nullopt;
  if (!key) return not_found("hybrid key");
  return std::move(*key);
}

}  // namespace signet::vault
