// SPDX-License-Identifier: Apache-2.0
#include "connection_setup.hpp"

#include "beast_transport.hpp"
#include "fail.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/canonical_request.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

Result<std::shared_ptr<Exchange>> open(std::string_view api_url, const ConnectOptions& options,
                                       std::optional<Signer> signer) {
  const auto url = parse_api_url(api_url);
  if (!url) return std::unexpected(url.error());
  auto transport = make_beast_transport(*url, options);
  if (!transport) return std::unexpected(transport.error());
  return std::make_shared<Exchange>(url->text, std::move(*transport), std::move(signer),
                                    real_surroundings(options.stop));
}

}  // namespace

Result<std::shared_ptr<Exchange>> open_signed(Plane plane, const std::string& id, const std::filesystem::path& key,
                                              std::string_view api_url, const ConnectOptions& options) {
  auto loaded = load_private_key(key);
  if (!loaded) return std::unexpected(loaded.error());
  return open_signed(plane, id, std::move(*loaded), api_url, options);
}

Result<std::shared_ptr<Exchange>> open_signed(Plane plane, const std::string& id, crypto::PrivateKey key,
                                              std::string_view api_url, const ConnectOptions& options) {
  // The id goes into a header: nothing in it may end that header.
  if (!is_path_parameter(id)) return fail(ErrorKind::local, fmt::format("\"{}\" is not the id of an identity", id));
  return open(api_url, options, Signer(plane, id, std::move(key)));
}

Result<std::shared_ptr<Exchange>> open_unsigned(std::string_view api_url, const ConnectOptions& options) {
  return open(api_url, options, std::nullopt);
}

}  // namespace signet::client
