// SPDX-License-Identifier: Apache-2.0
// The bodies of all routes that take one, well signed and for things that exist. The first line says the route, as
// `signetd routes` prints it; any other line stands for one of them. Whatever the body is, the answer is one of the
// protocol, and shows the vault's value to nobody who may not read it.
#include "fuzz/require.hpp"
#include "fuzz/vault.hpp"
#include "routes.hpp"

#include <functional>

using namespace signet;
using signet::testing::require;

namespace {

testing::FuzzedVault& the_vault() {
  static testing::FuzzedVault vault;
  return vault;
}

const api::Route& route_of(std::string_view line) {
  static const auto with_body = [] {
    std::vector<const api::Route*> all;
    for (const auto& route : api::all_routes())
      if (route.method != "GET") all.push_back(&route);
    return all;
  }();
  for (const auto* route : with_body)
    if (line == std::string(route->method) + " " + std::string(route->path)) return *route;
  return *with_body[std::hash<std::string_view>()(line) % with_body.size()];
}

std::string fill(std::string_view path) {
  std::string filled;
  while (!path.empty()) {
    const auto open = path.find('{');
    filled += path.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = path.find('}', open);
    const auto id = the_vault().ids.find(path.substr(open + 1, close - open - 1));
    require(id != the_vault().ids.end());
    filled += id->second;
    path.remove_prefix(close + 1);
  }
  return filled;
}

/// Routes that give it, to the machine that may have it or to an owner who exports.
bool may_show_value(const api::Route& route) {
  return route.need == api::Need::machine || route.path.ends_with("/export");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text({data, size});
  const auto end = text.find('\n');
  const auto& route = route_of(text.substr(0, end));
  const std::string body(end == std::string_view::npos ? std::string_view() : text.substr(end + 1));
  if (body.size() > route.body_limit) return 0;
  auto& world = the_vault();
  const auto& signer = route.need == api::Need::machine ? world.reader : world.vault.root;
  auto request = world.vault.sign(signer, std::string(route.method), fill(route.path), body);
  if (route.need == api::Need::nobody) request.request.head.headers.clear();
  const auto answer = world.carry_out(std::move(request.request));
  require(answer.status != 401 || route.need == api::Need::nobody || route.need == api::Need::machine);
  require(may_show_value(route) || !answer.text.contains(testing::kFuzzedValue));
  return 0;
}
