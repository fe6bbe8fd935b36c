// SPDX-License-Identifier: Apache-2.0
#include "audit_query.hpp"

#include "domain/action.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace signet::api {
namespace {

constexpr std::size_t kLongestText = 256;

std::vector<std::string_view> split(const std::string* list) {
  std::vector<std::string_view> parts;
  if (!list) return parts;
  for (std::string_view rest = *list;;) {
    const auto comma = rest.find(',');
    parts.push_back(rest.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    rest.remove_prefix(comma + 1);
  }
}

std::optional<Error> wrong_name(const Query& query) {
  for (const auto name : split(query.find("action")))
    if (!parse_action(name)) return Error{ErrorCode::invalid, "Names no action", "action"};
  for (const auto name : split(query.find("severity")))
    if (std::ranges::none_of(kActions, [&](const ActionInfo& row) { return name_of(row.severity) == name; }))
      return Error{ErrorCode::invalid, "Must be of: info, low, medium, high, critical", "severity"};
  return std::nullopt;
}

/// The actions that are among both, where something is said of either.
std::vector<std::string> wanted_actions(const Query& query) {
  const auto names = split(query.find("action")), severities = split(query.find("severity"));
  const auto among = [](const auto& list, std::string_view name) {
    return list.empty() || std::ranges::find(list, name) != list.end();
  };
  std::vector<std::string> wanted;
  for (const auto& row : kActions)
    if (among(names, row.name) && among(severities, name_of(row.severity))) wanted.emplace_back(row.name);
  return wanted;
}

}  // namespace

std::expected<AuditQuery, Error> read_audit_query(const Query& query, const std::string& log,
                                                  std::set<std::string_view> others) {
  others.insert({"action", "severity", "machineId", "secretId", "sourceIp", "text", "from", "to"});
  if (auto error = query.only(others)) return std::unexpected(std::move(*error));
  if (auto error = wrong_name(query)) return std::unexpected(std::move(*error));
  constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
  const auto from = query.number("from", 0, 0, kLast);
  if (!from) return std::unexpected(from.error());
  const auto to = query.number("to", 0, 0, kLast);
  if (!to) return std::unexpected(to.error());
  const auto exactly = [&](const char* name) {
    const auto* text = query.find(name);
    return text ? *text : std::string();
  };
  AuditQuery result{.filter = {.log = log,
                               .actions = {},
                               .machine_id = exactly("machineId"),
                               .secret_id = exactly("secretId"),
                               .address = exactly("sourceIp"),
                               .text = exactly("text"),
                               .from = *from,
                               .to = *to}};
  if (result.filter.text.size() > kLongestText)
    return std::unexpected(Error{ErrorCode::invalid, "Must have at most 256 bytes", "text"});
  if (query.find("action") || query.find("severity")) {
    result.filter.actions = wanted_actions(query);
    result.nothing = result.filter.actions.empty();
  }
  return result;
}

}  // namespace signet::api
