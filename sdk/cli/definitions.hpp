// SPDX-License-Identifier: Apache-2.0
// The functions behind the rows of commands.cpp. Each adds its arguments to the command and gives its action.
#pragma once

#include "command.hpp"

namespace signet::cli {

[[nodiscard]] Action define_enroll(CLI::App& command);
[[nodiscard]] Action define_get(CLI::App& command);
[[nodiscard]] Action define_list(CLI::App& command);
[[nodiscard]] Action define_whoami(CLI::App& command);
[[nodiscard]] Action define_status(CLI::App& command);
[[nodiscard]] Action define_key_generate(CLI::App& command);
[[nodiscard]] Action define_key_show(CLI::App& command);
[[nodiscard]] Action define_key_sign(CLI::App& command);
[[nodiscard]] Action define_key_verify(CLI::App& command);
[[nodiscard]] Action define_key_prove(CLI::App& command);
[[nodiscard]] Action define_admin_setup(CLI::App& command);
[[nodiscard]] Action define_admin_whoami(CLI::App& command);
[[nodiscard]] Action define_vault_list(CLI::App& command);
[[nodiscard]] Action define_vault_create(CLI::App& command);
[[nodiscard]] Action define_vault_show(CLI::App& command);
[[nodiscard]] Action define_vault_suspend(CLI::App& command);
[[nodiscard]] Action define_vault_resume(CLI::App& command);
[[nodiscard]] Action define_project_list(CLI::App& command);
[[nodiscard]] Action define_project_create(CLI::App& command);
[[nodiscard]] Action define_project_show(CLI::App& command);
[[nodiscard]] Action define_project_rename(CLI::App& command);
[[nodiscard]] Action define_project_delete(CLI::App& command);
[[nodiscard]] Action define_secret_list(CLI::App& command);
[[nodiscard]] Action define_secret_create(CLI::App& command);
[[nodiscard]] Action define_secret_show(CLI::App& command);
[[nodiscard]] Action define_secret_rename(CLI::App& command);
[[nodiscard]] Action define_secret_put(CLI::App& command);
[[nodiscard]] Action define_secret_delete(CLI::App& command);
[[nodiscard]] Action define_secret_versions(CLI::App& command);
[[nodiscard]] Action define_secret_version(CLI::App& command);
[[nodiscard]] Action define_secret_rollback(CLI::App& command);
[[nodiscard]] Action define_secret_note(CLI::App& command);
[[nodiscard]] Action define_secret_restore(CLI::App& command);
[[nodiscard]] Action define_secret_purge(CLI::App& command);
[[nodiscard]] Action define_secret_generate(CLI::App& command);
[[nodiscard]] Action define_secret_rotate(CLI::App& command);
[[nodiscard]] Action define_secret_schedule(CLI::App& command);
[[nodiscard]] Action define_project_import(CLI::App& command);
[[nodiscard]] Action define_project_export(CLI::App& command);
[[nodiscard]] Action define_vault_export(CLI::App& command);
[[nodiscard]] Action define_trash(CLI::App& command);
[[nodiscard]] Action define_machine_list(CLI::App& command);
[[nodiscard]] Action define_machine_show(CLI::App& command);
[[nodiscard]] Action define_machine_approve(CLI::App& command);
[[nodiscard]] Action define_machine_deny(CLI::App& command);
[[nodiscard]] Action define_machine_disable(CLI::App& command);
[[nodiscard]] Action define_machine_enable(CLI::App& command);
[[nodiscard]] Action define_machine_revoke(CLI::App& command);
[[nodiscard]] Action define_machine_rename(CLI::App& command);
[[nodiscard]] Action define_member_list(CLI::App& command);
[[nodiscard]] Action define_member_add(CLI::App& command);
[[nodiscard]] Action define_member_remove(CLI::App& command);
[[nodiscard]] Action define_grant_list(CLI::App& command);
[[nodiscard]] Action define_grant_add(CLI::App& command);
[[nodiscard]] Action define_grant_remove(CLI::App& command);
[[nodiscard]] Action define_token_list(CLI::App& command);
[[nodiscard]] Action define_token_create(CLI::App& command);
[[nodiscard]] Action define_token_revoke(CLI::App& command);
[[nodiscard]] Action define_operator_list(CLI::App& command);
[[nodiscard]] Action define_operator_add(CLI::App& command);
[[nodiscard]] Action define_operator_role(CLI::App& command);
[[nodiscard]] Action define_operator_remove(CLI::App& command);
[[nodiscard]] Action define_audit(CLI::App& command);
[[nodiscard]] Action define_lockout_list(CLI::App& command);
[[nodiscard]] Action define_lockout_clear(CLI::App& command);
[[nodiscard]] Action define_co_sign(CLI::App& command);
[[nodiscard]] Action define_policy_list(CLI::App& command);
[[nodiscard]] Action define_policy_create(CLI::App& command);
[[nodiscard]] Action define_policy_show(CLI::App& command);
[[nodiscard]] Action define_policy_replace(CLI::App& command);
[[nodiscard]] Action define_policy_delete(CLI::App& command);
[[nodiscard]] Action define_policy_of(CLI::App& command);
[[nodiscard]] Action define_policy_bind(CLI::App& command);
[[nodiscard]] Action define_policy_unbind(CLI::App& command);
[[nodiscard]] Action define_vault_settings(CLI::App& command);
[[nodiscard]] Action define_project_freeze(CLI::App& command);
[[nodiscard]] Action define_project_unfreeze(CLI::App& command);
[[nodiscard]] Action define_canary_list(CLI::App& command);
[[nodiscard]] Action define_canary_create(CLI::App& command);
[[nodiscard]] Action define_canary_show(CLI::App& command);
[[nodiscard]] Action define_canary_set(CLI::App& command);
[[nodiscard]] Action define_once_list(CLI::App& command);
[[nodiscard]] Action define_once_create(CLI::App& command);
[[nodiscard]] Action define_once_delete(CLI::App& command);
[[nodiscard]] Action define_completion(CLI::App& command);

}  // namespace signet::cli
