// SPDX-License-Identifier: Apache-2.0
#include "connection_setup.hpp"

#include "beast_transport.hpp"
#include "fail.hpp"
#include "signet/client/signing_keys.hpp"
#include "signet/schema/canonical_request.hpp"
#include "successor.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

Result<std::shared_ptr<Exchange>> open(std::string_view api_url, const ConnectOptions& options,
                                       std::optional<Signer> signer, std::optional<Successor> successor = {}) {
  const auto url = parse_api_url(api_url);
  if (!url) return std::unexpected(url.error());
  auto transport = make_beast_transport(*url, options);
  if (!transport) return std::unexpected(transport.error());
  return std::make_shared<Exchange>(url->text, std::move(*transport), std::move(signer),
                                    real_surroundings(options.stop), std::move(successor));
}

std::unexpected<Error> not_an_id(const std::string& id) {
  return fail(ErrorKind::local, fmt::format("\"{}\" is not the id of an identity", id));
}

}  // namespace

Result<std::shared_ptr<Exchange>> open_signed(Plane plane, const std::string& id, const std::filesystem::path& key,
                                              std::string_view api_url, const ConnectOptions& options) {
  auto loaded = load_signing_keys(key);
  if (!loaded) return std::unexpected(loaded.error());
  if (!std::filesystem::exists(successor_of(key))) return open_signed(plane, id, std::move(*loaded), api_url, options);
  // Somebody was interrupted between asking for another key and putting it in its place.
  auto next = load_signing_keys(successor_of(key));
  if (!next) return std::unexpected(next.error());
  if (!is_path_parameter(id)) return not_an_id(id);
  return open(api_url, options, Signer(plane, id, std::move(*loaded)),
              Successor{Signer(plane, id, std::move(*next)), [key] { (void)install_successor(key); }});
}

Result<std::shared_ptr<Exchange>> open_signed(Plane plane, const std::string& id, SigningKeys key,
                                              std::string_view api_url, const ConnectOptions& options) {
  // The id goes into a header: nothing in it may end that header.
  if (!is_path_parameter(id)) return not_an_id(id);
  return open(api_url, options, Signer(plane, id, std::move(key)));
}

Result<std::shared_ptr<Exchange>> open_unsigned(std::string_view api_url, const ConnectOptions& options) {
  return open(api_url, options, std::nullopt);
}

}  // namespace signet::client
