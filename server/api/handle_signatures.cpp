// SPDX-License-Identifier: Apache-2.0
// Signature policies, and how far the vault is on the way to the next tier.
#include "handlers.hpp"
#include "input.hpp"
#include "signature_policy_input.hpp"
#include "vault/signature_policies.hpp"
#include "vault/signature_report.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

using vault::PolicyEffect;
using vault::PolicyPlace;
using Place = std::expected<PolicyPlace, Error>;

Place in_vault(const Call& call) { return PolicyPlace{.vault = call.vault().id}; }
Place of_operators(const Call& call) { return PolicyPlace{.vault = call.vault().id, .by = store::SignedBy::operators}; }
Place of_project(const Call& call) {
  const auto id = path_id<ProjectId>(call, 1, "project");
  if (!id) return std::unexpected(id.error());
  return PolicyPlace{.vault = call.vault().id, .project = *id};
}
Place of_secret(const Call& call) {
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return std::unexpected(id.error());
  return PolicyPlace{.vault = call.vault().id, .secret = *id};
}

Json names(const std::vector<std::string_view>& texts) {
  Json array = Json::array();
  for (const auto text : texts) array.push_back(json_text(text));
  return array;
}

Json render_effect(const PolicyEffect& effect, bool dry_run) {
  Json out = Json::array();
  for (const auto& one : effect.locked_out)
    out.push_back({{"kind", json_text(name_of(one.kind))},
                   {"id", json_text(one.id)},
                   {"name", json_text(one.name)},
                   {"rules", names(one.rules)}});
  return {{"own", render(effect.after.own)},
          {"effective", render(effect.after.effective)},
          {"dryRun", dry_run},
          {"weakens", effect.weakens},
          {"lockedOut", std::move(out)},
          {"lockedOutInAll", effect.locked_out_in_all}};
}

Json render_key(const vault::ReportedKey& key, Instant now) {
  Json algorithms = Json::array();
  for (const auto algorithm : key.signature.algorithms) algorithms.push_back(json_text(info(algorithm).name));
  return {
      {"kind", json_text(name_of(key.kind))},
      {"id", json_text(key.id)},
      {"name", json_text(key.name)},
      {"algorithms", std::move(algorithms)},
      {"level", key.signature.level()},
      {"classical", key.signature.level() == 0},
      {"keyEpoch", key.key_epoch},
      {"keyCreatedAt", to_millis(key.signature.key_created_at)},
      {"keyAgeSeconds", std::chrono::duration_cast<std::chrono::seconds>(now - key.signature.key_created_at).count()},
      {"blocks", names(key.blocks)}};
}

Json render_keys(const vault::ReportedKeys& reported, Instant now) {
  Json keys = Json::array();
  for (const auto& key : reported.keys) keys.push_back(render_key(key, now));
  return {{"tier", json_text(name_of(reported.tier))},
          {"nextTier", json_text(name_of(reported.next))},
          {"total", reported.total},
          {"classical", reported.classical},
          {"blocked", reported.blocked},
          {"keys", std::move(keys)}};
}

Reply show(const Call& call, const Place& place) {
  if (auto error = call.query.only({})) return *error;
  if (!place) return place.error();
  const auto found = vault::find_signature_policy(call.snapshot, *place);
  if (!found) return found.error();
  return json_response(200, Json{{"own", render(found->own)}, {"effective", render(found->effective)}});
}

Reply put(const Call& call, const Place& place) {
  Input input(call.body);
  const auto wanted = read_signature_policy(input);
  const bool dry_run = input.optional_flag("dryRun").value_or(false);
  if (auto error = input.error()) return *error;
  if (!place) return place.error();
  return Change(
      [place = *place, wanted, dry_run, by = call.caller->signature()](vault::Work& work) -> vault::Result<Written> {
        const auto effect = dry_run ? vault::preview_signature_policy(work.read(), place, wanted, work.now)
                                    : vault::set_signature_policy(work, place, wanted, by);
        if (!effect) return std::unexpected(effect.error());
        return Written{json_response(200, render_effect(*effect, dry_run))};
      });
}

}  // namespace

Reply show_signature_policy(const Call& call) { return show(call, in_vault(call)); }
Reply put_signature_policy(const Call& call) { return put(call, in_vault(call)); }
Reply show_operator_signature_policy(const Call& call) { return show(call, of_operators(call)); }
Reply put_operator_signature_policy(const Call& call) { return put(call, of_operators(call)); }
Reply show_project_signature_policy(const Call& call) { return show(call, of_project(call)); }
Reply put_project_signature_policy(const Call& call) { return put(call, of_project(call)); }
Reply show_secret_signature_policy(const Call& call) { return show(call, of_secret(call)); }
Reply put_secret_signature_policy(const Call& call) { return put(call, of_secret(call)); }

Reply report_signatures(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto report = vault::report_signatures(call.snapshot, call.vault().id, call.now);
  return json_response(200, Json{{"machines", render_keys(report.machines, call.now)},
                                 {"operators", render_keys(report.operators, call.now)}});
}

}  // namespace signet::api
