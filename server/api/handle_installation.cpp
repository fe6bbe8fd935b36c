// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "input.hpp"
#include "list_audit.hpp"
#include "vault/vaults.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {

Reply show_self(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto& who = call.operator_().who;
  Json roles = Json::array();
  for (const auto& [vault, role] : call.snapshot.list_roles(who.id))
    roles.push_back({{"vaultId", json_text(vault.id.str())},
                     {"vaultName", json_text(vault.name)},
                     {"role", json_text(name_of(role))}});
  return json_response(200, Json{{"installationId", json_text(call.services.installation_id)},
                                 {"operatorId", json_text(who.id.str())},
                                 {"operatorName", json_text(who.name)},
                                 {"root", who.root},
                                 {"roles", std::move(roles)}});
}

Reply list_vaults(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.list_vaults(*page), [](const Vault& vault) { return render(vault); });
}

Reply create_vault(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  if (auto error = input.error()) return *error;
  return change(
      201,
      [name, owner = call.operator_().who.id](vault::Work& work) { return vault::create_vault(work, owner, name); },
      Rendered{});
}

Reply list_all_operators(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.list_all_operators(*page),
                       [&](const Operator& who) { return render(who, std::nullopt, call.snapshot); });
}

Reply list_installation_audit(const Call& call) { return list_audit(call, call.services.installation_id); }

Reply export_installation_audit(const Call& call) {
  return export_audit(call, call.services.installation_id);
}

Reply list_lockouts(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  // What locks is in memory, also what a full disk kept out of the database. These rows come and go by the second: a
  // cursor is only how many were shown.
  const auto rows = call.services.lockout.rows();
  const auto begin = std::min(rows.size(), static_cast<std::size_t>(page->cursor));
  const auto end = std::min(rows.size(), begin + page->limit);
  store::Page<store::LockoutRow> shown{{rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                        rows.begin() + static_cast<std::ptrdiff_t>(end)},
                                       std::nullopt};
  if (end < rows.size()) shown.next = static_cast<std::int64_t>(end);
  return list_response(shown, [now = to_millis(call.now)](const store::LockoutRow& row) {
    return Json{{"scope", json_text(row.scope == store::LockoutRow::Scope::address ? "address" : "id")},
                {"subject", json_text(row.subject)},
                {"failures", std::ranges::count_if(row.failures, [](auto at) { return at != 0; })},
                {"lockedUntil", row.locked_until > now ? Json(row.locked_until) : Json(nullptr)}};
  });
}

Reply clear_lockout(const Call& call) {
  Input input(call.body);
  const auto scope_name = input.text("scope");
  const auto subject = input.text("subject");
  if (scope_name != "address" && scope_name != "id") input.fail("scope", "Must be address or id");
  if (subject.empty() || subject.size() > 128)
    input.fail("subject", "Must be an address or an id, as the list shows it");
  if (auto error = input.error()) return *error;
  using Scope = store::LockoutRow::Scope;
  const auto scope = scope_name == "address" ? Scope::address : Scope::identity;
  return Change([scope, scope_name, subject, &lockout = call.services.lockout](vault::Work& work)
                    -> vault::Result<Written> {
    if (lockout.row_of(scope, subject).is_empty()) return Written{json_response(200, Json{{"cleared", false}})};
    work.transaction.put_lockout({.scope = scope, .subject = subject});
    work.journal.add(Action::lockout_clear, scope_name + " " + subject);
    return Written{.response = json_response(200, Json{{"cleared", true}}),
                   .once_durable = [&lockout, scope, subject] { lockout.clear(scope, subject); }};
  });
}

}  // namespace signet::api
