// SPDX-License-Identifier: Apache-2.0
// Identity tokens: machines ask for them, anybody may fetch the keys that they are verified with, operators say for
// whom a machine may have them.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/crypto/token.hpp"
#include "signet/schema/encoding.hpp"
#include "store/key_directory.hpp"
#include "vault/identity_tokens.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {
namespace {

constexpr std::chrono::seconds kShortestLife{10};
constexpr std::string_view kAudienceRule = "Must be 1 to 255 visible characters of ASCII";

std::string issuer_of(const Services& services, const VaultId& vault) {
  return "signet/" + services.installation_id + "/" + vault.str();
}

Response render(const vault::IssuedToken& issued) {
  return json_response(200, Json{{"token", json_text(issued.token)},
                                 {"keyId", json_text(issued.key_id)},
                                 {"expiresAt", to_millis(issued.expires_at)}});
}

Json render(const IssuerKey& issuer) {
  const auto key = crypto::PublicKey::from_stored(Algorithm::ed25519_mldsa65, issuer.public_key);
  if (!key) throw store::CorruptStore("an issuer key of vault " + issuer.vault.str() + " is none");
  Json rendered{{"keyId", json_text(crypto::token_key_id(*key))},
                {"algorithm", json_text(info(key->algorithm()).name)},
                {"publicKey", json_text(to_base64(key->raw()))},
                {"createdAt", to_millis(issuer.created_at)}};
  if (issuer.listed_until) rendered["listedUntil"] = to_millis(*issuer.listed_until);
  return rendered;
}

Json render(const std::vector<std::string>& audiences) {
  Json all = Json::array();
  for (const auto& audience : audiences) all.push_back(json_text(audience));
  return {{"audiences", std::move(all)}};
}

}  // namespace

Reply issue_identity_token(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  const auto& machine = call.machine().machine;
  const auto form = input.optional_text("form").value_or("compact");
  vault::TokenAttempt attempt{
      .machine = machine,
      .issuer = issuer_of(call.services, machine.vault),
      .audience = input.text("audience"),
      .as_json = form == "json",
      .life = input.optional_seconds("lifetimeSeconds", kShortestLife, crypto::kLongestTokenLife)
                  .value_or(crypto::kLongestTokenLife)};
  if (!vault::is_audience(attempt.audience)) input.fail("audience", std::string(kAudienceRule));
  if (form != "compact" && form != "json") input.fail("form", "Must be compact or json");
  if (auto error = input.error()) return *error;
  if (const auto may = vault::may_have_token(call.snapshot, attempt); !may) return may.error();
  const auto& services = call.services;
  if (vault::has_issuer_key(call.snapshot, machine.vault, call.now))
    return render(
        vault::issue_token(call.snapshot, services.keyring, services.random, attempt, call.now, call.journal));
  return Change([attempt = std::move(attempt)](vault::Work& work) -> vault::Result<Written> {
    if (!vault::has_issuer_key(work.read(), attempt.machine.vault, work.now))
      vault::rotate_issuer_key(work, attempt.machine.vault, false);
    return Written{render(vault::issue_token(work.read(), work.keyring, work.random, attempt, work.now, work.journal))};
  });
}

/// Unsigned. A vault that is not there has no keys.
Reply show_identity_keys(const Call& call) {
  const std::string_view target = call.request.head.target;
  const auto mark = target.find('?');
  const auto query = Query::parse(mark == target.npos ? std::string_view() : target.substr(mark + 1));
  if (!query) return query.error();
  if (auto error = query->only({"vault"})) return *error;
  const auto* name = query->find("vault");
  const auto id = name ? VaultId::parse(*name) : std::nullopt;
  if (!id) return Error{ErrorCode::invalid, "Must be the id of a vault", "vault"};
  Json keys = Json::array();
  for (const auto& key : call.snapshot.key_directory().list_issuer_keys(*id, call.now)) keys.push_back(render(key));
  return json_response(200, Json{{"issuer", json_text(issuer_of(call.services, *id))}, {"keys", std::move(keys)}});
}

Reply rotate_identity_key(const Call& call) {
  Input input(call.body);
  const bool distrust_old = input.optional_flag("distrustOld").value_or(false);
  if (auto error = input.error()) return *error;
  return change(
      200,
      [vault = call.vault().id, distrust_old](vault::Work& work) -> vault::Result<IssuerKey> {
        return vault::rotate_issuer_key(work, vault, distrust_old);
      },
      [](const IssuerKey& made, vault::Work&) { return render(made); });
}

Reply show_audiences(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  const auto audiences = vault::list_audiences(call.snapshot, call.vault().id, *id);
  if (!audiences) return audiences.error();
  return json_response(200, render(*audiences));
}

Reply put_audiences(const Call& call) {
  Input input(call.body);
  const auto audiences = input.texts("audiences", vault::kMaxAudiences);
  if (!call.body.contains("audiences")) input.fail("audiences", "Is missing");
  if (!std::ranges::all_of(audiences, vault::is_audience)) input.fail("audiences", std::string(kAudienceRule));
  if (auto error = input.error()) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, audiences](vault::Work& work) {
        return vault::put_audiences(work, vault, id, audiences);
      },
      [](const std::vector<std::string>& put, vault::Work&) { return render(put); });
}

}  // namespace signet::api
