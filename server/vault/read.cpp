// SPDX-License-Identifier: Apache-2.0
#include "vault/read.hpp"

namespace signet::vault {
namespace {

Result<Reading> open_current(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret) {
  const auto version = snapshot.find_version(secret.id, secret.version);
  const auto key = snapshot.find_project_key(secret.project);
  if (!version || !key) throw store::CorruptStore("secret " + secret.id.str() + " lacks its version or project key");
  const keyring::Place place{secret.vault, secret.project, secret.id.str(), secret.version};
  return Reading{keyring.open(keyring::Purpose::value, place, *key, version->value, version->wrapped_key),
                 secret.version};
}

}  // namespace

Result<Reading> read_secret(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Machine& machine,
                            const std::string& secret_id, Journal& journal) {
  const auto id = SecretId::parse(secret_id);
  const auto secret = id ? find_secret(snapshot, machine.vault, *id) : Result<Secret>(not_found("secret"));
  if (!secret) {
    journal.add(Action::secret_read_denied, id ? "no such secret: " + id->str() : "malformed secret id");
    return std::unexpected(secret.error());
  }
  if (!snapshot.is_member(machine.id, secret->project) || !snapshot.find_grant(machine.id, secret->id)) {
    journal.add(Action::secret_read_denied, "no grant").secret_id = secret->id.str();
    return refuse(ErrorCode::forbidden, "This machine has no grant for that secret");
  }
  auto reading = open_current(snapshot, keyring, *secret);
  journal.add(Action::secret_read, "version " + std::to_string(secret->version)).secret_id = secret->id.str();
  return reading;
}

}  // namespace signet::vault
