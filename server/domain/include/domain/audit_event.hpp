// SPDX-License-Identifier: Apache-2.0
// What goes into the audit log: the table of actions with their severities, and one event.
#pragma once

#include "domain/clock.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signet {

enum class Severity : std::uint8_t { info, low, medium, high, critical };

enum class Action : std::uint8_t {
  installation_create, vault_create, vault_suspend, vault_resume,
  project_create, project_update, project_delete, project_machine_add, project_machine_remove,
  secret_create, secret_update, secret_rename, secret_delete, secret_read, secret_read_denied,
  machine_register, machine_approve, machine_deny, machine_enable, machine_disable, machine_revoke, machine_rename,
  permission_grant, permission_revoke,
  enrolment_token_create, enrolment_token_revoke, enrolment_refused,
  operator_add, operator_remove, operator_role,
  auth_failure, auth_lockout, auth_refusals, lockout_clear, request_refused,
};

struct ActionInfo {
  Action action;
  std::string_view name;
  Severity severity;
  std::string_view meaning;  // for the documentation
};

inline constexpr std::array kActions{
    ActionInfo{Action::installation_create, "installation_create", Severity::high, "the installation was made"},
    ActionInfo{Action::vault_create, "vault_create", Severity::high, "a vault was made"},
    ActionInfo{Action::vault_suspend, "vault_suspend", Severity::high, "a vault stopped serving machines"},
    ActionInfo{Action::vault_resume, "vault_resume", Severity::high, "a vault serves machines again"},
    ActionInfo{Action::project_create, "project_create", Severity::low, "a project was made"},
    ActionInfo{Action::project_update, "project_update", Severity::low, "a project was renamed"},
    ActionInfo{Action::project_delete, "project_delete", Severity::high, "an empty project was deleted"},
    ActionInfo{Action::project_machine_add, "project_machine_add", Severity::medium, "a machine joined a project"},
    ActionInfo{Action::project_machine_remove, "project_machine_remove", Severity::medium,
               "a machine left a project and lost its grants there"},
    ActionInfo{Action::secret_create, "secret_create", Severity::low, "a secret was made"},
    ActionInfo{Action::secret_update, "secret_update", Severity::medium, "a secret got a new version"},
    ActionInfo{Action::secret_rename, "secret_rename", Severity::low, "a secret was renamed"},
    ActionInfo{Action::secret_delete, "secret_delete", Severity::high, "a secret was deleted"},
    ActionInfo{Action::secret_read, "secret_read", Severity::info, "a value left the server"},
    ActionInfo{Action::secret_read_denied, "secret_read_denied", Severity::medium, "a machine may not read that secret"},
    ActionInfo{Action::machine_register, "machine_register", Severity::medium, "a machine enrolled and waits for approval"},
    ActionInfo{Action::machine_approve, "machine_approve", Severity::medium, "a pending machine was approved"},
    ActionInfo{Action::machine_deny, "machine_deny", Severity::medium, "a pending machine was turned away"},
    ActionInfo{Action::machine_enable, "machine_enable", Severity::medium, "a machine may make requests again"},
    ActionInfo{Action::machine_disable, "machine_disable", Severity::medium, "a machine may make no requests"},
    ActionInfo{Action::machine_revoke, "machine_revoke", Severity::high, "a machine was removed with its grants"},
    ActionInfo{Action::machine_rename, "machine_rename", Severity::low, "a machine was renamed"},
    ActionInfo{Action::permission_grant, "permission_grant", Severity::medium, "a machine may read a secret"},
    ActionInfo{Action::permission_revoke, "permission_revoke", Severity::medium, "a machine may no longer read a secret"},
    ActionInfo{Action::enrolment_token_create, "bootstrap_token_create", Severity::medium, "an enrolment token was made"},
    ActionInfo{Action::enrolment_token_revoke, "bootstrap_token_revoke", Severity::low, "an enrolment token was revoked"},
    ActionInfo{Action::enrolment_refused, "enrolment_refused", Severity::medium, "an enrolment was refused"},
    ActionInfo{Action::operator_add, "operator_add", Severity::high, "an operator was added"},
    ActionInfo{Action::operator_remove, "operator_remove", Severity::high, "an operator lost a role or was removed"},
    ActionInfo{Action::operator_role, "operator_role", Severity::high, "an operator's role changed"},
    ActionInfo{Action::auth_failure, "auth_failure", Severity::medium, "a request did not authenticate"},
    ActionInfo{Action::auth_lockout, "auth_lockout", Severity::high, "an address or id was locked out"},
    ActionInfo{Action::auth_refusals, "auth_refusals", Severity::medium, "refusals of one second, summarised"},
    ActionInfo{Action::lockout_clear, "lockout_clear", Severity::medium, "a lockout was cleared"},
    ActionInfo{Action::request_refused, "request_refused", Severity::low, "an authenticated request was refused"},
};

[[nodiscard]] const ActionInfo& info(Action action);
[[nodiscard]] std::optional<Action> parse_action(std::string_view name);
[[nodiscard]] std::string_view name_of(Severity severity);

enum class ActorKind : std::uint8_t { machine, operator_, system, external };
[[nodiscard]] std::string_view name_of(ActorKind kind);

/// One line of the log. `log` is a vault id, or the installation id. Ids stay text: an event may speak of ids that
/// never existed. `detail` is for people and holds no secret.
struct AuditEvent {
  Action action;
  std::string log = {};
  ActorKind actor_kind = ActorKind::system;
  std::string actor_id = {};
  std::string machine_id = {};
  std::string secret_id = {};
  std::string address = {};
  std::string detail = {};
};

}  // namespace signet
