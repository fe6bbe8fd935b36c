// SPDX-License-Identifier: Apache-2.0
// What the audit log knows to have happened: the one table of actions, with their severities.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
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
  vault_update, project_freeze, project_unfreeze, application_create, application_update, application_delete,
  secret_note_read, secret_note_update, secret_restore, secret_purge, secret_rotate, secret_rotate_denied, rotation_update,
  secret_import, secret_export, temp_machine_create, machine_extend, machine_expire, policy_create, policy_update,
  policy_delete, policy_bind, co_sign, canary_create, canary_update, canary_triggered, one_time_create,
  one_time_open, one_time_refused, one_time_delete, authority_create, authority_delete, certificate_issue,
  sync_update, sync_start, sync_confirm, sync_reject, sync_error, webhook_create, webhook_update, webhook_delete,
  webhook_disable, audit_export, hybrid_key_publish, key_package_upload, key_package_take, key_rotate,
  installation_restore, restore_release,
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
    ActionInfo{Action::vault_update, "vault_update", Severity::medium, "the settings of a vault changed"},
    ActionInfo{Action::project_freeze, "project_freeze", Severity::critical,
               "a project was frozen: its machines get nothing"},
    ActionInfo{Action::project_unfreeze, "project_unfreeze", Severity::high,
               "a frozen project serves its machines again"},
    ActionInfo{Action::application_create, "application_create", Severity::low,
               "an application was made with its three projects"},
    ActionInfo{Action::application_update, "application_update", Severity::low, "an application was renamed"},
    ActionInfo{Action::application_delete, "application_delete", Severity::high, "an application was dissolved"},
    ActionInfo{Action::secret_note_read, "secret_note_read", Severity::low, "an operator read the note of a secret"},
    ActionInfo{Action::secret_note_update, "secret_note_update", Severity::low, "the note of a secret changed"},
    ActionInfo{Action::secret_restore, "secret_restore", Severity::medium, "a secret came back from the trash"},
    ActionInfo{Action::secret_purge, "secret_purge", Severity::high, "a secret was destroyed for good"},
    ActionInfo{Action::secret_rotate, "secret_rotate", Severity::medium, "a secret got a generated value"},
    ActionInfo{Action::secret_rotate_denied, "secret_rotate_denied", Severity::medium, "a secret could not be rotated"},
    ActionInfo{Action::rotation_update, "rotation_update", Severity::medium, "the schedule of a rotation changed"},
    ActionInfo{Action::secret_import, "secret_import", Severity::medium, "secrets were imported"},
    ActionInfo{Action::secret_export, "secret_export", Severity::high, "an operator exported the values of a project"},
    ActionInfo{Action::temp_machine_create, "temp_machine_create", Severity::medium,
               "a token for a temporary machine was made"},
    ActionInfo{Action::machine_extend, "machine_extend", Severity::medium,
               "the life of a machine was extended or shortened"},
    ActionInfo{Action::machine_expire, "machine_expire", Severity::low, "an expired machine was removed"},
    ActionInfo{Action::policy_create, "policy_create", Severity::medium, "an access policy was made"},
    ActionInfo{Action::policy_update, "policy_update", Severity::medium, "an access policy changed"},
    ActionInfo{Action::policy_delete, "policy_delete", Severity::medium, "an access policy was deleted"},
    ActionInfo{Action::policy_bind, "policy_bind", Severity::medium,
               "a secret was bound to an access policy, or to none"},
    ActionInfo{Action::co_sign, "co_sign", Severity::info, "a machine signed for one read of another"},
    ActionInfo{Action::canary_create, "canary_create", Severity::medium, "a canary was made"},
    ActionInfo{Action::canary_update, "canary_update", Severity::medium,
               "a canary was switched on or off, or does something else"},
    ActionInfo{Action::canary_triggered, "canary_triggered", Severity::critical, "somebody read a canary"},
    ActionInfo{Action::one_time_create, "one_time_create", Severity::medium, "a link that reveals once was made"},
    ActionInfo{Action::one_time_open, "one_time_open", Severity::high, "a link that reveals once was opened"},
    ActionInfo{Action::one_time_refused, "one_time_refused", Severity::medium,
               "a link that reveals once was not opened"},
    ActionInfo{Action::one_time_delete, "one_time_delete", Severity::low,
               "a link that reveals once was deleted, or ran out"},
    ActionInfo{Action::authority_create, "authority_create", Severity::high, "a certificate authority was made"},
    ActionInfo{Action::authority_delete, "authority_delete", Severity::high, "a certificate authority was deleted"},
    ActionInfo{Action::certificate_issue, "certificate_issue", Severity::info, "a certificate was issued"},
    ActionInfo{Action::sync_update, "sync_update", Severity::medium, "the settings of a sync agent changed"},
    ActionInfo{Action::sync_start, "sync_start", Severity::medium, "a pending value waits for its agent"},
    ActionInfo{Action::sync_confirm, "sync_confirm", Severity::medium, "an agent confirmed a pending value"},
    ActionInfo{Action::sync_reject, "sync_reject", Severity::medium, "an agent rejected a pending value"},
    ActionInfo{Action::sync_error, "sync_error", Severity::medium, "an agent reported an error"},
    ActionInfo{Action::webhook_create, "webhook_create", Severity::medium, "a webhook was made"},
    ActionInfo{Action::webhook_update, "webhook_update", Severity::medium, "a webhook changed"},
    ActionInfo{Action::webhook_delete, "webhook_delete", Severity::medium, "a webhook was deleted"},
    ActionInfo{Action::webhook_disable, "webhook_disable", Severity::medium,
               "a webhook failed too often and was switched off"},
    ActionInfo{Action::audit_export, "audit_export", Severity::medium, "the log was exported"},
    ActionInfo{Action::hybrid_key_publish, "hybrid_key_publish", Severity::medium,
               "a machine published another key to seal to it with"},
    ActionInfo{Action::key_package_upload, "key_package_upload", Severity::low, "a machine left a key package"},
    ActionInfo{Action::key_package_take, "key_package_take", Severity::low,
               "a machine took a key package of another, which nobody else gets"},
    ActionInfo{Action::key_rotate, "key_rotate", Severity::medium, "a machine or an operator replaced its key"},
    ActionInfo{Action::installation_restore, "installation_restore", Severity::critical,
               "the log goes on from a backup: what followed its head there is not in it"},
    ActionInfo{Action::restore_release, "restore_release", Severity::high,
               "who was held since a restore was let in again"},
};

[[nodiscard]] const ActionInfo& info(Action action);
[[nodiscard]] std::optional<Action> parse_action(std::string_view name);
[[nodiscard]] std::string_view name_of(Severity severity);

}  // namespace signet
