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

Result<void> is_new(Work& work, const NextKey& next) {
  for (const auto& print : next.taken)
    if (work.read().find_key_owner(print))
      return std::unexpected(Error{ErrorCode::conflict, "This key, or a part of it, is or was enrolled",
                                   next.key.is_keyset() ? "keyset" : "publicKey"});
  return {};
}

std::unexpected<Error> weaker_than(const Key& present) {
  return std::unexpected(
      Error{ErrorCode::conflict, "A key is not followed by a weaker one than " + algorithm_name(present), "algorithm"});
}

bool has_lower_level(const NextKey& next, const Key& present) {
  return info(next.key.algorithm).level < info(present.algorithm).level;
}

Result<void> may_follow(Work& work, const Key& present, const crypto::Fingerprint& signed_by, const NextKey& next) {
  if (present.fingerprint != signed_by)
    return refuse(ErrorCode::conflict, "This key was replaced: only the present key can be followed by another");
  if (auto fresh = is_new(work, next); !fresh) return fresh;
  const bool fewer = next.key.members.size() < present.members.size();
  if (fewer || has_lower_level(next, present)) return weaker_than(present);
  return {};
}

RotatedKey replace(Work& work, const Holder& holder, const NextKey& next) {
  RotatedKey rotated{.key = next.key, .former_valid_until = work.now + holder.overlap};
  rotated.key.epoch = holder.key.epoch + 1;
  rotated.key.created_at = work.now;
  work.transaction.keys().insert_former(
      holder.id, {.key = holder.key, .replaced_at = work.now, .valid_until = rotated.former_valid_until});
  work.transaction.take_fingerprints(holder.id, next.taken, std::nullopt);
  work.journal.add(Action::key_rotate, "epoch " + std::to_string(rotated.key.epoch) + ": " +
                                           algorithm_name(rotated.key) + " " + to_hex(rotated.key.fingerprint) +
                                           " after " + to_hex(holder.key.fingerprint) + ", which is good for " +
                                           std::to_string(holder.overlap.count()) + " s more");
  return rotated;
}

}  // namespace

NextKey next_key(const crypto::PublicKey& key) {
  return {.key = {.algorithm = key.algorithm(), .raw = key.raw(), .fingerprint = key.fingerprint(), .created_at = {}},
          .taken = key.all_fingerprints()};
}

NextKey next_key(const crypto::Keyset& keyset) {
  NextKey next{.key = {.algorithm = keyset.keys().front().algorithm(),
                       .raw = keyset.encode(),
                       .fingerprint = keyset.policy(),
                       .created_at = {}},
               .taken = {keyset.policy()}};
  for (const auto& member : keyset.keys()) {
    next.key.members.push_back(member.algorithm());
    next.taken.push_back(member.fingerprint());
    if (info(member.algorithm()).level > info(next.key.algorithm).level) next.key.algorithm = member.algorithm();
  }
  return next;
}

Result<RotatedKey> rotate_key(Work& work, const MachineId& id, const crypto::Fingerprint& signed_by,
                              const NextKey& next) {
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

Result<RotatedKey> rotate_key(Work& work, const OperatorId& id, const VerifiedSignature& signed_by,
                              const NextKey& next) {
  const auto who = work.read().find_operator(id);
  if (!who) return not_found("operator");
  if (auto may = may_follow(work, who->key, signed_by.fingerprint, next); !may) return std::unexpected(may.error());
  auto rotated = replace(work, {id.str(), who->key, std::chrono::seconds(0)}, next);
  if (auto followed = follow_operator_key(work, id, signed_by, rotated.key); !followed)
    return std::unexpected(followed.error());
  work.transaction.keys().set_key(id, rotated.key);
  work.transaction.raise_installation_generation();
  return rotated;
}

Result<RotatedKey> replace_key(Work& work, const OperatorId& id, const NextKey& next) {
  const auto who = work.read().find_operator(id);
  if (!who) return not_found("operator");
  if (who->key.fingerprint == next.key.fingerprint)
    return refuse(ErrorCode::conflict, "This is the operator's present key: nothing is to be replaced");
  if (auto fresh = is_new(work, next); !fresh) return std::unexpected(fresh.error());
  if (has_lower_level(next, who->key)) return weaker_than(who->key);
  auto rotated = replace(work, {id.str(), who->key, std::chrono::seconds(0)}, next);
  if (auto adopted = adopt_operator_key(work, id, who->key, rotated.key); !adopted)
    return std::unexpected(adopted.error());
  work.transaction.keys().set_key(id, rotated.key);
  work.transaction.raise_installation_generation();
  return rotated;
}

}  // namespace signet::vault
