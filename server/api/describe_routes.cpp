// SPDX-License-Identifier: Apache-2.0
#include "api/describe_routes.hpp"

#include "routes.hpp"

#include <utility>

namespace signet::api {
namespace {

std::string_view name_of(Need need) {
  switch (need) {
    case Need::nobody: return "anybody";
    case Need::machine: return "machine";
    case Need::any_operator: return "operator";
    case Need::auditor: return "auditor";
    case Need::admin: return "admin";
    case Need::owner: return "owner";
    case Need::root: return "root";
    case Need::auditor_or_root: return "auditor-or-root";
  }
  std::unreachable();
}

}  // namespace

std::string describe_routes() {
  std::string text;
  for (const auto& route : all_routes())
    text.append(route.method).append("\t").append(route.path).append("\t").append(name_of(route.need)).append("\n");
  return text;
}

}  // namespace signet::api
