// SPDX-License-Identifier: Apache-2.0
// Every operator route: which request each method sends. What comes back is in admin_answers_test.cpp.
#include "fake_world.hpp"
#include "signet/client/admin_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace signet::client {
namespace {

struct Route {
  const char* method;
  const char* target;
  const char* body;  // without its requestId; null for a read
  std::function<void(AdminClient&, VaultAdmin&)> call;
};

NewValue single(std::string_view text) { return SecretBytes::from_text(text); }

NewValue fields() {
  std::map<std::string, SecretBytes> all;
  all.emplace("user", SecretBytes::from_text("u"));
  all.emplace("pass", SecretBytes::from_text("p"));
  return all;
}

NewPolicy whole_policy() {
  return {.name = "n",
          .description = "d",
          .time_window_enabled = true,
          .time_window_start = "08:00",
          .time_window_end = "18:00",
          .time_window_timezone = "UTC",
          .time_window_days = {"mon"},
          .ip_allowlist_enabled = true,
          .ip_allowlist_cidrs = {"10.0.0.0/8"},
          .rate_cap_enabled = true,
          .max_reads_per_day = 9,
          .max_reads_per_minute = 2,
          .co_sign_enabled = true,
          .co_sign_machine_id = "m",
          .co_sign_window_seconds = 60,
          .ttl_expires_at = Time(std::chrono::milliseconds(5)),
          .ttl_max_reads = 3,
          .rotate_after_reads = 4};
}

NewLink a_link() {
  return {.value = SecretBytes::from_text("v"),
          .life = std::chrono::seconds(60),
          .passphrase = SecretBytes::from_text("w"),
          .name = "n"};
}

using Send = std::function<void(AdminClient&, VaultAdmin&)>;

template <class Method>
Send root(Method method) {
  return [method](AdminClient& client, VaultAdmin&) { static_cast<void>(method(client)); };
}
template <class Method>
Send vault(Method method) {
  return [method](AdminClient&, VaultAdmin& client) { static_cast<void>(method(client)); };
}

const Route kRoutes[] = {
    {"GET", "/v1/admin/installations/inst_1", nullptr, root([](auto& a) { return a.myself(); })},
    {"GET", "/v1/admin/installations/inst_1/vaults?limit=7", nullptr,
     root([](auto& a) { return a.vaults({.limit = 7}); })},
    {"POST", "/v1/admin/installations/inst_1/vaults", "\"name\":\"n\"",
     root([](auto& a) { return a.create_vault("n"); })},
    {"GET", "/v1/admin/installations/inst_1/operators?cursor=9", nullptr,
     root([](auto& a) { return a.operators({.cursor = "9"}); })},
    {"GET", "/v1/admin/installations/inst_1/audit?machineId=m", nullptr,
     root([](auto& a) { return a.audit({.machine_id = "m"}); })},
    {"GET", "/v1/admin/installations/inst_1/audit/export?format=csv&severity=high,low", nullptr,
     root([](auto& a) { return a.export_audit(AuditFormat::csv, {.severities = {"high", "low"}}, {}); })},
    {"GET", "/v1/admin/installations/inst_1/audit/checkpoint", nullptr,
     root([](auto& a) { return a.audit_checkpoint(); })},
    {"GET", "/v1/admin/installations/inst_1/audit/inclusion?record=3&size=7", nullptr,
     root([](auto& a) { return a.audit_inclusion(3, 7); })},
    {"GET", "/v1/admin/installations/inst_1/audit/consistency?from=3", nullptr,
     root([](auto& a) { return a.audit_consistency(3); })},
    {"GET", "/v1/admin/installations/inst_1/audit/records/3/proof", nullptr,
     root([](auto& a) { return a.write_proof(3); })},
    {"DELETE", "/v1/admin/installations/inst_1/audit/records/3/proof", "",
     root([](auto& a) { return a.delete_write_proof(3); })},
    {"GET", "/v1/admin/installations/inst_1/audit/actions", nullptr, root([](auto& a) { return a.audit_actions(); })},
    {"GET", "/v1/admin/installations/inst_1/lockouts", nullptr, root([](auto& a) { return a.lockouts(); })},
    {"POST", "/v1/admin/installations/inst_1/lockouts/clear", "\"scope\":\"address\",\"subject\":\"10.0.0.7\"",
     root([](auto& a) { return a.clear_lockout(LockoutScope::address, "10.0.0.7"); })},
    {"GET", "/v1/admin/vaults/vault_a", nullptr, vault([](auto& v) { return v.show(); })},
    {"POST", "/v1/admin/vaults/vault_a/suspend", "", vault([](auto& v) { return v.suspend(); })},
    {"POST", "/v1/admin/vaults/vault_a/resume", "", vault([](auto& v) { return v.resume(); })},
    {"GET", "/v1/admin/vaults/vault_a/projects", nullptr, vault([](auto& v) { return v.projects(); })},
    {"POST", "/v1/admin/vaults/vault_a/projects", "\"name\":\"n\"",
     vault([](auto& v) { return v.create_project("n"); })},
    {"GET", "/v1/admin/vaults/vault_a/projects/p", nullptr, vault([](auto& v) { return v.project("p"); })},
    {"PATCH", "/v1/admin/vaults/vault_a/projects/p", "\"name\":\"n\"",
     vault([](auto& v) { return v.rename_project("p", "n"); })},
    {"DELETE", "/v1/admin/vaults/vault_a/projects/p", "", vault([](auto& v) { return v.delete_project("p"); })},
    {"GET", "/v1/admin/vaults/vault_a/projects/p/machines", nullptr, vault([](auto& v) { return v.members("p"); })},
    {"PUT", "/v1/admin/vaults/vault_a/projects/p/machines/m", "",
     vault([](auto& v) { return v.add_member("p", "m"); })},
    {"DELETE", "/v1/admin/vaults/vault_a/projects/p/machines/m", "",
     vault([](auto& v) { return v.remove_member("p", "m"); })},
    {"GET", "/v1/admin/vaults/vault_a/projects/p/secrets", nullptr, vault([](auto& v) { return v.secrets("p"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/secrets", "\"name\":\"n\",\"value\":\"x\"",
     vault([](auto& v) { return v.create_secret("p", "n", single("x")); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/secrets", "\"fields\":{\"pass\":\"p\",\"user\":\"u\"},\"name\":\"n\"",
     vault([](auto& v) { return v.create_secret("p", "n", fields()); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s", nullptr, vault([](auto& v) { return v.secret("s"); })},
    {"PATCH", "/v1/admin/vaults/vault_a/secrets/s", "\"name\":\"n\"",
     vault([](auto& v) { return v.rename_secret("s", "n"); })},
    {"POST", "/v1/admin/vaults/vault_a/secrets/s/versions", "\"value\":\"x\"",
     vault([](auto& v) { return v.put_version("s", single("x")); })},
    {"POST", "/v1/admin/vaults/vault_a/secrets/s/versions",
     "\"expectedVersion\":4,\"fields\":{\"pass\":\"p\",\"user\":\"u\"}",
     vault([](auto& v) { return v.put_version("s", fields(), 4); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/versions?limit=2", nullptr,
     vault([](auto& v) { return v.versions("s", {.limit = 2}); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/versions/7", nullptr, vault([](auto& v) { return v.version("s", 7); })},
    {"POST", "/v1/admin/vaults/vault_a/secrets/s/rollback", "\"expectedVersion\":9,\"version\":7",
     vault([](auto& v) { return v.roll_back("s", 7, 9); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/note", nullptr, vault([](auto& v) { return v.note("s"); })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/note", "\"note\":\"x\"",
     vault([](auto& v) { return v.put_note("s", SecretBytes::from_text("x")); })},
    {"GET", "/v1/admin/vaults/vault_a/trash?cursor=3", nullptr,
     vault([](auto& v) { return v.trash({.cursor = "3"}); })},
    {"POST", "/v1/admin/vaults/vault_a/trash/s/restore", "", vault([](auto& v) { return v.restore_secret("s"); })},
    {"POST", "/v1/admin/vaults/vault_a/trash/s/purge", "\"preview\":true",
     vault([](auto& v) { return v.preview_purge("s"); })},
    {"POST", "/v1/admin/vaults/vault_a/trash/s/purge", "", vault([](auto& v) { return v.purge_secret("s"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/secrets",
     "\"fields\":{\"user\":\"u\"},\"generate\":{\"charset\":\"numbers\",\"fields\":[\"pin\"],\"length\":4},\"name\":"
     "\"n\"",
     vault([](auto& v) {
       std::map<std::string, SecretBytes> fixed;
       fixed.emplace("user", SecretBytes::from_text("u"));
       return v.create_generated("p", "n", {.length = 4, .charset = "numbers", .fields = {"pin"}}, fixed);
     })},
    {"POST", "/v1/admin/vaults/vault_a/secrets/s/rotate", "\"expectedVersion\":2,\"length\":9",
     vault([](auto& v) { return v.rotate("s", {.length = 9}, 2); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/rotation", nullptr, vault([](auto& v) { return v.rotation("s"); })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/rotation", "\"charset\":\"uuid\",\"intervalSeconds\":300",
     vault([](auto& v) { return v.put_rotation("s", {.charset = "uuid"}, 300); })},
    {"DELETE", "/v1/admin/vaults/vault_a/secrets/s/rotation", "",
     vault([](auto& v) { return v.delete_rotation("s"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/import", "\"content\":\"A=1\",\"dryRun\":true,\"format\":\"dotenv\"",
     vault([](auto& v) { return v.import_secrets("p", TransferFormat::dotenv, SecretBytes::from_text("A=1"), true); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/export", "\"format\":\"json\"",
     vault([](auto& v) { return v.export_secrets("p", TransferFormat::json); })},
    {"GET", "/v1/admin/vaults/vault_a/export", nullptr, vault([](auto& v) { return v.export_setting(); })},
    {"PUT", "/v1/admin/vaults/vault_a/export", "\"exportAllowed\":true",
     vault([](auto& v) { return v.allow_export(true); })},
    {"DELETE", "/v1/admin/vaults/vault_a/secrets/s", "", vault([](auto& v) { return v.delete_secret("s"); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/grants", nullptr, vault([](auto& v) { return v.grants("s"); })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/grants/m", "\"kind\":\"read\"",
     vault([](auto& v) { return v.grant("s", "m"); })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/grants/m", "\"kind\":\"agent\"",
     vault([](auto& v) { return v.grant("s", "m", GrantKind::agent); })},
    {"DELETE", "/v1/admin/vaults/vault_a/secrets/s/grants/m", "",
     vault([](auto& v) { return v.revoke_grant("s", "m"); })},
    {"GET", "/v1/admin/vaults/vault_a/machines/m/keys?limit=2", nullptr,
     vault([](auto& v) { return v.machine_keys("m", {.limit = 2}); })},
    {"GET", "/v1/admin/vaults/vault_a/operators/o/keys", nullptr, vault([](auto& v) { return v.operator_keys("o"); })},
    {"GET", "/v1/admin/vaults/vault_a/signature-policy", nullptr,
     vault([](auto& v) { return v.signature_policy({}); })},
    {"GET", "/v1/admin/vaults/vault_a/projects/p/signature-policy", nullptr,
     vault([](auto& v) { return v.signature_policy({SignaturePlace::Kind::project, "p"}); })},
    {"PUT", "/v1/admin/vaults/vault_a/operator-signature-policy",
     "\"allowedAlgorithms\":[\"ML-DSA-65\"],\"dryRun\":true,\"families\":2,\"maxKeyAgeSeconds\":7,\"minLevel\":1,"
     "\"pinnedFingerprints\":[\"f\"],\"tier\":\"STANDARD\"",
     vault([](auto& v) {
       return v.put_signature_policy({SignaturePlace::Kind::operators, ""},
                                     {.tier = "STANDARD",
                                      .min_level = 1,
                                      .allowed_algorithms = {{"ML-DSA-65"}},
                                      .max_key_age_seconds = 7,
                                      .pinned_fingerprints = {{"f"}},
                                      .families = 2},
                                     true);
     })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/signature-policy", "",
     vault([](auto& v) { return v.put_signature_policy({SignaturePlace::Kind::secret, "s"}, {}); })},
    {"GET", "/v1/admin/vaults/vault_a/signature-report", nullptr, vault([](auto& v) { return v.signature_report(); })},
    {"GET", "/v1/admin/vaults/vault_a/settings", nullptr, vault([](auto& v) { return v.settings(); })},
    {"PATCH", "/v1/admin/vaults/vault_a/settings", "\"ipAllowlistCidrs\":[],\"ipAllowlistEnabled\":true",
     vault([](auto& v) { return v.change_settings({true, std::vector<std::string>()}); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/freeze", "", vault([](auto& v) { return v.freeze_project("p"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/unfreeze", "",
     vault([](auto& v) { return v.unfreeze_project("p"); })},
    {"GET", "/v1/admin/vaults/vault_a/projects/p/one-time-links", nullptr, vault([](auto& v) { return v.links("p"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/one-time-links",
     "\"name\":\"n\",\"passphrase\":\"w\",\"ttlSeconds\":60,\"value\":\"v\"",
     vault([](auto& v) { return v.create_link("p", a_link()); })},
    {"DELETE", "/v1/admin/vaults/vault_a/one-time-links/l", "", vault([](auto& v) { return v.delete_link("l"); })},
    {"GET", "/v1/admin/vaults/vault_a/canaries", nullptr, vault([](auto& v) { return v.canaries(); })},
    {"GET", "/v1/admin/vaults/vault_a/canaries/s", nullptr, vault([](auto& v) { return v.canary("s"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/canaries", "\"name\":\"n\",\"triggerFreezeProject\":false",
     vault([](auto& v) { return v.create_canary("p", "n", {.trigger_freeze_project = false}); })},
    {"PATCH", "/v1/admin/vaults/vault_a/canaries/s", "\"enabled\":false,\"triggerFreezeRelatedProjects\":true",
     vault([](auto& v) { return v.change_canary("s", {.enabled = false, .trigger_freeze_related_projects = true}); })},
    {"GET", "/v1/admin/vaults/vault_a/webhooks", nullptr, vault([](auto& v) { return v.webhooks(); })},
    {"GET", "/v1/admin/vaults/vault_a/webhooks/w", nullptr, vault([](auto& v) { return v.webhook("w"); })},
    {"POST", "/v1/admin/vaults/vault_a/webhooks", "\"actions\":[\"a\",\"b\"],\"name\":\"n\",\"url\":\"https://e\"",
     vault([](auto& v) {
       return v.create_webhook("https://e", {.name = "n", .actions = std::vector<std::string>{"a", "b"}});
     })},
    {"PATCH", "/v1/admin/vaults/vault_a/webhooks/w", "\"minimumSeverity\":\"high\",\"url\":\"https://f\"",
     vault([](auto& v) { return v.change_webhook("w", {.url = "https://f", .minimum_severity = "high"}); })},
    {"DELETE", "/v1/admin/vaults/vault_a/webhooks/w", "", vault([](auto& v) { return v.delete_webhook("w"); })},
    {"POST", "/v1/admin/vaults/vault_a/webhooks/w/enable", "", vault([](auto& v) { return v.enable_webhook("w"); })},
    {"POST", "/v1/admin/vaults/vault_a/webhooks/w/test", "", vault([](auto& v) { return v.test_webhook("w"); })},
    {"GET", "/v1/admin/vaults/vault_a/projects/p/policies", nullptr, vault([](auto& v) { return v.policies("p"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/policies", "\"name\":\"n\",\"ttlMaxReads\":3",
     vault([](auto& v) { return v.create_policy("p", {.name = "n", .ttl_max_reads = 3}); })},
    {"GET", "/v1/admin/vaults/vault_a/policies/pol", nullptr, vault([](auto& v) { return v.policy("pol"); })},
    {"PUT", "/v1/admin/vaults/vault_a/policies/pol",
     "\"coSignEnabled\":true,\"coSignMachineId\":\"m\",\"coSignWindowSeconds\":60,\"description\":\"d\","
     "\"ipAllowlistCidrs\":[\"10.0.0.0/8\"],\"ipAllowlistEnabled\":true,\"maxReadsPerDay\":9,"
     "\"maxReadsPerMinute\":2,\"name\":\"n\",\"rateCapEnabled\":true,\"rotateAfterReads\":4,"
     "\"timeWindowDays\":[\"mon\"],\"timeWindowEnabled\":true,\"timeWindowEnd\":\"18:00\","
     "\"timeWindowStart\":\"08:00\",\"timeWindowTimezone\":\"UTC\",\"ttlExpiresAt\":5,\"ttlMaxReads\":3",
     vault([](auto& v) { return v.replace_policy("pol", whole_policy()); })},
    {"DELETE", "/v1/admin/vaults/vault_a/policies/pol", "", vault([](auto& v) { return v.delete_policy("pol"); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/policy", nullptr, vault([](auto& v) { return v.policy_of("s"); })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/policy", "\"policyId\":\"pol\"",
     vault([](auto& v) { return v.bind_policy("s", "pol"); })},
    {"DELETE", "/v1/admin/vaults/vault_a/secrets/s/policy", "", vault([](auto& v) { return v.unbind_policy("s"); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/sync", nullptr, vault([](auto& v) { return v.sync("s"); })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/sync",
     "\"database\":\"\",\"host\":\"h\",\"managedUsername\":\"u\",\"pollIntervalSeconds\":10,\"port\":1,"
     "\"providerType\":\"redis\"",
     vault([](auto& v) {
       return v.put_sync("s", {.provider = "redis", .host = "h", .port = 1, .managed_username = "u"});
     })},
    {"DELETE", "/v1/admin/vaults/vault_a/secrets/s/sync", "", vault([](auto& v) { return v.remove_sync("s"); })},
    {"POST", "/v1/admin/vaults/vault_a/secrets/s/sync/rotate", "\"length\":40",
     vault([](auto& v) { return v.start_rotation("s", 40); })},
    {"POST", "/v1/admin/vaults/vault_a/secrets/s/sync/cancel", "",
     vault([](auto& v) { return v.cancel_rotation("s"); })},
    {"GET", "/v1/admin/vaults/vault_a/authorities", nullptr, vault([](auto& v) { return v.authorities(); })},
    {"GET", "/v1/admin/vaults/vault_a/authorities/c", nullptr, vault([](auto& v) { return v.authority("c"); })},
    {"POST", "/v1/admin/vaults/vault_a/authorities", "\"name\":\"n\",\"type\":\"ssh\"",
     vault([](auto& v) { return v.create_authority("ssh", "n"); })},
    {"DELETE", "/v1/admin/vaults/vault_a/authorities/c", "", vault([](auto& v) { return v.delete_authority("c"); })},
    {"POST", "/v1/admin/vaults/vault_a/projects/p/certificates",
     "\"addresses\":[],\"authorityId\":\"c\",\"certificateHeaders\":true,\"host\":\"\",\"maxValiditySeconds\":3600,"
     "\"name\":\"n\",\"names\":[],\"subject\":\"u\",\"usages\":[]",
     vault([](auto& v) { return v.create_certificate_secret("p", "n", {.authority_id = "c", .subject = "u"}); })},
    {"GET", "/v1/admin/vaults/vault_a/secrets/s/certificate", nullptr,
     vault([](auto& v) { return v.certificate_secret("s"); })},
    {"PUT", "/v1/admin/vaults/vault_a/secrets/s/certificate",
     "\"addresses\":[],\"authorityId\":\"c\",\"certificateHeaders\":true,\"host\":\"\",\"maxValiditySeconds\":3600,"
     "\"names\":[],\"subject\":\"u\",\"usages\":[]",
     vault([](auto& v) { return v.replace_certificate_profile("s", {.authority_id = "c", .subject = "u"}); })},
    {"GET", "/v1/admin/vaults/vault_a/machines?state=pending&limit=200", nullptr,
     vault([](auto& v) { return v.machines(MachineState::pending, {.limit = 200}); })},
    {"GET", "/v1/admin/vaults/vault_a/machines", nullptr, vault([](auto& v) { return v.machines(); })},
    {"GET", "/v1/admin/vaults/vault_a/machines/m", nullptr, vault([](auto& v) { return v.machine("m"); })},
    {"PATCH", "/v1/admin/vaults/vault_a/machines/m", "\"name\":\"n\"",
     vault([](auto& v) { return v.rename_machine("m", "n"); })},
    {"POST", "/v1/admin/vaults/vault_a/machines/m/approve", "", vault([](auto& v) { return v.approve_machine("m"); })},
    {"POST", "/v1/admin/vaults/vault_a/machines/m/deny", "", vault([](auto& v) { return v.deny_machine("m"); })},
    {"POST", "/v1/admin/vaults/vault_a/machines/m/disable", "", vault([](auto& v) { return v.disable_machine("m"); })},
    {"POST", "/v1/admin/vaults/vault_a/machines/m/enable", "", vault([](auto& v) { return v.enable_machine("m"); })},
    {"POST", "/v1/admin/vaults/vault_a/machines/m/revoke", "", vault([](auto& v) { return v.revoke_machine("m"); })},
    {"GET", "/v1/admin/vaults/vault_a/enrolment-tokens", nullptr, vault([](auto& v) { return v.tokens(); })},
    {"POST", "/v1/admin/vaults/vault_a/enrolment-tokens", "", vault([](auto& v) { return v.create_token(); })},
    {"GET", "/v1/admin/vaults/vault_a/enrolment-tokens/t", nullptr, vault([](auto& v) { return v.token("t"); })},
    {"POST", "/v1/admin/vaults/vault_a/enrolment-tokens",
     "\"kind\":\"enrolment\",\"machineLifetimeSeconds\":60,\"name\":\"n\",\"projectIds\":[\"p\"],"
     "\"tokenLifetimeSeconds\":90,\"uses\":2",
     vault([](auto& v) {
       return v.create_token({.kind = TokenKind::enrolment,
                              .name = "n",
                              .uses = 2,
                              .token_life = std::chrono::seconds(90),
                              .machine_life = std::chrono::seconds(60),
                              .project_ids = {"p"}});
     })},
    {"GET", "/v1/admin/vaults/vault_a/machines/m/revocation", nullptr,
     vault([](auto& v) { return v.preview_revocation("m"); })},
    {"POST", "/v1/admin/vaults/vault_a/machines/m/extend", "\"lifetimeSeconds\":60",
     vault([](auto& v) { return v.extend_machine("m", std::chrono::seconds(60)); })},
    {"GET", "/v1/admin/vaults/vault_a/machines/m/audiences", nullptr, vault([](auto& v) { return v.audiences("m"); })},
    {"PUT", "/v1/admin/vaults/vault_a/machines/m/audiences", "\"audiences\":[\"a\",\"b\"]",
     vault([](auto& v) { return v.set_audiences("m", {"a", "b"}); })},
    {"POST", "/v1/admin/vaults/vault_a/identity-keys/rotate", "",
     vault([](auto& v) { return v.rotate_identity_key(); })},
    {"POST", "/v1/admin/vaults/vault_a/identity-keys/rotate", "\"distrustOld\":true",
     vault([](auto& v) { return v.rotate_identity_key(true); })},
    {"DELETE", "/v1/admin/vaults/vault_a/enrolment-tokens/t", "", vault([](auto& v) { return v.revoke_token("t"); })},
    {"GET", "/v1/admin/vaults/vault_a/operators", nullptr, vault([](auto& v) { return v.operators(); })},
    {"POST", "/v1/admin/vaults/vault_a/operators",
     "\"algorithm\":\"ML-DSA-65\",\"name\":\"n\",\"operatorId\":\"o\",\"proof\":\"cA==\",\"publicKey\":\"aw==\","
     "\"role\":\"admin\"",
     vault([](auto& v) { return v.add_operator({"o", "n", "ML-DSA-65", "aw==", "cA==", Role::admin}); })},
    {"PUT", "/v1/admin/vaults/vault_a/operators/o", "\"role\":\"owner\"",
     vault([](auto& v) { return v.set_role("o", Role::owner); })},
    {"DELETE", "/v1/admin/vaults/vault_a/operators/o", "", vault([](auto& v) { return v.remove_operator("o"); })},
    {"GET", "/v1/admin/vaults/vault_a/audit?action=secret_read", nullptr,
     vault([](auto& v) { return v.audit({.actions = {"secret_read"}}); })},
    {"GET", "/v1/admin/vaults/vault_a/audit?severity=high&text=a%20%22b%22&to=5&cursor=9", nullptr, vault([](auto& v) {
       return v.audit({.severities = {"high"}, .text = "a \"b\"", .to = Time(5ms)}, {.cursor = "9"});
     })},
    {"GET", "/v1/admin/vaults/vault_a/audit/checkpoints/7", nullptr,
     vault([](auto& v) { return v.audit_checkpoint(7); })},
    {"GET", "/v1/admin/vaults/vault_a/audit/inclusion?record=3", nullptr,
     vault([](auto& v) { return v.audit_inclusion(3); })},
    {"GET", "/v1/admin/vaults/vault_a/audit/consistency?from=3&to=7", nullptr,
     vault([](auto& v) { return v.audit_consistency(3, 7); })},
    {"GET", "/v1/admin/vaults/vault_a/audit/records/3/proof", nullptr,
     vault([](auto& v) { return v.write_proof(3); })},
    {"DELETE", "/v1/admin/vaults/vault_a/audit/records/3/proof", "",
     vault([](auto& v) { return v.delete_write_proof(3); })},
    {"GET", "/v1/admin/vaults/vault_a/audit/export?format=jsonl&machineId=m&from=5", nullptr,
     vault([](auto& v) { return v.export_audit(AuditFormat::jsonl, {.machine_id = "m", .from = Time(5ms)}, {}); })},
    {"GET", "/v1/admin/vaults/vault_a/activity?bucket=hour", nullptr, vault([](auto& v) { return v.activity(); })},
    {"GET", "/v1/admin/vaults/vault_a/activity?bucket=day&machineId=m&from=5&to=6", nullptr, vault([](auto& v) {
       return v.activity({.machine_id = "m", .bucket = Bucket::day, .from = Time(5ms), .to = Time(6ms)});
     })},
};

/// The body without the requestId, wherever it stands among the sorted members; empty if there was none.
std::string without_request_id(std::string body) {
  const auto begin = body.find("\"requestId\":\"");
  if (begin == std::string::npos) return "no request id";
  body.erase(begin, std::string_view("\"requestId\":\"").size() + 32 + 1);
  for (const char* leftover : {",}", ",,", "{,"}) {
    if (const auto at = body.find(leftover); at != std::string::npos) body.erase(at + (*leftover == '{' ? 1 : 0), 1);
  }
  return body;
}

TEST(AdminRoutes, EachMethodSendsItsRequest) {
  for (const auto& route : kRoutes) {
    FakeWorld world;
    world.answer(200);
    AdminClient admin({.installation_id = "inst_1"}, world.as_operator());
    auto in_vault = admin.vault("vault_a");
    route.call(admin, in_vault);
    ASSERT_EQ(world.requests.size(), 1u) << route.target;
    const auto& request = world.requests.front();
    EXPECT_EQ(request.method, route.method) << route.target;
    EXPECT_EQ(request.target, route.target);
    EXPECT_EQ(world.header(0, "X-Operator-Id"), kOperator);
    if (route.body == nullptr) {
      EXPECT_TRUE(request.body.empty()) << route.target;
    } else {
      EXPECT_EQ(without_request_id(world.body(0)), "{" + std::string(route.body) + "}") << route.target;
    }
  }
}

TEST(AdminRoutes, ValuesThatAreNotTextAreNotSent) {
  FakeWorld world;
  AdminClient admin({.installation_id = "inst_1"}, world.as_operator());
  EXPECT_EQ(admin.vault("vault_a").create_secret("p", "n", single("\xff")).error().kind, ErrorKind::invalid_request);
  EXPECT_TRUE(world.requests.empty());
}

}  // namespace
}  // namespace signet::client
