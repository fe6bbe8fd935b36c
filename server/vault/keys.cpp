// SPDX-License-Identifier: Apache-2.0
#include "vault/keys.hpp"

#include "signet/schema/encoding.hpp"
#include "store/keys.hpp"

namespace signet::vault {
namespace {

/// Who rotates, whatever it is.
struct Holder {
  const std::string& id;
  const Key& key;
  std::chrono::seconds overlap;
};

Result<void> may_follow(Work& work, const Key& present, const crypto::Fingerprint& signed_by,
                        const crypto::PublicKey& next) {
  if (present.fingerprint != signed_by)
    return refuse(ErrorCode::conflict, "This key was replaced: only the present key can be followed by another");
  for (const auto& print : next.all_fingerprints())
    if (work.read().find_key_owner(print))
      return std::unexpected(Error{ErrorCode::conflict, "This key, or a half of it, is or was enrolled", "publicKey"});
  if (present.algorithm != Algorithm::ed25519 && next.algorithm() == Algorithm::ed25519)
    return std::unexpected(Error{ErrorCode::conflict,
                                 "A key is not followed by a weaker one than " +
                                     std::string(info(present.algorithm).name),
                                 "algorithm"});
  return {};
}

RotatedKey replace(Work& work, const Holder& holder, const crypto::PublicKey& next) {
  RotatedKey rotated{.key = {.algorithm = next.algorithm(),
                             .raw = next.raw(),
                             .fingerprint = next.fingerprint(),
                             .epoch = holder.key.epoch + 1,
                             .created_at = work.now},
                     .former_valid_until = work.now + holder.overlap};
  work.transaction.keys().insert_former(
      holder.id, {.key = holder.key, .replaced_at = work.now, .valid_until = rotated.former_valid_until});
  work.transaction.take_fingerprints(holder.id, next.all_fingerprints(), std::nullopt);
  work.journal.add(Action::key_rotate, "epoch " + std::to_string(rotated.key.epoch) + ": " +
                                           std::string(info(next.algorithm()).name) + " " +
                                           to_hex(rotated.key.fingerprint) + " after " + to_hex(holder.key.fingerprint) +
                                           ", which is good for " + std::to_string(holder.overlap.count()) + " s more");
  return rotated;
}

}  // namespace

Result<RotatedKey> rotate_key(Work& work, const MachineId& id, const crypto::Fingerprint& signed_by,
                              const crypto::PublicKey& next) {
  const auto machine = work.read().find_machine(id);
  if (!machine) return not_found("machine");
  const auto vault = work.read().find_vault(machine->vault);
  if (!vault) throw store::CorruptStore("machine " + id.str() + " belongs to a vault that is not there");
  if (auto may = may_follow(work, machine->key, signed_by, next); !may) return std::unexpected(may.error());
  auto rotated = replace(work, {id.str(), machine->key, vault->key_overlap}, next);
  work.transaction.keys().set_key(id, rotated.key);
  work.transaction.raise_generation(machine->vault);
  return rotated;
}

Result<RotatedKey> rotate_key(Work& work, const OperatorId& id, const crypto::Fingerprint& signed_by,
                              const crypto::PublicKey& next) {
  const auto who = work.read().find_operator(id);
  if (!who) return not_found("operator");
  if (auto may = may_follow(work, who->key, signed_by, next); !may) return std::unexpected(may.error());
  auto rotated = replace(work, {id.str(), who->key, std::chrono::seconds(0)}, next);
  work.transaction.keys().set_key(id, rotated.key);
  work.transaction.raise_installation_generation();
  return rotated;
}

}  // namespace signet::vault
