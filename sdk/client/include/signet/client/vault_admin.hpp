// SPDX-License-Identifier: Apache-2.0
// Everything an operator can do in one vault: one method for each route. Errors of every call: all kinds but tls of
// open(); conflict where the comment says so.
#pragma once

#include "signet/client/admin_types.hpp"
#include "signet/client/audit_types.hpp"
#include "signet/client/certificate_types.hpp"
#include "signet/client/directory_types.hpp"
#include "signet/client/enrolment_types.hpp"
#include "signet/client/error.hpp"
#include "signet/client/gate_types.hpp"
#include "signet/client/identity_token_types.hpp"
#include "signet/client/key_types.hpp"
#include "signet/client/one_time_types.hpp"
#include "signet/client/policy_types.hpp"
#include "signet/client/secret_changes.hpp"
#include "signet/client/secret_history.hpp"
#include "signet/client/signature_types.hpp"
#include "signet/client/sync_types.hpp"
#include "signet/client/webhook_types.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signet::client {

class Exchange;

/// Cheap to copy; thread-safe. Keeps the connections of its AdminClient alive.
class VaultAdmin {
 public:
  [[nodiscard]] Result<Vault> show();
  [[nodiscard]] Result<Vault> suspend();
  [[nodiscard]] Result<Vault> resume();

  [[nodiscard]] Result<Page<Application>> applications(const PageRequest& page = {});
  /// With three projects, of these names or of the usual ones: "NAME Prod", "NAME Staging", "NAME Dev".
  [[nodiscard]] Result<Application> create_application(std::string_view name,
                                                       const std::vector<std::string>& projects = {});
  [[nodiscard]] Result<Application> application(std::string_view application_id);
  /// Its projects keep their names.
  [[nodiscard]] Result<Application> rename_application(std::string_view application_id, std::string_view name);
  /// With its projects. Conflict while one of them has secrets.
  [[nodiscard]] Result<void> delete_application(std::string_view application_id);

  [[nodiscard]] Result<Page<Project>> projects(const PageRequest& page = {});
  [[nodiscard]] Result<Project> create_project(std::string_view name);
  [[nodiscard]] Result<Project> project(std::string_view project_id);
  [[nodiscard]] Result<Project> rename_project(std::string_view project_id, std::string_view name);
  /// Conflict while it has secrets, or if it belongs to an application.
  [[nodiscard]] Result<void> delete_project(std::string_view project_id);

  [[nodiscard]] Result<Page<Machine>> members(std::string_view project_id, const PageRequest& page = {});
  /// Again: the same.
  [[nodiscard]] Result<Membership> add_member(std::string_view project_id, std::string_view machine_id);
  /// Its grants in the project go too.
  [[nodiscard]] Result<void> remove_member(std::string_view project_id, std::string_view machine_id);

  [[nodiscard]] Result<Page<Secret>> secrets(std::string_view project_id, const PageRequest& page = {});
  [[nodiscard]] Result<Secret> create_secret(std::string_view project_id, std::string_view name, const NewValue& value);
  [[nodiscard]] Result<Secret> secret(std::string_view secret_id);
  [[nodiscard]] Result<Secret> rename_secret(std::string_view secret_id, std::string_view name);
  /// Conflict if `expected_version` is given and is not the current one any more.
  [[nodiscard]] Result<Secret> put_version(std::string_view secret_id, const NewValue& value,
                                           std::optional<std::uint64_t> expected_version = {});
  /// Into the trash, where it stays for thirty days.
  [[nodiscard]] Result<void> delete_secret(std::string_view secret_id);

  /// Newest first.
  [[nodiscard]] Result<Page<SecretVersion>> versions(std::string_view secret_id, const PageRequest& page = {});
  [[nodiscard]] Result<SecretVersion> version(std::string_view secret_id, std::uint64_t version);
  /// A new version with the value of an older one. Conflict as for put_version.
  [[nodiscard]] Result<Secret> roll_back(std::string_view secret_id, std::uint64_t version,
                                         std::optional<std::uint64_t> expected_version = {});
  [[nodiscard]] Result<SecretNote> note(std::string_view secret_id);
  /// An empty text removes the note.
  [[nodiscard]] Result<void> put_note(std::string_view secret_id, const SecretBytes& text);
  [[nodiscard]] Result<Page<TrashedSecret>> trash(const PageRequest& page = {});
  /// Without the grants that it had. Conflict if its name is taken by now.
  [[nodiscard]] Result<Secret> restore_secret(std::string_view secret_id);
  /// What purge_secret would destroy.
  [[nodiscard]] Result<Purge> preview_purge(std::string_view secret_id);
  /// Destroys a deleted secret for good.
  [[nodiscard]] Result<Purge> purge_secret(std::string_view secret_id);

  /// A secret whose value nobody chose; `fixed` are further fields with values of ours.
  [[nodiscard]] Result<Secret> create_generated(std::string_view project_id, std::string_view name,
                                                const Recipe& recipe = {},
                                                const std::map<std::string, SecretBytes>& fixed = {});
  /// A new version that nobody chose, and that only machines see. Conflict as for put_version.
  [[nodiscard]] Result<Secret> rotate(std::string_view secret_id, const Recipe& recipe = {},
                                      std::optional<std::uint64_t> expected_version = {});
  [[nodiscard]] Result<Rotation> rotation(std::string_view secret_id);
  /// Every so many seconds, 300 to 2,592,000; without: only how values are generated, for a policy that rotates.
  [[nodiscard]] Result<Rotation> put_rotation(std::string_view secret_id, const Recipe& recipe,
                                              std::optional<std::uint64_t> interval_seconds);
  [[nodiscard]] Result<void> delete_rotation(std::string_view secret_id);

  /// All or nothing, in one commit. Existing secrets of these names get new versions.
  [[nodiscard]] Result<Import> import_secrets(std::string_view project_id, TransferFormat format,
                                              const SecretBytes& content, bool dry_run);
  /// Every value of the project; the vault must allow it. Invalid request if dotenv cannot say one of them.
  [[nodiscard]] Result<Export> export_secrets(std::string_view project_id, TransferFormat format);
  [[nodiscard]] Result<ExportSetting> export_setting();
  [[nodiscard]] Result<ExportSetting> allow_export(bool allowed);

  [[nodiscard]] Result<Page<Grant>> grants(std::string_view secret_id, const PageRequest& page = {});
  /// Conflict if the machine is not in the secret's project. Again: changes the kind at most.
  [[nodiscard]] Result<Grant> grant(std::string_view secret_id, std::string_view machine_id,
                                    GrantKind kind = GrantKind::read);
  [[nodiscard]] Result<void> revoke_grant(std::string_view secret_id, std::string_view machine_id);

  [[nodiscard]] Result<VaultSettings> settings();
  /// Owners only.
  [[nodiscard]] Result<VaultSettings> change_settings(const VaultSettingsChange& change);
  /// Its machines get nothing until an owner unfreezes it. Conflict if it is frozen already.
  [[nodiscard]] Result<Project> freeze_project(std::string_view project_id);
  /// Conflict unless it is frozen.
  [[nodiscard]] Result<Project> unfreeze_project(std::string_view project_id);

  [[nodiscard]] Result<Page<Canary>> canaries(const PageRequest& page = {});
  [[nodiscard]] Result<Canary> canary(std::string_view secret_id);
  /// The server makes its value. Grant it like any secret.
  [[nodiscard]] Result<Canary> create_canary(std::string_view project_id, std::string_view name,
                                             const CanarySettings& settings = {});
  [[nodiscard]] Result<Canary> change_canary(std::string_view secret_id, const CanarySettings& settings);

  /// Those that nobody has opened yet.
  [[nodiscard]] Result<Page<OneTimeLink>> links(std::string_view project_id, const PageRequest& page = {});
  /// The URL is in this answer only; without the server's own address if it has no public one: "/once/...".
  [[nodiscard]] Result<MadeLink> create_link(std::string_view project_id, const NewLink& link);
  [[nodiscard]] Result<void> delete_link(std::string_view link_id);

  [[nodiscard]] Result<Page<Policy>> policies(std::string_view project_id, const PageRequest& page = {});
  [[nodiscard]] Result<Policy> create_policy(std::string_view project_id, const NewPolicy& policy);
  [[nodiscard]] Result<Policy> policy(std::string_view policy_id);
  /// All of it; holds from the next read on.
  [[nodiscard]] Result<Policy> replace_policy(std::string_view policy_id, const NewPolicy& policy);
  /// Conflict while a secret is bound to it, one in the trash too.
  [[nodiscard]] Result<void> delete_policy(std::string_view policy_id);
  [[nodiscard]] Result<PolicyBinding> policy_of(std::string_view secret_id);
  /// Instead of the policy it may have; what was counted before counts no more. Conflict if it is another project's.
  [[nodiscard]] Result<PolicyBinding> bind_policy(std::string_view secret_id, std::string_view policy_id);
  [[nodiscard]] Result<void> unbind_policy(std::string_view secret_id);

  /// How a managed secret is managed. Not managed: not_found.
  [[nodiscard]] Result<SyncStatus> sync(std::string_view secret_id);
  /// Makes a secret with exactly the fields username and password a managed one, or changes how it is. Without a login
  /// the one it has stays. Conflict while a value is pending.
  [[nodiscard]] Result<SyncStatus> put_sync(std::string_view secret_id, const SyncSettings& settings,
                                            const SyncLogin* login = nullptr);
  [[nodiscard]] Result<void> remove_sync(std::string_view secret_id);
  /// Makes a password that waits until the agent has made the database take it. Conflict while one waits.
  [[nodiscard]] Result<SyncStatus> start_rotation(std::string_view secret_id, std::optional<unsigned> length = {});
  [[nodiscard]] Result<SyncStatus> cancel_rotation(std::string_view secret_id);

  [[nodiscard]] Result<Page<Authority>> authorities(const PageRequest& page = {});
  [[nodiscard]] Result<Authority> authority(std::string_view authority_id);
  /// `type` is ssh or x509. The key is made by the server and never leaves it.
  [[nodiscard]] Result<Authority> create_authority(std::string_view type, std::string_view name);
  /// Its key is destroyed. Conflict while a secret names it.
  [[nodiscard]] Result<void> delete_authority(std::string_view authority_id);
  [[nodiscard]] Result<CertificateSecret> create_certificate_secret(std::string_view project_id, std::string_view name,
                                                                    const CertificateProfile& profile);
  /// Not a certificate secret: not_found.
  [[nodiscard]] Result<CertificateSecret> certificate_secret(std::string_view secret_id);
  [[nodiscard]] Result<CertificateSecret> replace_certificate_profile(std::string_view secret_id,
                                                                      const CertificateProfile& profile);

  /// Sealed here to these machines, by this operator's key; the server cannot read it. Whose the keys are, the caller
  /// decides: see pins.hpp. At most 32 machines. Conflict: a machine has published another key since.
  [[nodiscard]] Result<Secret> create_end_to_end(std::string_view project_id, std::string_view name,
                                                 const SecretBytes& value, std::span<const HybridKey> recipients);
  /// The next version, for these machines and no others. Conflict also: somebody was faster, or the secret is not
  /// sealed end to end.
  [[nodiscard]] Result<Secret> put_end_to_end(std::string_view secret_id, const SecretBytes& value,
                                              std::span<const HybridKey> recipients);

  [[nodiscard]] Result<Page<Machine>> machines(std::optional<MachineState> state = {}, const PageRequest& page = {});
  [[nodiscard]] Result<Machine> machine(std::string_view machine_id);
  [[nodiscard]] Result<Machine> rename_machine(std::string_view machine_id, std::string_view name);
  /// The key to seal to it with, its signature verified. Error: server, if that is not good.
  [[nodiscard]] Result<HybridKey> hybrid_key(std::string_view machine_id);
  /// Conflict unless it is pending. Compare its fingerprint with what the machine showed before.
  [[nodiscard]] Result<Machine> approve_machine(std::string_view machine_id);
  /// Conflict unless it is pending.
  [[nodiscard]] Result<void> deny_machine(std::string_view machine_id);
  [[nodiscard]] Result<Machine> disable_machine(std::string_view machine_id);
  [[nodiscard]] Result<Machine> enable_machine(std::string_view machine_id);
  /// It is then unknown; its key can never be enrolled again.
  [[nodiscard]] Result<void> revoke_machine(std::string_view machine_id);
  /// What that would take away; nothing changes.
  [[nodiscard]] Result<RevocationEffect> preview_revocation(std::string_view machine_id);
  /// It then ends `life` from now, sooner or later than before. Conflict for a machine without an end.
  [[nodiscard]] Result<Machine> extend_machine(std::string_view machine_id, std::chrono::seconds life);

  /// For whom a machine may have identity tokens.
  [[nodiscard]] Result<std::vector<std::string>> audiences(std::string_view machine_id);
  /// Instead of those there were; at most 32.
  [[nodiscard]] Result<std::vector<std::string>> set_audiences(std::string_view machine_id,
                                                               const std::vector<std::string>& audiences);
  /// A new key signs tokens from now on. Those before verify for an hour more; with `distrust_old` no longer.
  [[nodiscard]] Result<IssuerKey> rotate_identity_key(bool distrust_old = false);

  [[nodiscard]] Result<Page<Webhook>> webhooks(const PageRequest& page = {});
  [[nodiscard]] Result<Webhook> webhook(std::string_view webhook_id);
  /// The secret is in this answer only; if the answer was lost, the call is a conflict that names the webhook's id.
  /// Conflict also if the vault has twenty.
  [[nodiscard]] Result<NewWebhook> create_webhook(std::string_view url, const WebhookChange& settings = {});
  [[nodiscard]] Result<Webhook> change_webhook(std::string_view webhook_id, const WebhookChange& change);
  /// With what it has not delivered yet.
  [[nodiscard]] Result<void> delete_webhook(std::string_view webhook_id);
  /// Its failures are forgotten.
  [[nodiscard]] Result<Webhook> enable_webhook(std::string_view webhook_id);
  /// Queues an event `webhook_test` and returns its delivery's id. Conflict if the webhook is switched off.
  [[nodiscard]] Result<std::string> test_webhook(std::string_view webhook_id);

  [[nodiscard]] Result<Page<EnrolmentToken>> tokens(const PageRequest& page = {});
  /// The token is in this answer only; if the answer was lost, the call is a conflict that names the token's id.
  [[nodiscard]] Result<NewEnrolmentToken> create_token(const TokenRequest& request = {});
  [[nodiscard]] Result<EnrolmentToken> token(std::string_view token_id);
  [[nodiscard]] Result<void> revoke_token(std::string_view token_id);

  /// By which keys requests must be signed.
  [[nodiscard]] Result<PlacedSignaturePolicies> signature_policy(const SignaturePlace& place);
  /// The whole policy. With `dry_run`: only whom it would lock out. Conflict: no key could satisfy it together with
  /// those above and below it, or it would lock this operator out; access_denied: it is weaker, and this operator's key
  /// does not satisfy what it weakens.
  [[nodiscard]] Result<SignaturePolicyEffect> put_signature_policy(const SignaturePlace& place,
                                                                   const NewSignaturePolicy& policy,
                                                                   bool dry_run = false);
  /// Whose keys are classical, how old keys are, what is in the way of the next tier.
  [[nodiscard]] Result<SignatureReport> signature_report();

  /// All that it had, the present one first.
  [[nodiscard]] Result<Page<KeyRecord>> machine_keys(std::string_view machine_id, const PageRequest& page = {});
  [[nodiscard]] Result<Page<KeyRecord>> operator_keys(std::string_view operator_id, const PageRequest& page = {});

  [[nodiscard]] Result<Page<Operator>> operators(const PageRequest& page = {});
  [[nodiscard]] Result<Operator> add_operator(const NewOperator& added);
  [[nodiscard]] Result<Operator> set_role(std::string_view operator_id, Role role);
  [[nodiscard]] Result<void> remove_operator(std::string_view operator_id);

  /// Newest first.
  [[nodiscard]] Result<Page<AuditRecord>> audit(const AuditFilter& filter = {}, const PageRequest& page = {});
  /// All of it, oldest first, of any size at constant memory. Not tried again once `sink` got a piece; after an error
  /// what it got is not whole.
  [[nodiscard]] Result<void> export_audit(AuditFormat format, const AuditFilter& filter, const Sink& sink);
  /// The newest, or the one of that size, if it was kept. Not verified here: see signet/crypto/checkpoint.hpp.
  [[nodiscard]] Result<AuditCheckpoint> audit_checkpoint(std::optional<std::uint64_t> size = {});
  /// Both are verified against the root that they name; compare that with one that you trust. `size` and `to`: of the
  /// newest checkpoint if they are not said. Server: the proof does not hold.
  [[nodiscard]] Result<AuditInclusion> audit_inclusion(std::uint64_t record, std::optional<std::uint64_t> size = {});
  [[nodiscard]] Result<AuditConsistency> audit_consistency(std::uint64_t from, std::optional<std::uint64_t> to = {});
  /// Who asked for the change that this record is about (owner). Not found: it is about none, or it was deleted.
  [[nodiscard]] Result<WriteProof> write_proof(std::uint64_t record);
  [[nodiscard]] Result<void> delete_write_proof(std::uint64_t record);
  [[nodiscard]] Result<Activity> activity(const ActivityRequest& request = {});

  [[nodiscard]] const std::string& vault_id() const { return vault_id_; }

  /// See AdminClient::vault.
  VaultAdmin(std::string vault_id, std::shared_ptr<Exchange> exchange);

 private:
  std::string vault_id_;
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace signet::client
