// SPDX-License-Identifier: Apache-2.0
#include "signet/client/admin_client.hpp"

#include "audit_proofs.hpp"
#include "connection_setup.hpp"
#include "decode.hpp"

namespace signet::client {
namespace {

bool read_cleared(ObjectReader& object) { return object.flag("cleared"); }

AuditAction read_audit_action(ObjectReader& object) {
  return {.action = object.text("action"), .severity = object.text("severity"), .meaning = object.text("meaning")};
}

Target installation(const OperatorIdentity& identity) {
  return Target("/v1/admin/installations") / identity.installation_id;
}

}  // namespace

Result<AdminClient> AdminClient::open(OperatorIdentity identity, const ConnectOptions& options) {
  auto exchange =
      open_signed(Plane::operator_, identity.operator_id, identity.private_key_path, identity.api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  const auto kept = identity.private_key_path.parent_path() / "audit-heads";
  (*exchange)->watch(std::make_shared<AuditHeads>(kept, options.on_warning));
  return AdminClient(std::move(identity), std::move(*exchange));
}

AdminClient::AdminClient(OperatorIdentity identity, std::shared_ptr<Exchange> exchange)
    : identity_(std::move(identity)), exchange_(std::move(exchange)) {}

VaultAdmin AdminClient::vault(std::string_view vault_id) { return {std::string(vault_id), exchange_}; }

Result<Myself> AdminClient::myself() { return decode(exchange_->read(installation(identity_)), read_myself); }

Result<Page<Vault>> AdminClient::vaults(const PageRequest& page) {
  return decode_page(exchange_->read((installation(identity_) / "vaults").page(page)), read_vault);
}

Result<Vault> AdminClient::create_vault(std::string_view name) {
  return decode(exchange_->write("POST", installation(identity_) / "vaults", {{"name", json_text(name)}}), read_vault);
}

Result<Page<Operator>> AdminClient::operators(const PageRequest& page) {
  return decode_page(exchange_->read((installation(identity_) / "operators").page(page)), read_operator);
}

Result<Page<AuditRecord>> AdminClient::audit(const AuditFilter& filter, const PageRequest& page) {
  return decode_page(exchange_->read((installation(identity_) / "audit").filter(filter).page(page)), read_audit_record);
}

Result<void> AdminClient::export_audit(AuditFormat format, const AuditFilter& filter, const Sink& sink) {
  auto target = installation(identity_) / "audit" / "export";
  return exchange_->stream(target.query("format", name_of(format)).filter(filter), sink);
}

Result<AuditCheckpoint> AdminClient::audit_checkpoint(std::optional<std::uint64_t> size) {
  return ask_checkpoint(*exchange_, installation(identity_) / "audit", size);
}

Result<AuditInclusion> AdminClient::audit_inclusion(std::uint64_t record, std::optional<std::uint64_t> size) {
  return ask_inclusion(*exchange_, installation(identity_) / "audit", record, size);
}

Result<AuditConsistency> AdminClient::audit_consistency(std::uint64_t from, std::optional<std::uint64_t> to) {
  return ask_consistency(*exchange_, installation(identity_) / "audit", from, to);
}

Result<WriteProof> AdminClient::write_proof(std::uint64_t record) {
  return ask_write_proof(*exchange_, installation(identity_) / "audit", record);
}

Result<void> AdminClient::delete_write_proof(std::uint64_t record) {
  return client::delete_write_proof(*exchange_, installation(identity_) / "audit", record);
}

Result<Page<AuditAction>> AdminClient::audit_actions() {
  return decode_page(exchange_->read(installation(identity_) / "audit" / "actions"), read_audit_action);
}

Result<Page<Lockout>> AdminClient::lockouts(const PageRequest& page) {
  return decode_page(exchange_->read((installation(identity_) / "lockouts").page(page)), read_lockout);
}

Result<Page<Held>> AdminClient::held(const PageRequest& page) {
  return decode_page(exchange_->read((installation(identity_) / "restore" / "held").page(page)), read_held);
}

Result<void> AdminClient::release_held(const std::vector<std::string>& ids) {
  Json texts = Json::array();
  for (const auto& id : ids) texts.push_back(json_text(id));
  return decode_done(
      exchange_->write("POST", installation(identity_) / "restore" / "release", {{"ids", std::move(texts)}}));
}

Result<Page<KeySlot>> AdminClient::key_slots() {
  return decode_page(exchange_->read(installation(identity_) / "key-slots"), read_key_slot);
}

Result<SealState> AdminClient::unseal(const SecretBytes& share) {
  return decode(
      exchange_->write("POST", installation(identity_) / "unseal", {{"share", json_text(share.expose_text())}}),
      read_seal_state);
}

Result<WrappingKeyRotation> AdminClient::rotate_root_key() {
  return decode(exchange_->write("POST", installation(identity_) / "root-key" / "rotate", Json::object()),
                read_key_rotation);
}

Result<WrappingKeyRotation> AdminClient::rotate_project_key(std::string_view project_id) {
  return decode(
      exchange_->write("POST", installation(identity_) / "projects" / project_id / "key" / "rotate", Json::object()),
      read_key_rotation);
}

Result<Page<WrappingKeyRotation>> AdminClient::key_rotations() {
  return decode_page(exchange_->read(installation(identity_) / "key-rotations"), read_key_rotation);
}

Result<bool> AdminClient::clear_lockout(LockoutScope scope, std::string_view subject) {
  return decode(exchange_->write("POST", installation(identity_) / "lockouts" / "clear",
                                 {{"scope", json_text(name_of(scope))}, {"subject", json_text(subject)}}),
                read_cleared);
}

}  // namespace signet::client
