// SPDX-License-Identifier: Apache-2.0
#include "routes.hpp"

#include "handlers.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"

#include <array>
#include <unordered_map>
#include <vector>

namespace signet::api {
namespace {

using enum Need;
using enum Cost;
constexpr auto kBody = limits::kMaxBody;
constexpr bool kInClear = true;
constexpr bool kWhileSealed = true;
constexpr auto kSecretBody = limits::kMaxSecretBody;

constexpr std::array kRoutes{
    // For everybody.
    Route{"GET", "/healthz", nobody, kBody, get_health, quick, !kInClear, kWhileSealed},
    Route{"GET", "/readyz", nobody, kBody, get_ready, quick, !kInClear, kWhileSealed},
    Route{"GET", "/version", nobody, kBody, get_version, quick, !kInClear, kWhileSealed},
    Route{"GET", "/openapi.yaml", nobody, kBody, get_openapi, quick, !kInClear, kWhileSealed},
    Route{"POST", "/v1/bootstrap/register", nobody, kBody, register_machine},
    Route{"GET", "/v1/bootstrap/{token}", nobody, kBody, show_bootstrap_script},
    Route{"GET", "/v1/{vault}/enroll/{token}", nobody, kBody, show_enrolment_script},
    Route{"GET", "/v1/{vault}/temp-bootstrap/{token}", nobody, kBody, show_enrolment_script},
    Route{"POST", "/v1/{vault}/enroll/register", nobody, kBody, register_in_vault},
    Route{"GET", "/once/{link}", nobody, kBody, show_once_page},
    Route{"POST", "/v1/once/{link}", nobody, kBody, open_link, slow},
    Route{"GET", "/v1/identity/keys", nobody, kBody, show_identity_keys},
    // Machines.
    Route{"GET", "/v1/secret/{secret}", machine, kBody, read_secret, quick, kInClear},
    Route{"GET", "/v1/secret/{secret}/versions/{version}", machine, kBody, read_version, quick, kInClear},
    Route{"GET", "/v1/secrets", machine, kBody, list_readable},
    Route{"POST", "/v1/secret/{secret}/co-sign", machine, kBody, co_sign},
    Route{"POST", "/v1/secrets/list", machine, kBody, list_readable_of_project},
    Route{"POST", "/v1/secrets/export", machine, kBody, export_readable, slow, kInClear},
    Route{"POST", "/v1/secrets/poll", machine, kBody, poll_secrets},
    Route{"GET", "/v1/sealed/secret/{secret}", machine, kBody, read_sealed_secret},
    Route{"POST", "/v1/sealed/secrets/export", machine, kBody, export_sealed, slow},
    Route{"GET", "/v1/end-to-end/secret/{secret}", machine, kBody, read_end_to_end_secret},
    Route{"GET", "/v1/vault/keys", machine, kBody, show_vault_keys},
    Route{"POST", "/v1/identity/token", machine, kBody, issue_identity_token, slow},
    Route{"PUT", "/v1/hybrid-key", machine, kBody, publish_hybrid_key},
    Route{"GET", "/v1/machines/{machine}/hybrid-key", machine, kBody, show_hybrid_key},
    Route{"POST", "/v1/key-packages", machine, limits::kMaxKeyPackageBody, upload_key_package},
    Route{"GET", "/v1/key-packages", machine, kBody, count_key_packages},
    Route{"POST", "/v1/machines/{machine}/key-packages/take", machine, kBody, take_key_package},
    Route{"GET", "/v1/cli/projects", machine, kBody, list_cli_projects},
    Route{"GET", "/v1/cli/secrets", machine, kBody, list_cli_secrets},
    Route{"POST", "/v1/verify-access", machine, kBody, verify_access},
    Route{"POST", "/v1/secret/{secret}/certificate", machine, kBody, issue_certificate},
    Route{"GET", "/v1/secret/{secret}/sync-config", machine, kBody, read_sync_config, quick, kInClear},
    Route{"POST", "/v1/secret/{secret}/agent/heartbeat", machine, kBody, put_heartbeat},
    Route{"POST", "/v1/secret/{secret}/agent/confirm-rotation", machine, kBody, confirm_rotation},
    Route{"POST", "/v1/secret/{secret}/agent/reject-rotation", machine, kBody, reject_rotation},
    Route{"POST", "/v1/machine/key", machine, kBody, rotate_machine_key},
    // The installation.
    Route{"GET", "/v1/admin/installations/{i}", any_operator, kBody, show_self},
    Route{"POST", "/v1/admin/installations/{i}/key", any_operator, kBody, rotate_operator_key},
    Route{"GET", "/v1/admin/installations/{i}/vaults", root, kBody, list_vaults},
    Route{"POST", "/v1/admin/installations/{i}/vaults", root, kBody, create_vault},
    Route{"GET", "/v1/admin/installations/{i}/operators", root, kBody, list_all_operators},
    Route{"GET", "/v1/admin/installations/{i}/audit", root, kBody, list_installation_audit, slow},
    Route{"GET", "/v1/admin/installations/{i}/audit/export", root, kBody, export_installation_audit, slow},
    Route{"GET", "/v1/admin/installations/{i}/audit/checkpoint", root, kBody, show_installation_checkpoint},
    Route{"GET", "/v1/admin/installations/{i}/audit/checkpoints/{size}", root, kBody, show_one_installation_checkpoint},
    Route{"GET", "/v1/admin/installations/{i}/audit/inclusion", root, kBody, prove_installation_record},
    Route{"GET", "/v1/admin/installations/{i}/audit/consistency", root, kBody, prove_installation_growth},
    Route{"GET", "/v1/admin/installations/{i}/audit/records/{record}/proof", root, kBody,
          show_installation_write_proof},
    Route{"DELETE", "/v1/admin/installations/{i}/audit/records/{record}/proof", root, kBody,
          delete_installation_write_proof},
    Route{"GET", "/v1/admin/installations/{i}/audit/actions", any_operator, kBody, list_actions},
    Route{"GET", "/v1/admin/installations/{i}/lockouts", root, kBody, list_lockouts},
    Route{"POST", "/v1/admin/installations/{i}/lockouts/clear", root, kBody, clear_lockout},
    Route{"GET", "/v1/admin/installations/{i}/restore/held", root, kBody, list_held},
    Route{"POST", "/v1/admin/installations/{i}/restore/release", root, kBody, release_held},
    Route{"GET", "/v1/admin/installations/{i}/key-slots", root, kBody, list_key_slots, quick, !kInClear, kWhileSealed},
    Route{"POST", "/v1/admin/installations/{i}/unseal", root, kBody, unseal, quick, !kInClear, kWhileSealed},
    Route{"GET", "/v1/admin/installations/{i}/key-rotations", root, kBody, list_key_rotations, slow},
    Route{"POST", "/v1/admin/installations/{i}/root-key/rotate", root, kBody, rotate_root_key, slow},
    Route{"POST", "/v1/admin/installations/{i}/projects/{project}/key/rotate", root, kBody, rotate_project_key, slow},
    // A vault.
    Route{"GET", "/v1/admin/vaults/{v}", auditor_or_root, kBody, show_vault},
    Route{"POST", "/v1/admin/vaults/{v}/suspend", root, kBody, suspend_vault},
    Route{"POST", "/v1/admin/vaults/{v}/resume", root, kBody, resume_vault},
    Route{"GET", "/v1/admin/vaults/{v}/settings", auditor, kBody, show_settings},
    Route{"PATCH", "/v1/admin/vaults/{v}/settings", owner, kBody, update_settings},
    Route{"GET", "/v1/admin/vaults/{v}/signature-policy", auditor, kBody, show_signature_policy},
    Route{"PUT", "/v1/admin/vaults/{v}/signature-policy", owner, kBody, put_signature_policy},
    Route{"GET", "/v1/admin/vaults/{v}/operator-signature-policy", auditor, kBody, show_operator_signature_policy},
    Route{"PUT", "/v1/admin/vaults/{v}/operator-signature-policy", owner, kBody, put_operator_signature_policy},
    Route{"GET", "/v1/admin/vaults/{v}/projects/{project}/signature-policy", auditor, kBody,
          show_project_signature_policy},
    Route{"PUT", "/v1/admin/vaults/{v}/projects/{project}/signature-policy", owner, kBody,
          put_project_signature_policy},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/signature-policy", auditor, kBody,
          show_secret_signature_policy},
    Route{"PUT", "/v1/admin/vaults/{v}/secrets/{secret}/signature-policy", owner, kBody, put_secret_signature_policy},
    Route{"GET", "/v1/admin/vaults/{v}/signature-report", auditor, kBody, report_signatures, slow},
    Route{"GET", "/v1/admin/vaults/{v}/canaries", auditor, kBody, list_canaries},
    Route{"GET", "/v1/admin/vaults/{v}/canaries/{secret}", auditor, kBody, show_canary},
    Route{"PATCH", "/v1/admin/vaults/{v}/canaries/{secret}", admin, kBody, update_canary},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/canaries", admin, kBody, create_canary},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/freeze", admin, kBody, freeze_project},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/unfreeze", owner, kBody, unfreeze_project},
    Route{"GET", "/v1/admin/vaults/{v}/operators", auditor, kBody, list_operators},
    Route{"POST", "/v1/admin/vaults/{v}/operators", owner, kBody, add_operator},
    Route{"PUT", "/v1/admin/vaults/{v}/operators/{operator}", owner, kBody, set_operator_role},
    Route{"DELETE", "/v1/admin/vaults/{v}/operators/{operator}", owner, kBody, remove_operator},
    Route{"GET", "/v1/admin/vaults/{v}/operators/{operator}/keys", auditor, kBody, list_operator_keys},
    Route{"GET", "/v1/admin/vaults/{v}/audit", auditor, kBody, list_vault_audit, slow},
    Route{"GET", "/v1/admin/vaults/{v}/audit/export", auditor, kBody, export_vault_audit, slow},
    Route{"GET", "/v1/admin/vaults/{v}/audit/checkpoint", auditor, kBody, show_vault_checkpoint},
    Route{"GET", "/v1/admin/vaults/{v}/audit/checkpoints/{size}", auditor, kBody, show_one_vault_checkpoint},
    Route{"GET", "/v1/admin/vaults/{v}/audit/inclusion", auditor, kBody, prove_vault_record},
    Route{"GET", "/v1/admin/vaults/{v}/audit/consistency", auditor, kBody, prove_vault_growth},
    Route{"GET", "/v1/admin/vaults/{v}/audit/records/{record}/proof", owner, kBody, show_vault_write_proof},
    Route{"DELETE", "/v1/admin/vaults/{v}/audit/records/{record}/proof", owner, kBody, delete_vault_write_proof},
    Route{"GET", "/v1/admin/vaults/{v}/activity", auditor, kBody, show_activity, slow},
    Route{"GET", "/v1/admin/vaults/{v}/applications", auditor, kBody, list_applications},
    Route{"POST", "/v1/admin/vaults/{v}/applications", admin, kBody, create_application},
    Route{"GET", "/v1/admin/vaults/{v}/applications/{application}", auditor, kBody, show_application},
    Route{"PATCH", "/v1/admin/vaults/{v}/applications/{application}", admin, kBody, rename_application},
    Route{"DELETE", "/v1/admin/vaults/{v}/applications/{application}", admin, kBody, delete_application},
    Route{"GET", "/v1/admin/vaults/{v}/webhooks", auditor, kBody, list_webhooks},
    Route{"POST", "/v1/admin/vaults/{v}/webhooks", admin, kBody, create_webhook},
    Route{"GET", "/v1/admin/vaults/{v}/webhooks/{webhook}", auditor, kBody, show_webhook},
    Route{"PATCH", "/v1/admin/vaults/{v}/webhooks/{webhook}", admin, kBody, update_webhook},
    Route{"DELETE", "/v1/admin/vaults/{v}/webhooks/{webhook}", admin, kBody, delete_webhook},
    Route{"POST", "/v1/admin/vaults/{v}/webhooks/{webhook}/enable", admin, kBody, enable_webhook},
    Route{"POST", "/v1/admin/vaults/{v}/webhooks/{webhook}/test", admin, kBody, test_webhook},
    Route{"GET", "/v1/admin/vaults/{v}/projects", auditor, kBody, list_projects},
    Route{"POST", "/v1/admin/vaults/{v}/projects", admin, kBody, create_project},
    Route{"GET", "/v1/admin/vaults/{v}/projects/{project}", auditor, kBody, show_project},
    Route{"PATCH", "/v1/admin/vaults/{v}/projects/{project}", admin, kBody, rename_project},
    Route{"DELETE", "/v1/admin/vaults/{v}/projects/{project}", admin, kBody, delete_project},
    Route{"GET", "/v1/admin/vaults/{v}/projects/{project}/machines", auditor, kBody, list_members},
    Route{"PUT", "/v1/admin/vaults/{v}/projects/{project}/machines/{machine}", admin, kBody, add_member},
    Route{"DELETE", "/v1/admin/vaults/{v}/projects/{project}/machines/{machine}", admin, kBody, remove_member},
    Route{"GET", "/v1/admin/vaults/{v}/projects/{project}/secrets", auditor, kBody, list_secrets},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/secrets", admin, kSecretBody, create_secret},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/end-to-end", admin, kSecretBody, create_end_to_end_secret},
    Route{"POST", "/v1/admin/vaults/{v}/secrets/{secret}/end-to-end", admin, kSecretBody, put_end_to_end_version},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}", auditor, kBody, show_secret},
    Route{"PATCH", "/v1/admin/vaults/{v}/secrets/{secret}", admin, kBody, rename_secret},
    Route{"POST", "/v1/admin/vaults/{v}/secrets/{secret}/versions", admin, kSecretBody, put_version},
    Route{"DELETE", "/v1/admin/vaults/{v}/secrets/{secret}", admin, kBody, delete_secret},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/versions", auditor, kBody, list_versions},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/versions/{version}", auditor, kBody, show_version},
    Route{"POST", "/v1/admin/vaults/{v}/secrets/{secret}/rollback", admin, kBody, roll_back},
    Route{"POST", "/v1/admin/vaults/{v}/secrets/{secret}/rotate", admin, kBody, rotate_secret},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/rotation", auditor, kBody, show_rotation},
    Route{"PUT", "/v1/admin/vaults/{v}/secrets/{secret}/rotation", admin, kBody, put_rotation},
    Route{"DELETE", "/v1/admin/vaults/{v}/secrets/{secret}/rotation", admin, kBody, delete_rotation},
    Route{"GET", "/v1/admin/vaults/{v}/export", auditor, kBody, show_export},
    Route{"PUT", "/v1/admin/vaults/{v}/export", owner, kBody, allow_export},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/import", admin, limits::kMaxImportBody, import_secrets,
          slow},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/export", owner, kBody, export_secrets, slow},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/note", admin, kBody, show_note},
    Route{"PUT", "/v1/admin/vaults/{v}/secrets/{secret}/note", admin, kBody, put_note},
    Route{"GET", "/v1/admin/vaults/{v}/trash", auditor, kBody, list_trash},
    Route{"POST", "/v1/admin/vaults/{v}/trash/{secret}/restore", admin, kBody, restore_secret},
    Route{"POST", "/v1/admin/vaults/{v}/trash/{secret}/purge", admin, kBody, purge_secret},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/grants", auditor, kBody, list_grants},
    Route{"PUT", "/v1/admin/vaults/{v}/secrets/{secret}/grants/{machine}", admin, kBody, put_grant},
    Route{"DELETE", "/v1/admin/vaults/{v}/secrets/{secret}/grants/{machine}", admin, kBody, remove_grant},
    Route{"GET", "/v1/admin/vaults/{v}/projects/{project}/policies", auditor, kBody, list_policies},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/policies", admin, kBody, create_policy},
    Route{"GET", "/v1/admin/vaults/{v}/policies/{policy}", auditor, kBody, show_policy},
    Route{"PUT", "/v1/admin/vaults/{v}/policies/{policy}", admin, kBody, replace_policy},
    Route{"DELETE", "/v1/admin/vaults/{v}/policies/{policy}", admin, kBody, delete_policy},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/policy", auditor, kBody, show_binding},
    Route{"PUT", "/v1/admin/vaults/{v}/secrets/{secret}/policy", admin, kBody, bind_policy},
    Route{"DELETE", "/v1/admin/vaults/{v}/secrets/{secret}/policy", admin, kBody, unbind_policy},
    Route{"GET", "/v1/admin/vaults/{v}/projects/{project}/one-time-links", auditor, kBody, list_links},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/one-time-links", admin, kSecretBody, create_link, slow},
    Route{"DELETE", "/v1/admin/vaults/{v}/one-time-links/{link}", admin, kBody, delete_link},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/sync", auditor, kBody, show_sync},
    Route{"PUT", "/v1/admin/vaults/{v}/secrets/{secret}/sync", admin, kBody, put_sync},
    Route{"DELETE", "/v1/admin/vaults/{v}/secrets/{secret}/sync", admin, kBody, remove_sync},
    Route{"POST", "/v1/admin/vaults/{v}/secrets/{secret}/sync/rotate", admin, kBody, start_rotation},
    Route{"POST", "/v1/admin/vaults/{v}/secrets/{secret}/sync/cancel", admin, kBody, cancel_rotation},
    Route{"GET", "/v1/admin/vaults/{v}/authorities", auditor, kBody, list_authorities},
    Route{"POST", "/v1/admin/vaults/{v}/authorities", admin, kBody, create_authority},
    Route{"GET", "/v1/admin/vaults/{v}/authorities/{authority}", auditor, kBody, show_authority},
    Route{"DELETE", "/v1/admin/vaults/{v}/authorities/{authority}", admin, kBody, delete_authority},
    Route{"POST", "/v1/admin/vaults/{v}/projects/{project}/certificates", admin, kBody, create_certificate_secret},
    Route{"GET", "/v1/admin/vaults/{v}/secrets/{secret}/certificate", auditor, kBody, show_profile},
    Route{"PUT", "/v1/admin/vaults/{v}/secrets/{secret}/certificate", admin, kBody, put_profile},
    Route{"GET", "/v1/admin/vaults/{v}/machines", auditor, kBody, list_machines},
    Route{"GET", "/v1/admin/vaults/{v}/machines/{machine}", auditor, kBody, show_machine},
    Route{"PATCH", "/v1/admin/vaults/{v}/machines/{machine}", admin, kBody, rename_machine},
    Route{"GET", "/v1/admin/vaults/{v}/machines/{machine}/hybrid-key", auditor, kBody, show_hybrid_key_of_machine},
    Route{"GET", "/v1/admin/vaults/{v}/machines/{machine}/audiences", auditor, kBody, show_audiences},
    Route{"PUT", "/v1/admin/vaults/{v}/machines/{machine}/audiences", admin, kBody, put_audiences},
    Route{"POST", "/v1/admin/vaults/{v}/identity-keys/rotate", owner, kBody, rotate_identity_key},
    Route{"GET", "/v1/admin/vaults/{v}/machines/{machine}/keys", auditor, kBody, list_machine_keys},
    Route{"POST", "/v1/admin/vaults/{v}/machines/{machine}/approve", admin, kBody, approve_machine},
    Route{"POST", "/v1/admin/vaults/{v}/machines/{machine}/deny", admin, kBody, deny_machine},
    Route{"POST", "/v1/admin/vaults/{v}/machines/{machine}/disable", admin, kBody, disable_machine},
    Route{"POST", "/v1/admin/vaults/{v}/machines/{machine}/enable", admin, kBody, enable_machine},
    Route{"POST", "/v1/admin/vaults/{v}/machines/{machine}/revoke", admin, kBody, revoke_machine},
    Route{"GET", "/v1/admin/vaults/{v}/machines/{machine}/revocation", auditor, kBody, preview_revocation},
    Route{"POST", "/v1/admin/vaults/{v}/machines/{machine}/extend", admin, kBody, extend_machine},
    Route{"GET", "/v1/admin/vaults/{v}/enrolment-tokens", auditor, kBody, list_tokens},
    Route{"POST", "/v1/admin/vaults/{v}/enrolment-tokens", admin, kBody, create_token},
    Route{"GET", "/v1/admin/vaults/{v}/enrolment-tokens/{token}", auditor, kBody, show_token},
    Route{"DELETE", "/v1/admin/vaults/{v}/enrolment-tokens/{token}", admin, kBody, revoke_token},
};

/// Its first two segments.
std::string_view family_of(std::string_view path) {
  const auto second = path.find('/', 1);
  return second == std::string_view::npos ? path : path.substr(0, path.find('/', second + 1));
}

/// The routes by family, so that most of the table need not be looked at; those whose second segment is a parameter are
/// in every one.
class RoutesByFamily {
 public:
  RoutesByFamily() {
    for (const auto& route : kRoutes)
      (family_of(route.path).contains('{') ? open_ : families_[family_of(route.path)]).push_back(&route);
    for (auto& [name, routes] : families_) routes.insert(routes.end(), open_.begin(), open_.end());
  }
  [[nodiscard]] const std::vector<const Route*>& of(std::string_view path) const {
    const auto found = families_.find(family_of(path));
    return found == families_.end() ? open_ : found->second;
  }

 private:
  std::unordered_map<std::string_view, std::vector<const Route*>> families_;
  std::vector<const Route*> open_;
};

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool matches(std::string_view pattern, std::string_view path, PathParameters& parameters) {
  parameters = {};
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = take_segment(pattern), given = take_segment(path);
    if (!wanted.starts_with('{')) {
      if (wanted != given) return false;
    } else {
      if (!is_path_parameter(given)) return false;
      parameters.values.at(parameters.count++) = given;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Match match_route(std::string_view method, std::string_view path) {
  static const RoutesByFamily kByFamily;
  Match match;
  PathParameters parameters;
  for (const auto* route : kByFamily.of(path)) {
    if (!matches(route->path, path, parameters)) continue;
    if (route->method == method) return {route, parameters};
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += route->method;
  }
  return match;
}

std::span<const Route> all_routes() { return kRoutes; }

}  // namespace signet::api
