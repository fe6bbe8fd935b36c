// SPDX-License-Identifier: Apache-2.0
#include "api/sign_checkpoints.hpp"

#include "checkpoint_signer.hpp"
#include "export_proof.hpp"

#include <algorithm>

namespace signet::api {
namespace {

constexpr std::size_t kMostTogether = 64;  // checkpoints a transaction

using Owners = std::vector<std::optional<VaultId>>;  // of logs; none: the installation

/// Each in a commit of its own: one that fails keeps no other log from being signed.
void make_keys(const Services& services, store::Committer& committer, const Owners& owners) {
  for (const auto& vault : owners) {
    try {
      store::commit_and_wait(committer, [&](store::Transaction& tx) {
        vault::Journal journal{.base = {.action = Action::vault_update}};
        vault::Work work{tx, services.keyring, services.random, services.clock.now(), journal};
        vault::make_checkpoint_key(work, vault);
      });
    } catch (const std::exception& failure) {
      if (services.heads->is_first_complaint(vault ? vault->str() : services.installation_id))
        services.log.error(failure.what());
    }
  }
}

/// Of logs that have no key yet.
Owners without_key(const Services& services, store::Snapshot& snapshot, const std::vector<AuditLogState>& logs) {
  Owners owners;
  for (const auto& log : logs) {
    const auto vault = VaultId::parse(log.log);
    if (vault ? !snapshot.find_vault(*vault) : log.log != services.installation_id) continue;
    if (!snapshot.audit_tree().find_checkpoint_key(vault)) owners.push_back(vault);
  }
  return owners;
}

/// Somebody took checkpoints or records away behind our back: what follows is not signed as if it had always been so.
bool went_back(const Services& services, const AuditLogState& log) {
  const bool lacks_records = log.records < log.covered;
  if (!lacks_records && log.covered >= services.heads->size_of(log.log)) return false;
  if (services.heads->is_first_complaint(log.log))
    services.log.error("the audit log " + log.log + " has lost " + (lacks_records ? "records" : "checkpoints") +
                       " that were signed: nothing more of it is signed");
  return true;
}

/// A bounded part of what is missing. False if that was all, or nothing more can be done.
template <class Wanted>
bool sign_some(const Services& services, store::Committer& committer, Wanted wanted) {
  const auto reader = services.store.reader();
  auto snapshot = reader->snapshot();
  auto logs = snapshot->audit_tree().list_logs();
  std::erase_if(logs, [&](const auto& log) { return went_back(services, log); });
  for (const auto& log : logs)
    if (log.covered != 0) services.heads->put(log.log, log.covered, log.root);
  std::erase_if(logs, [&](const auto& log) { return !wanted(log); });
  if (const auto owners = without_key(services, *snapshot, logs); !owners.empty()) {
    make_keys(services, committer, owners);
    snapshot.reset();
    snapshot = reader->snapshot();
  }
  std::vector<audit::Growth> grown;
  bool more = false;
  for (const auto& log : logs) {
    if (grown.size() == kMostTogether) {
      more = true;
      break;
    }
    try {
      const auto signer = checkpoint_signer(services, *snapshot, log.log);
      if (!signer) continue;
      const auto origin = audit::origin_of(services.installation_id, log.log);
      grown.push_back(audit::grow(*snapshot, log, *signer, origin, services.clock.now()));
      more = more || grown.back().checkpoint.size < log.records;
    } catch (const std::exception& failure) {
      if (services.heads->is_first_complaint(log.log)) services.log.error(failure.what());
    }
  }
  snapshot.reset();
  if (grown.empty()) return false;
  const bool durable = store::commit_and_wait(committer, [&](store::Transaction& tx) {
    for (const auto& growth : grown) audit::write(tx, growth);
  });
  if (!durable) return false;
  for (const auto& growth : grown) {
    services.heads->put(growth.log, growth.checkpoint.size, growth.checkpoint.root);
    if (services.witness) services.witness(checkpoint_line(growth.checkpoint.note));
  }
  return more;
}

}  // namespace

std::optional<crypto::CheckpointSigner> checkpoint_signer(const Services& services, store::Snapshot& snapshot,
                                                          const std::string& log) {
  const auto origin = audit::origin_of(services.installation_id, log);
  const auto vault = VaultId::parse(log);
  if (!vault && log != services.installation_id) return std::nullopt;
  return vault::open_checkpoint_key(snapshot, services.keyring, vault, origin);
}

void sign_due_checkpoints(const Services& services, store::Committer& committer) {
  if (services.keyring.is_sealed()) return;
  const auto is_due = [&](const AuditLogState& log) { return audit::is_due(log, services.clock.now()); };
  while (sign_some(services, committer, is_due)) {
  }
}

void sign_all_checkpoints(const Services& services, store::Committer& committer) {
  if (services.keyring.is_sealed()) return;
  while (sign_some(services, committer, [](const AuditLogState& log) { return log.records > log.covered; })) {
  }
}

}  // namespace signet::api
