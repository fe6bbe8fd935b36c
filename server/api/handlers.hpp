// SPDX-License-Identifier: Apache-2.0
// Every handler by name; routes.cpp says which route it serves.
#pragma once

#include "handler.hpp"

namespace signet::api {

// handle_health.cpp, handle_enrolment.cpp
Reply get_health(const Call&);
Reply get_ready(const Call&);
Reply get_version(const Call&);
Reply get_openapi(const Call&);
Reply register_machine(const Call&);
Reply register_in_vault(const Call&);

// handle_bootstrap.cpp
Reply show_bootstrap_script(const Call&);
Reply show_enrolment_script(const Call&);

// handle_reads.cpp
Reply read_secret(const Call&);
Reply read_version(const Call&);
Reply list_readable(const Call&);
Reply list_readable_of_project(const Call&);
Reply export_readable(const Call&);

// handle_poll.cpp
Reply poll_secrets(const Call&);

// handle_sealed.cpp
Reply read_sealed_secret(const Call&);
Reply export_sealed(const Call&);
Reply show_vault_keys(const Call&);

// handle_end_to_end.cpp
Reply create_end_to_end_secret(const Call&);
Reply put_end_to_end_version(const Call&);
Reply read_end_to_end_secret(const Call&);

// handle_hybrid_keys.cpp
Reply publish_hybrid_key(const Call&);
Reply show_hybrid_key(const Call&);
Reply show_hybrid_key_of_machine(const Call&);

// handle_identity.cpp
Reply issue_identity_token(const Call&);
Reply show_identity_keys(const Call&);
Reply rotate_identity_key(const Call&);
Reply show_audiences(const Call&);
Reply put_audiences(const Call&);

// handle_key_packages.cpp
Reply upload_key_package(const Call&);
Reply count_key_packages(const Call&);
Reply take_key_package(const Call&);

// handle_cli.cpp
Reply list_cli_projects(const Call&);
Reply list_cli_secrets(const Call&);
Reply verify_access(const Call&);

// handle_installation.cpp
Reply show_self(const Call&);
Reply list_vaults(const Call&);
Reply create_vault(const Call&);
Reply list_all_operators(const Call&);
Reply list_installation_audit(const Call&);
Reply export_installation_audit(const Call&);
Reply list_actions(const Call&);
Reply list_lockouts(const Call&);
Reply clear_lockout(const Call&);
Reply list_held(const Call&);
Reply release_held(const Call&);
Reply list_key_slots(const Call&);
Reply unseal(const Call&);
Reply list_key_rotations(const Call&);
Reply rotate_root_key(const Call&);
Reply rotate_project_key(const Call&);

// handle_vault.cpp
Reply show_vault(const Call&);
Reply suspend_vault(const Call&);
Reply resume_vault(const Call&);
Reply list_operators(const Call&);
Reply add_operator(const Call&);
Reply set_operator_role(const Call&);
Reply remove_operator(const Call&);
Reply list_vault_audit(const Call&);
Reply export_vault_audit(const Call&);

// handle_audit_tree.cpp
Reply show_vault_checkpoint(const Call&);
Reply show_one_vault_checkpoint(const Call&);
Reply prove_vault_record(const Call&);
Reply prove_vault_growth(const Call&);
Reply show_installation_checkpoint(const Call&);
Reply show_one_installation_checkpoint(const Call&);
Reply prove_installation_record(const Call&);
Reply prove_installation_growth(const Call&);

// handle_write_proofs.cpp
Reply show_vault_write_proof(const Call&);
Reply delete_vault_write_proof(const Call&);
Reply show_installation_write_proof(const Call&);
Reply delete_installation_write_proof(const Call&);

// handle_activity.cpp
Reply show_activity(const Call&);

// handle_webhooks.cpp
Reply list_webhooks(const Call&);
Reply create_webhook(const Call&);
Reply show_webhook(const Call&);
Reply update_webhook(const Call&);
Reply delete_webhook(const Call&);
Reply enable_webhook(const Call&);
Reply test_webhook(const Call&);

// handle_projects.cpp
Reply list_projects(const Call&);
Reply create_project(const Call&);
Reply show_project(const Call&);
Reply rename_project(const Call&);
Reply delete_project(const Call&);
Reply list_members(const Call&);
Reply add_member(const Call&);
Reply remove_member(const Call&);

// handle_applications.cpp
Reply list_applications(const Call&);
Reply create_application(const Call&);
Reply show_application(const Call&);
Reply rename_application(const Call&);
Reply delete_application(const Call&);

// handle_secrets.cpp
Reply list_secrets(const Call&);
Reply create_secret(const Call&);
Reply show_secret(const Call&);
Reply rename_secret(const Call&);
Reply put_version(const Call&);
Reply delete_secret(const Call&);
Reply list_grants(const Call&);
Reply put_grant(const Call&);
Reply remove_grant(const Call&);

// handle_once.cpp
Reply list_links(const Call&);
Reply create_link(const Call&);
Reply delete_link(const Call&);
Reply show_once_page(const Call&);
Reply open_link(const Call&);

// handle_policies.cpp
Reply list_policies(const Call&);
Reply create_policy(const Call&);
Reply show_policy(const Call&);
Reply replace_policy(const Call&);
Reply delete_policy(const Call&);
Reply show_binding(const Call&);
Reply bind_policy(const Call&);
Reply unbind_policy(const Call&);
Reply co_sign(const Call&);

// handle_gates.cpp
Reply show_settings(const Call&);
Reply update_settings(const Call&);
Reply freeze_project(const Call&);
Reply unfreeze_project(const Call&);
Reply list_canaries(const Call&);
Reply create_canary(const Call&);
Reply show_canary(const Call&);
Reply update_canary(const Call&);

// handle_rotations.cpp
Reply rotate_secret(const Call&);
Reply show_rotation(const Call&);
Reply put_rotation(const Call&);
Reply delete_rotation(const Call&);

// handle_transfer.cpp
Reply show_export(const Call&);
Reply allow_export(const Call&);
Reply import_secrets(const Call&);
Reply export_secrets(const Call&);

// handle_history.cpp
Reply list_versions(const Call&);
Reply show_version(const Call&);
Reply roll_back(const Call&);
Reply show_note(const Call&);
Reply put_note(const Call&);
Reply list_trash(const Call&);
Reply restore_secret(const Call&);
Reply purge_secret(const Call&);

// handle_machines.cpp
Reply list_machines(const Call&);
Reply show_machine(const Call&);
Reply rename_machine(const Call&);
Reply approve_machine(const Call&);
Reply deny_machine(const Call&);
Reply disable_machine(const Call&);
Reply enable_machine(const Call&);
Reply revoke_machine(const Call&);
Reply preview_revocation(const Call&);
Reply extend_machine(const Call&);

// handle_keys.cpp
Reply rotate_machine_key(const Call&);
Reply rotate_operator_key(const Call&);
Reply list_machine_keys(const Call&);
Reply list_operator_keys(const Call&);

// handle_signatures.cpp
Reply show_signature_policy(const Call&);
Reply put_signature_policy(const Call&);
Reply show_operator_signature_policy(const Call&);
Reply put_operator_signature_policy(const Call&);
Reply show_project_signature_policy(const Call&);
Reply put_project_signature_policy(const Call&);
Reply show_secret_signature_policy(const Call&);
Reply put_secret_signature_policy(const Call&);
Reply report_signatures(const Call&);

// handle_tokens.cpp
Reply list_tokens(const Call&);
Reply show_token(const Call&);
Reply create_token(const Call&);
Reply revoke_token(const Call&);

// handle_sync.cpp
Reply show_sync(const Call&);
Reply put_sync(const Call&);
Reply remove_sync(const Call&);
Reply start_rotation(const Call&);
Reply cancel_rotation(const Call&);

// handle_agents.cpp
Reply read_sync_config(const Call&);
Reply put_heartbeat(const Call&);
Reply confirm_rotation(const Call&);
Reply reject_rotation(const Call&);

// handle_authorities.cpp
Reply list_authorities(const Call&);
Reply create_authority(const Call&);
Reply show_authority(const Call&);
Reply delete_authority(const Call&);
Reply create_certificate_secret(const Call&);
Reply show_profile(const Call&);
Reply put_profile(const Call&);

// handle_certificates.cpp
Reply issue_certificate(const Call&);

}  // namespace signet::api
