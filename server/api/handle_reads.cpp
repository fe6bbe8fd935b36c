// SPDX-License-Identifier: Apache-2.0
// The read plane. Success bodies hold exactly what public clients expect; some of those clients refuse anything more.
#include "certificate_headers.hpp"
#include "handlers.hpp"
#include "input.hpp"
#include "read_answers.hpp"
#include "render.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/json_text.hpp"
#include "vault/browse.hpp"
#include "vault/export.hpp"
#include "vault/read.hpp"
#include "vault/signature_policies.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

constexpr std::size_t kAroundValue = 16;  // the rest of the answer, and a few characters that have to be escaped

Response value_response(const vault::Reading& reading) {
  Response response;
  response.body.reserve(reading.value.size() + kAroundValue);
  response.body.append("{\"value\":");
  append_json_text(response.body, reading.value.expose_text());
  response.body.append("}");
  response.headers.push_back({std::string(header::kSecretVersion), std::to_string(reading.version)});
  return response;
}

Response list_response(const std::vector<store::GrantedSecret>& granted) {
  Json secrets = Json::array();
  for (const auto& secret : granted)
    secrets.push_back({{"id", json_text(secret.id.str())},
                       {"name", json_text(secret.name)},
                       {"fieldNames", names_as_text(secret.field_names)},
                       {"projectId", json_text(secret.project.str())}});
  return json_response(200, Json{{"secrets", std::move(secrets)}});
}

Reply read(const Call& call, std::optional<std::uint64_t> version) {
  auto attempt = read_attempt(call);
  attempt.version = version;
  const auto secret = vault::may_read(call.snapshot, attempt, call.now, call.journal);
  if (!secret) return secret.error();
  if (secret->kind == SecretKind::certificate && has_subject_key(call.request.head)) {
    // Headers are under no signature: good enough where nothing is asked of signatures.
    if (tier_of(vault::policy_of_secret(call.snapshot, *secret)) != Tier::none)
      return Error{ErrorCode::forbidden,
                   "The signature policy wants the subject key in a signed body: POST .../certificate"};
    auto keys = subject_keys_of(call.request.head);
    if (!keys) return keys.error();
    return issue(call, std::move(attempt), std::move(*keys));
  }
  if (!vault::has_effects(call.snapshot, attempt, *secret))
    return value_response(vault::open_secret(call.snapshot, call.services.keyring, *secret, call.journal));
  return Change([attempt = std::move(attempt)](vault::Work& work) -> vault::Result<Written> {
    const auto reading = vault::read_in_commit(work, attempt);
    if (!reading) return Written{respond(reading.error())};
    return Written{unless_lost(value_response(*reading), news_of(*reading))};
  });
}

}  // namespace

Reply read_secret(const Call& call) { return read(call, std::nullopt); }

Reply read_version(const Call& call) {
  const auto version = path_version(call, 1);
  if (!version) return version.error();
  return read(call, *version);
}

Reply list_readable(const Call& call) {
  return list_response(vault::list_readable(call.snapshot, call.machine().machine.id, {}));
}

Reply list_readable_of_project(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  const vault::Scope scope{.project = input.text("projectId")};
  if (auto error = input.error()) return *error;
  const auto& machine = call.machine().machine.id;
  if (const auto open = vault::check_scope(call.snapshot, machine, scope); !open) return open.error();
  return list_response(vault::list_readable(call.snapshot, machine, scope));
}

Reply export_readable(const Call& call) {
  auto attempt = export_attempt(call);
  if (!attempt) return attempt.error();
  const auto exported =
      vault::export_readable(call.snapshot, call.services.keyring, *attempt, call.now, call.journal);
  if (!exported) return exported.error();
  if (*exported) return json_response(200, render_export(**exported));
  return Change([attempt = std::move(*attempt)](vault::Work& work) -> vault::Result<Written> {
    const auto read = vault::export_in_commit(work, attempt);
    if (!read) return std::unexpected(read.error());
    return Written{unless_lost(json_response(200, render_export(*read)), news_of(*read))};
  });
}

}  // namespace signet::api
