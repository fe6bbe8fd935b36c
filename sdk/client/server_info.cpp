// SPDX-License-Identifier: Apache-2.0
#include "signet/client/server_info.hpp"

#include "connection_setup.hpp"
#include "decode.hpp"

namespace signet::client {
namespace {

ServerVersion read_version(ObjectReader& object) {
  return {.version = object.text("version"), .installation_id = object.text("installationId")};
}

}  // namespace

Result<ServerVersion> server_version(std::string_view api_url, const ConnectOptions& options) {
  const auto exchange = open_unsigned(api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  return decode((*exchange)->read(Target("/version")), read_version);
}

Result<ServerHealth> server_health(std::string_view api_url, const ConnectOptions& options) {
  const auto exchange = open_unsigned(api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  const auto response = (*exchange)->probe(Target("/readyz"));
  if (!response) return std::unexpected(response.error());
  const std::string what = std::string("GET ") + std::string(api_url) + "/readyz";
  if (response->status != 200 && response->status != 503) return std::unexpected(error_of(*response, what, {}));
  const auto json = body_object(*response, what);
  if (!json) return std::unexpected(json.error());
  std::string problem;
  ObjectReader object(*json, problem);
  const auto status = object.text_or_none("status"), error = object.text_or_none("error");
  return ServerHealth{.ready = response->status == 200, .status = status.value_or(error.value_or("not ready"))};
}

}  // namespace signet::client
