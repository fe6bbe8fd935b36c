// SPDX-License-Identifier: Apache-2.0
#include "vault/enrolment.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <array>

namespace signet::vault {
namespace {

constexpr std::size_t kTokenBytes = 32;

std::unexpected<Error> bad_token() { return refuse(ErrorCode::unauthenticated, "bad enrolment token"); }

Journal journal_of(const Machine& machine, const Journal& ours) {
  auto base = ours.base;
  base.log = machine.vault.str();
  return {.base = std::move(base)};
}

/// A key that somebody registered without proving that they hold it yields to who proves it, unless it was ever used.
Result<void> free_key(Work& work, const Registration& registration) {
  for (const auto& print : registration.key.all_fingerprints()) {
    const auto owner = work.read().find_key_owner(print);
    if (!owner) continue;
    const auto id = MachineId::parse(*owner);
    const auto machine = id ? work.read().find_machine(*id) : std::nullopt;
    if (!registration.proven || !machine || machine->proven)
      return std::unexpected(Error{ErrorCode::conflict, "This key, or a half of it, is or was enrolled", "publicKey"});
    work.transaction.take_fingerprints(std::string(), {print}, *owner);
    work.transaction.delete_machine(*id);
    work.transaction.raise_generation(machine->vault);
    auto other_log = journal_of(*machine, work.journal);
    other_log.add(Action::machine_revoke, "yields to an enrolment of the same key with proof").machine_id = *owner;
    work.journal.events.push_back(other_log.events.front());
  }
  return {};
}

/// Names are unique in a vault, and machines made from one image share theirs.
std::string free_name(Work& work, const VaultId& vault, const std::string& wanted, const MachineId& id) {
  if (!work.read().is_machine_name_taken(vault, wanted)) return wanted;
  const auto suffix = "-" + id.str().substr(0, 8);
  // A name of the greatest length gives way to its suffix; cut at a code point, it is still valid UTF-8.
  auto stem = wanted;
  if (stem.size() + suffix.size() > limits::kMaxName) {
    stem.resize(limits::kMaxName - suffix.size());
    while (!stem.empty() && !is_utf8(stem)) stem.pop_back();
  }
  return stem + suffix;
}

}  // namespace

Result<MadeToken> create_token(Work& work, const VaultId& vault) {
  std::array<std::uint8_t, kTokenBytes> bytes{};
  work.random.fill(bytes);
  auto text = to_hex(bytes);
  const auto hash = crypto::sha256(as_bytes(text));
  const EnrolmentToken token{.id = TokenId::make(work.random),
                             .vault = vault,
                             .hash = Bytes(hash.begin(), hash.end()),
                             .created_by = work.journal.base.actor_id,
                             .created_at = work.now,
                             .expires_at = work.now + limits::kEnrolmentTokenLife};
  work.transaction.insert_token(token);
  work.journal.add(Action::enrolment_token_create, token.id.str());
  return MadeToken{token, std::move(text)};
}

Result<void> revoke_token(Work& work, const VaultId& vault, const TokenId& id) {
  const auto token = work.read().find_token(id);
  if (!token || token->vault != vault) return not_found("enrolment token");
  if (token->revoked) return refuse(ErrorCode::conflict, "The enrolment token is revoked already");
  work.transaction.revoke_token(id);
  work.journal.add(Action::enrolment_token_revoke, id.str());
  return {};
}

Result<EnrolmentToken> check_token(store::Snapshot& snapshot, std::string_view text, const crypto::Fingerprint& key,
                                   Instant now) {
  const auto hash = crypto::sha256(as_bytes(text));
  auto token = snapshot.find_token_by_hash(hash);
  if (!token || token->revoked || now >= token->expires_at) return bad_token();
  if (token->uses_left <= 0 && !snapshot.find_machine_by_token(token->id, key)) return bad_token();
  return std::move(*token);
}

Result<Machine> register_machine(Work& work, const Registration& registration) {
  const auto fingerprint = registration.key.fingerprint();
  const auto token = check_token(work.read(), registration.token, fingerprint, work.now);
  if (!token) return std::unexpected(token.error());
  const auto vault = work.read().find_vault(token->vault);
  if (!vault) throw store::CorruptStore("enrolment token " + token->id.str() + " belongs to no vault");
  if (!vault->active) return refuse(ErrorCode::forbidden, "This vault enrols no machines at present");
  work.journal.base.log = vault->id.str();
  if (auto known = work.read().find_machine_by_token(token->id, fingerprint)) return std::move(*known);
  if (auto freed = free_key(work, registration); !freed) return std::unexpected(freed.error());

  const auto id = MachineId::make(work.random);
  const Machine machine{.id = id,
                        .vault = vault->id,
                        .name = free_name(work, vault->id, registration.name, id),
                        .hostname = registration.hostname,
                        .proven = registration.proven,
                        .key = {.algorithm = registration.key.algorithm(),
                                .raw = registration.key.raw(),
                                .fingerprint = fingerprint,
                                .created_at = work.now},
                        .token = token->id,
                        .created_at = work.now,
                        .expires_at = {}};
  work.transaction.insert_machine(machine);
  work.transaction.take_fingerprints(id.str(), registration.key.all_fingerprints(), std::string());
  work.transaction.use_token(token->id);
  work.transaction.raise_generation(vault->id);
  work.journal.add(Action::machine_register, machine.name + " with " + std::string(info(machine.key.algorithm).name) +
                                                 " " + to_hex(fingerprint) + " by token " + token->id.str())
      .machine_id = id.str();
  return machine;
}

}  // namespace signet::vault
