// SPDX-License-Identifier: Apache-2.0
// What is accepted as the headers of a signature has one reading, which nothing in the signed text can blur; and of
// what a proxy says about addresses, either an address comes or nothing.
#include "auth/signed_headers.hpp"
#include "client_address.hpp"
#include "fuzz/require.hpp"
#include "signet/schema/encoding.hpp"

#include <array>

using namespace signet;
using signet::testing::require;

namespace {

void check(const auth::PresentedHeaders& headers, auth::Plane plane) {
  const auto parsed = auth::SignedHeaders::parse(headers, plane);
  const auto claimed = auth::claimed_identity(headers, plane);
  if (!parsed) {
    require(!parsed.error().empty());
    return;
  }
  const auto& id = plane == auth::Plane::machine ? headers.machine_id.value : headers.operator_id.value;
  require(claimed && *claimed == id && auth::text_of(parsed->identity()) == id);
  require(parsed->timestamp_text() == std::to_string(parsed->timestamp()));
  require(parsed->nonce() == headers.nonce.value && !parsed->nonce().contains(':') && !parsed->nonce().contains('\n'));
  require(!parsed->signature().empty() && to_base64(parsed->signature()) == headers.signature.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = as_text({data, size});
  std::array<std::string_view, 7> lines{};
  for (auto& line : lines) {
    const auto end = text.find('\n');
    line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  const auto field = [](std::string_view value) { return auth::HeaderField{value.empty() ? 0U : 1U, value}; };
  const auth::PresentedHeaders headers{field(lines[0]), field(lines[1]), field(lines[2]),
                                       field(lines[3]), field(lines[4]), field(lines[5])};
  check(headers, auth::Plane::machine);
  check(headers, auth::Plane::operator_);

  static const std::vector<Network> proxies{*Network::parse("10.0.0.0/8"), *Network::parse("2001:db8::/32")};
  const auto peer = *Address::parse("10.1.2.3");
  const auto client = net::client_address(peer, proxies, {{"X-Forwarded-For", std::string(lines[6])}});
  if (client) require(Address::parse(client->to_string())->to_string() == client->to_string());
  require(net::client_address(*Address::parse("192.0.2.1"), proxies, {{"X-Forwarded-For", std::string(lines[6])}})
              ->to_string() == "192.0.2.1");
  return 0;
}
