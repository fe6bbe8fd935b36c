// SPDX-License-Identifier: Apache-2.0
#include "list_audit.hpp"

#include "domain/audit_event.hpp"
#include "respond.hpp"

#include <limits>

namespace signet::api {
namespace {

std::expected<std::vector<std::string>, Error> parse_actions(const std::string* text) {
  std::vector<std::string> actions;
  if (!text) return actions;
  for (std::string_view rest = *text; !rest.empty();) {
    const auto name = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    if (!parse_action(name)) return std::unexpected(Error{ErrorCode::invalid, "Names no action", "action"});
    actions.emplace_back(name);
  }
  return actions;
}

}  // namespace

Reply list_audit(const Call& call, const std::string& log) {
  const auto& query = call.query;
  if (auto error = query.only({"limit", "cursor", "action", "machineId", "secretId", "sourceIp", "from", "to"}))
    return *error;
  constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
  const auto page = query.page();
  if (!page) return page.error();
  auto actions = parse_actions(query.find("action"));
  if (!actions) return actions.error();
  const auto from = query.number("from", 0, 0, kLast);
  if (!from) return from.error();
  const auto to = query.number("to", 0, 0, kLast);
  if (!to) return to.error();
  const auto exactly = [&](const char* name) {
    const auto* text = query.find(name);
    return text ? *text : std::string();
  };
  const auto records = call.snapshot.list_audit({.log = log,
                                                 .actions = std::move(*actions),
                                                 .machine_id = exactly("machineId"),
                                                 .secret_id = exactly("secretId"),
                                                 .address = exactly("sourceIp"),
                                                 .from = *from,
                                                 .to = *to},
                                                *page);
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

}  // namespace signet::api
