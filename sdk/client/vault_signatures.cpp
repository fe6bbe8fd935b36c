// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: signature policies, and the report on keys.
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

using Texts = std::vector<std::string>;

Target target_of(const std::string& vault_id, const SignaturePlace& place) {
  switch (place.kind) {
    case SignaturePlace::Kind::vault: return in(vault_id) / "signature-policy";
    case SignaturePlace::Kind::operators: return in(vault_id) / "operator-signature-policy";
    case SignaturePlace::Kind::project: return in(vault_id) / "projects" / place.id / "signature-policy";
    case SignaturePlace::Kind::secret: return in(vault_id) / "secrets" / place.id / "signature-policy";
  }
  std::unreachable();
}

SignaturePolicy read_policy(ObjectReader& object) {
  return {.tier = object.text("tier"),
          .min_level = object.number("minLevel"),
          .allowed_algorithms = object.texts_or_none("allowedAlgorithms"),
          .max_key_age_seconds = object.number_or_none("maxKeyAgeSeconds"),
          .pinned_fingerprints = object.texts_or_none("pinnedFingerprints"),
          .families = object.number("families")};
}

PlacedSignaturePolicies read_placed(ObjectReader& object) {
  return {.own = object.object("own", read_policy), .effective = object.object("effective", read_policy)};
}

LockedOut read_locked_out(ObjectReader& object) {
  return {.kind = object.text("kind"),
          .id = object.text("id"),
          .name = object.text("name"),
          .rules = object.texts_or_none("rules").value_or(Texts())};
}

SignaturePolicyEffect read_effect(ObjectReader& object) {
  return {.policies = read_placed(object),
          .dry_run = object.flag("dryRun"),
          .weakens = object.flag("weakens"),
          .locked_out = object.items("lockedOut", read_locked_out),
          .locked_out_in_all = object.number("lockedOutInAll")};
}

ReportedKey read_reported_key(ObjectReader& object) {
  return {.kind = object.text("kind"),
          .id = object.text("id"),
          .name = object.text("name"),
          .algorithms = object.texts_or_none("algorithms").value_or(Texts()),
          .level = object.number("level"),
          .classical = object.flag("classical"),
          .key_epoch = object.number("keyEpoch"),
          .key_created_at = object.time("keyCreatedAt"),
          .key_age_seconds = object.number("keyAgeSeconds"),
          .blocks = object.texts_or_none("blocks").value_or(Texts())};
}

ReportedKeys read_reported_keys(ObjectReader& object) {
  return {.tier = object.text("tier"),
          .next_tier = object.text("nextTier"),
          .total = object.number("total"),
          .classical = object.number("classical"),
          .blocked = object.number("blocked"),
          .keys = object.items("keys", read_reported_key)};
}

SignatureReport read_report(ObjectReader& object) {
  return {.machines = object.object("machines", read_reported_keys),
          .operators = object.object("operators", read_reported_keys)};
}

Json texts(const Texts& all) {
  Json array = Json::array();
  for (const auto& one : all) array.push_back(json_text(one));
  return array;
}

Json body_of(const NewSignaturePolicy& policy, bool dry_run) {
  Json body = nothing();
  if (!policy.tier.empty()) body["tier"] = json_text(policy.tier);
  if (policy.min_level) body["minLevel"] = *policy.min_level;
  if (policy.allowed_algorithms) body["allowedAlgorithms"] = texts(*policy.allowed_algorithms);
  if (policy.max_key_age_seconds) body["maxKeyAgeSeconds"] = *policy.max_key_age_seconds;
  if (policy.pinned_fingerprints) body["pinnedFingerprints"] = texts(*policy.pinned_fingerprints);
  if (policy.families) body["families"] = *policy.families;
  if (dry_run) body["dryRun"] = true;
  return body;
}

}  // namespace

Result<PlacedSignaturePolicies> VaultAdmin::signature_policy(const SignaturePlace& place) {
  return decode(exchange_->read(target_of(vault_id_, place)), read_placed);
}

Result<SignaturePolicyEffect> VaultAdmin::put_signature_policy(const SignaturePlace& place,
                                                               const NewSignaturePolicy& policy, bool dry_run) {
  return decode(exchange_->write("PUT", target_of(vault_id_, place), body_of(policy, dry_run)), read_effect);
}

Result<SignatureReport> VaultAdmin::signature_report() {
  return decode(exchange_->read(in(vault_id_) / "signature-report"), read_report);
}

}  // namespace signet::client
