// SPDX-License-Identifier: Apache-2.0
#include "list_audit.hpp"

#include "audit_query.hpp"
#include "domain/action.hpp"
#include "handlers.hpp"
#include "respond.hpp"

namespace signet::api {

Reply list_audit(const Call& call, const std::string& log) {
  const auto query = read_audit_query(call.query, log, {"limit", "cursor"});
  if (!query) return query.error();
  const auto page = call.query.page();
  if (!page) return page.error();
  store::Page<store::AuditRow> records;
  if (!query->nothing) records = call.snapshot.list_audit(query->filter, *page);
  std::string body = "{\"items\":[";
  for (const auto& row : records.items) {
    if (body.back() != '[') body += ',';
    body += as_text(row.record);
  }
  body += "],\"nextCursor\":";
  body += records.next ? '"' + std::to_string(*records.next) + '"' : "null";
  body += '}';
  return Response{.status = 200, .body = SecretBytes::from_text(body)};
}

Reply list_actions(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  Json items = Json::array();
  for (const auto& row : kActions)
    items.push_back({{"action", json_text(row.name)},
                     {"severity", json_text(name_of(row.severity))},
                     {"meaning", json_text(row.meaning)}});
  return json_response(200, Json{{"items", std::move(items)}, {"nextCursor", nullptr}});
}

}  // namespace signet::api
