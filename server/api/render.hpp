// SPDX-License-Identifier: Apache-2.0
// How things look on the wire. Every member is always there; what is not known is null.
#pragma once

#include "domain/application.hpp"
#include "domain/identity.hpp"
#include "domain/policy.hpp"
#include "domain/vault.hpp"
#include "respond.hpp"
#include "signet/schema/json.hpp"
#include "store/snapshot.hpp"
#include "vault/machine_life.hpp"

namespace signet::api {

[[nodiscard]] Json render(const Vault& vault);
[[nodiscard]] Json render(const Project& project);
[[nodiscard]] Json render(const Application& application, store::Snapshot& snapshot);
[[nodiscard]] Json render(const Secret& secret);
/// As the machine plane has them: a JSON array as a text, null for a single value.
[[nodiscard]] Json names_as_text(const std::vector<std::string>& field_names);
[[nodiscard]] Json render(const Grant& grant);
/// With what it hands out now.
[[nodiscard]] Json render(const EnrolmentToken& token, store::Snapshot& snapshot, Instant now);
[[nodiscard]] Json render(const vault::RevocationEffect& effect);
[[nodiscard]] Json render(const Policy& policy);  // policy_input.cpp, beside the reading of it
/// With what the snapshot knows beside it: last seen, grants, reads.
[[nodiscard]] Json render(const Machine& machine, store::Snapshot& snapshot, Instant now);
[[nodiscard]] Json render(const Operator& who, std::optional<Role> role, store::Snapshot& snapshot);

/// `{"items":[...],"nextCursor":"..."|null}`
template <class T, class Render>
[[nodiscard]] Response list_response(const store::Page<T>& page, const Render& render_one) {
  Json items = Json::array();
  for (const auto& item : page.items) items.push_back(render_one(item));
  Json body{{"items", std::move(items)}, {"nextCursor", nullptr}};
  if (page.next) body["nextCursor"] = json_text(std::to_string(*page.next));
  return json_response(200, body);
}

}  // namespace signet::api
