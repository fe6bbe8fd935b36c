// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "openapi.hpp"
#include "respond.hpp"
#include "version.hpp"

namespace signet::api {

Reply get_health(const Call&) { return json_response(200, Json{{"status", json_text("ok")}}); }

/// The database answers, and the keyring is the one it was sealed with.
Reply get_ready(const Call& call) {
  if (call.services.keyring.is_sealed()) return sealed_response();
  const auto installation = call.snapshot.load_installation();
  if (installation.root_key_id != call.services.keyring.root_key_id())
    return error_response(503, "The root key is not this database's");
  return json_response(200, Json{{"status", json_text("ready")}});
}

Reply get_version(const Call& call) {
  return json_response(200, Json{{"version", json_text(kVersion)},
                                 {"installationId", json_text(call.services.installation_id)}});
}

/// What this very server speaks, for whoever writes a client.
Reply get_openapi(const Call&) {
  return Response{.headers = {{"Content-Type", "application/yaml"}}, .body = SecretBytes::from_text(openapi_text())};
}

}  // namespace signet::api
