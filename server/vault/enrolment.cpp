// SPDX-License-Identifier: Apache-2.0
#include "vault/enrolment.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "vault/projects.hpp"
#include "vault/secrets.hpp"

#include <algorithm>

namespace signet::vault {
namespace {

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

bool is_among(const std::vector<std::string>& networks, const Address& source) {
  return networks.empty() || std::ranges::any_of(networks, [&](const std::string& text) {
           const auto network = Network::parse(text);
           return network && network->contains(source);
         });
}

std::string_view why_refused(store::Snapshot& snapshot, const EnrolmentToken& token, const PresentedToken& presented,
                             const crypto::Fingerprint& key, Instant now) {
  if (presented.vault && *presented.vault != token.vault) return "enrolment token of another vault";
  if (presented.vault && !token.machine_life) return "enrolment token for another route";
  if (token.revoked) return "revoked enrolment token";
  if (now >= token.expires_at) return "expired enrolment token";
  if (!is_among(token.networks, presented.source)) return "enrolment token from another network";
  if (token.hostname_pattern && !matches_hostname(*token.hostname_pattern, presented.hostname))
    return "enrolment token from another hostname";
  if (token.uses_left <= 0 && !snapshot.find_machine_by_token(token.id, key)) return "used enrolment token";
  return {};
}

Machine make_machine(Work& work, const Registration& registration, const EnrolmentToken& token) {
  const auto id = MachineId::make(work.random);
  const auto& hostname = registration.token.hostname;
  auto name = registration.name;
  if (token.name_template)
    name = fill_name_template(*token.name_template, {id, hostname, token.uses - token.uses_left + 1});
  Machine machine{.id = id,
                  .vault = token.vault,
                  .kind = token.kind,
                  .name = free_name(work, token.vault, name, id),
                  .hostname = hostname,
                  .approved = token.kind == MachineKind::ephemeral,
                  .proven = registration.proven,
                  .key = {.algorithm = registration.key.algorithm(),
                          .raw = registration.key.raw(),
                          .fingerprint = registration.key.fingerprint(),
                          .created_at = work.now},
                  .token = token.id,
                  .created_at = work.now};
  if (token.machine_life) machine.expires_at = work.now + *token.machine_life;
  return machine;
}

Result<void> hand_out(Work& work, const EnrolmentToken& token, const Machine& machine) {
  const auto handout = work.read().find_handout(token.id);
  for (const auto& project : handout.projects)
    if (auto added = add_member(work, token.vault, project, machine.id); !added) return added;
  for (const auto& secret : handout.secrets)
    if (auto given = grant(work, token.vault, secret, machine.id, GrantKind::read); !given)
      return std::unexpected(given.error());
  return {};
}

}  // namespace

TokenVerdict check_token(store::Snapshot& snapshot, const PresentedToken& presented, const crypto::Fingerprint& key,
                         Instant now) {
  TokenVerdict verdict{snapshot.find_token_by_hash(crypto::sha256(presented.text.expose()))};
  if (!verdict.token)
    verdict.refused = "no such enrolment token";
  else
    verdict.refused = why_refused(snapshot, *verdict.token, presented, key, now);
  return verdict;
}

Error refuse_token(const TokenVerdict& verdict, Journal& journal) {
  std::string reason(verdict.refused);
  if (verdict.token) {
    journal.base.log = verdict.token->vault.str();
    reason += ": " + verdict.token->id.str();
  }
  return {ErrorCode::unauthenticated, std::move(reason)};
}

Result<Machine> register_machine(Work& work, const Registration& registration) {
  const auto fingerprint = registration.key.fingerprint();
  const auto verdict = check_token(work.read(), registration.token, fingerprint, work.now);
  if (!verdict.refused.empty()) return std::unexpected(refuse_token(verdict, work.journal));
  const auto& token = *verdict.token;
  const auto vault = work.read().find_vault(token.vault);
  if (!vault) throw store::CorruptStore("enrolment token " + token.id.str() + " belongs to no vault");
  work.journal.base.log = vault->id.str();
  if (!vault->lets_in(registration.token.source)) return refuse(ErrorCode::forbidden, "Access denied");
  if (!vault->active) return refuse(ErrorCode::forbidden, "This vault enrols no machines at present");
  if (auto known = work.read().find_machine_by_token(token.id, fingerprint)) return std::move(*known);
  if (auto freed = free_key(work, registration); !freed) return std::unexpected(freed.error());

  const auto machine = make_machine(work, registration, token);
  work.transaction.insert_machine(machine);
  work.transaction.take_fingerprints(machine.id.str(), registration.key.all_fingerprints(), std::string());
  work.transaction.use_token(token.id);
  work.transaction.raise_generation(vault->id);
  work.journal
      .add(Action::machine_register, machine.name + " with " + std::string(info(machine.key.algorithm).name) + " " +
                                         to_hex(fingerprint) + " by token " + token.id.str() +
                                         (machine.approved ? ", approved by it" : ""))
      .machine_id = machine.id.str();
  if (auto given = hand_out(work, token, machine); !given) return std::unexpected(given.error());
  return machine;
}

}  // namespace signet::vault
