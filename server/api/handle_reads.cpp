// SPDX-License-Identifier: Apache-2.0
// The read plane. Success bodies hold exactly what public clients expect; some of those clients refuse anything more.
#include "certificate_headers.hpp"
#include "handlers.hpp"
#include "respond.hpp"
#include "signet/schema/canonical_request.hpp"
#include "vault/read.hpp"

namespace signet::api {
namespace {

/// A JSON array as a text, null for a single value.
Json names_as_text(const std::vector<std::string>& names) {
  if (names.empty()) return nullptr;
  Json array = Json::array();
  for (const auto& name : names) array.push_back(json_text(name));
  return json_text(to_public_text(array));
}

Response value_response(const vault::Reading& reading) {
  auto response = json_response(200, Json{{"value", json_text(reading.value.expose_text())}});
  response.headers.push_back({std::string(header::kSecretVersion), std::to_string(reading.version)});
  return response;
}

}  // namespace

Reply read_secret(const Call& call) {
  const auto& machine = call.machine().machine;
  vault::ReadAttempt attempt{.machine = machine.id,
                             .vault = machine.vault,
                             .secret = std::string(call.path.values[0]),
                             .address = call.request.head.address};
  const auto secret = vault::may_read(call.snapshot, attempt, call.now, call.journal);
  if (!secret) return secret.error();
  if (secret->kind == SecretKind::certificate && has_subject_key(call.request.head)) {
    auto keys = subject_keys_of(call.request.head);
    if (!keys) return keys.error();
    return issue(call, std::move(attempt), std::move(*keys));
  }
  if (!vault::has_effects(call.snapshot, attempt, *secret))
    return value_response(vault::open_secret(call.snapshot, call.services.keyring, *secret, call.journal));
  return Change([attempt = std::move(attempt)](vault::Work& work) -> vault::Result<Written> {
    const auto reading = vault::read_in_commit(work, attempt);
    return Written{reading ? value_response(*reading) : respond(reading.error())};
  });
}

Reply list_readable(const Call& call) {
  Json secrets = Json::array();
  for (const auto& secret : call.snapshot.list_granted(call.machine().machine.id))
    secrets.push_back({{"id", json_text(secret.id.str())},
                       {"name", json_text(secret.name)},
                       {"fieldNames", names_as_text(secret.field_names)},
                       {"projectId", json_text(secret.project.str())}});
  return json_response(200, Json{{"secrets", std::move(secrets)}});
}

}  // namespace signet::api
