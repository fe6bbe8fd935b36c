// SPDX-License-Identifier: Apache-2.0
#include "signet/client/in_memory.hpp"

#include "connection_setup.hpp"
#include "decode.hpp"
#include "fail.hpp"
#include "registration.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/name.hpp"

namespace signet::client {
namespace {

std::string usual_hostname(const Environment& environment) {
  const auto named = environment("HOSTNAME");
  return named && is_hostname(*named) ? *named : "serverless";
}

}  // namespace

Result<InMemoryIdentity> enrol_in_memory(std::string_view api_url, std::string_view vault_id, const SecretBytes& token,
                                         const EnrolOptions& options, const Environment& environment) {
  const auto exchange = open_unsigned(api_url, options.connect);
  if (!exchange) return std::unexpected(exchange.error());
  return enrol_in_memory_over(**exchange, api_url, vault_id, token, options, environment);
}

Result<InMemoryIdentity> enrol_in_memory_over(Exchange& exchange, std::string_view api_url, std::string_view vault_id,
                                              const SecretBytes& token, const EnrolOptions& options,
                                              const Environment& environment) {
  if (token.empty() || !is_utf8(token.expose_text())) return fail(ErrorKind::invalid_request, "the token is empty");
  auto key = crypto::PrivateKey::generate(options.algorithm);
  const std::string hostname = options.hostname.empty() ? usual_hostname(environment) : options.hostname;
  // The answer to the same token and key is the same, so it may be asked again.
  const auto registered = decode(
      exchange.post(Target("/v1") / vault_id / "enroll" / "register", registration(token, options.name, hostname, key)),
      read_registered);
  if (!registered) return std::unexpected(registered.error());
  Identity identity{.machine_id = registered->machine_id,
                    .machine_name = registered->machine_name,
                    .vault_id = registered->vault_id,
                    .api_url = lasting_url(*registered, api_url),
                    .algorithm = key.algorithm(),
                    .response_key = registered->response_key};
  return InMemoryIdentity{.identity = std::move(identity), .key = std::move(key), .expires_at = registered->expires_at};
}

}  // namespace signet::client
