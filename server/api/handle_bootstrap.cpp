// SPDX-License-Identifier: Apache-2.0
// The scripts by which a machine with a shell, openssl and curl enrols itself. Nothing is looked up and nothing is
// spent.
#include "bootstrap_script.hpp"
#include "handlers.hpp"

namespace signet::api {

Reply show_bootstrap_script(const Call& call) {
  const auto token = call.path.values[0];
  if (call.services.public_url.empty() || !is_token(token)) return no_script_response();
  return script_response(call.services.public_url, "/v1/bootstrap/register", token);
}

Reply show_enrolment_script(const Call& call) {
  const auto vault = VaultId::parse(call.path.values[0]);
  const auto token = call.path.values[1];
  if (call.services.public_url.empty() || !vault || !is_token(token)) return no_script_response();
  return script_response(call.services.public_url, "/v1/" + vault->str() + "/enroll/register", token);
}

}  // namespace signet::api
