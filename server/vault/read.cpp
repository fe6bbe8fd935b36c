// SPDX-License-Identifier: Apache-2.0
#include "vault/read.hpp"

#include "vault/gate.hpp"

namespace signet::vault {
namespace {

/// An older version tells nothing about what the machine knows of the current one.
bool is_news(store::Snapshot& snapshot, const ReadAttempt& attempt, const Secret& secret) {
  if (attempt.version) return false;
  return snapshot.deliveries().find_delivered(attempt.machine, secret.id) != secret.version;
}

std::optional<store::Delivery> apply_effects(Work& work, const ReadAttempt& attempt, const Secret& secret) {
  std::optional<store::Delivery> news;
  if (is_news(work.read(), attempt, secret)) {
    auto before = work.read().deliveries().find_delivered(attempt.machine, secret.id);
    work.transaction.deliveries().put_delivered(attempt.machine, secret.id, secret.version);
    news = store::Delivery{attempt.machine, secret.id, secret.version, before};
  }
  pass_gate(work, secret, load_gate(work.read(), secret));
  return news;
}

}  // namespace

Result<Secret> find_granted(store::Snapshot& snapshot, const ReadAttempt& attempt, Journal& journal) {
  const auto id = SecretId::parse(attempt.secret);
  auto secret = id ? find_secret(snapshot, attempt.vault, *id) : Result<Secret>(not_found("secret"));
  if (!secret) {
    journal.add(Action::secret_read_denied, id ? "no such secret: " + id->str() : "malformed secret id");
    return secret;
  }
  // A grant cannot outlive the membership in its project.
  if (!snapshot.find_grant(attempt.machine, secret->id)) {
    journal.add(Action::secret_read_denied, "no grant").secret_id = secret->id.str();
    return refuse(ErrorCode::forbidden, "This machine has no grant for that secret");
  }
  return secret;
}

Result<Secret> may_read(store::Snapshot& snapshot, const ReadAttempt& attempt, Instant now, Journal& journal) {
  auto secret = find_granted(snapshot, attempt, journal);
  if (!secret) return secret;
  if ((secret->kind == SecretKind::end_to_end) != attempt.end_to_end) {
    journal.add(Action::secret_read_denied, attempt.end_to_end ? "not sealed end to end" : "sealed end to end")
        .secret_id = secret->id.str();
    return refuse(ErrorCode::conflict, attempt.end_to_end
                                           ? "The secret is not sealed end to end"
                                           : "The secret is sealed end to end: ask below /v1/end-to-end/");
  }
  const GateVisit visit{attempt.machine, attempt.address, now, attempt.signature,
                        attempt.sealed || attempt.end_to_end};
  if (auto denied = check_gate(snapshot, *secret, load_gate(snapshot, *secret), visit)) {
    journal.add(Action::secret_read_denied, denied->reason).secret_id = secret->id.str();
    return std::unexpected(std::move(denied->error));
  }
  if (attempt.version) {
    if (!snapshot.find_version(secret->id, *attempt.version)) {
      journal.add(Action::secret_read_denied, "no such version: " + std::to_string(*attempt.version)).secret_id =
          secret->id.str();
      return not_found("version");
    }
    secret->version = *attempt.version;
  }
  return secret;
}

bool has_effects(store::Snapshot& snapshot, const ReadAttempt& attempt, const Secret& secret) {
  return is_news(snapshot, attempt, secret) || load_gate(snapshot, secret).has_effects();
}

Reading open_secret(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret,
                    Journal& journal) {
  const auto version = snapshot.find_version(secret.id, secret.version);
  const auto key = snapshot.find_project_key(secret.project);
  if (!version || !key) throw store::CorruptStore("secret " + secret.id.str() + " lacks its version or project key");
  const keyring::Place place{secret.vault, secret.project, secret.id.str(), secret.version};
  Reading reading{keyring.open(keyring::Purpose::value, place, *key, version->value, version->wrapped_key),
                  secret.version};
  journal.add(Action::secret_read, "version " + std::to_string(secret.version)).secret_id = secret.id.str();
  return reading;
}

Result<Reading> read_in_commit(Work& work, const ReadAttempt& attempt) {
  const auto secret = may_read(work.read(), attempt, work.now, work.journal);
  if (!secret) return std::unexpected(secret.error());
  auto reading = open_secret(work.read(), work.keyring, *secret, work.journal);
  reading.news = apply_effects(work, attempt, *secret);
  return reading;
}

}  // namespace signet::vault
