// SPDX-License-Identifier: Apache-2.0
// What every change in a vault works with: the transaction it happens in, and the journal that says it happened. A
// change runs inside a savepoint of the commit: returning an error undoes what it wrote.
#pragma once

#include "domain/audit_event.hpp"
#include "domain/error.hpp"
#include "keyring/keyring.hpp"
#include "store/transaction.hpp"

#include <expected>
#include <string>
#include <vector>

namespace signet::vault {

/// Audit events of one request. `base` says who asks, from where, and whose log it goes to.
struct Journal {
  AuditEvent base;
  std::vector<AuditEvent> events = {};

  AuditEvent& add(Action action, std::string detail) {
    auto& event = events.emplace_back(base);
    event.action = action;
    event.detail = std::move(detail);
    return event;
  }
};

struct Work {
  store::Transaction& transaction;
  const keyring::Keyring& keyring;
  crypto::Random& random;
  Instant now;
  Journal& journal;

  [[nodiscard]] store::Snapshot& read() const { return transaction.read(); }
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> refuse(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}
/// Also for what belongs to another vault: nobody can tell the two apart.
[[nodiscard]] inline std::unexpected<Error> not_found(std::string_view what) {
  return refuse(ErrorCode::not_found, "No such " + std::string(what));
}

// What a path names, if it is there and belongs to that vault.
[[nodiscard]] Result<Project> find_project(store::Snapshot& snapshot, const VaultId& vault, const ProjectId& id);
[[nodiscard]] Result<Secret> find_secret(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id);
[[nodiscard]] Result<Machine> find_machine(store::Snapshot& snapshot, const VaultId& vault, const MachineId& id);

}  // namespace signet::vault
