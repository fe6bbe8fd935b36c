// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include "fail.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/limits.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

bool stands_for_itself(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == ',' || c == ':';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (stands_for_itself(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

Target Target::operator/(std::string_view segment) const {
  Target longer = *this;
  longer.text_ += '/';
  longer.text_ += segment;
  if (!is_path_parameter(segment) && !spoilt_) {
    longer.spoilt_ = true;
    longer.not_an_id_ = segment;
  }
  return longer;
}

Target& Target::query(std::string_view name, std::string_view value) {
  text_ += has_query_ ? '&' : '?';
  has_query_ = true;
  text_ += name;
  text_ += '=';
  text_ += escaped(value);
  return *this;
}

Target& Target::page(const PageRequest& page) {
  if (page.limit) query("limit", std::to_string(*page.limit));
  if (page.cursor) query("cursor", *page.cursor);
  return *this;
}

Target& Target::filter(const AuditFilter& filter) {
  const auto millis = [](Time time) { return std::to_string(time.time_since_epoch().count()); };
  std::string actions;
  for (const auto& action : filter.actions) actions += (actions.empty() ? "" : ",") + action;
  if (!actions.empty()) query("action", actions);
  if (filter.machine_id) query("machineId", *filter.machine_id);
  if (filter.secret_id) query("secretId", *filter.secret_id);
  if (filter.source_ip) query("sourceIp", *filter.source_ip);
  if (filter.from) query("from", millis(*filter.from));
  if (filter.to) query("to", millis(*filter.to));
  return *this;
}

Result<std::string> Target::text() const {
  if (spoilt_) {
    return fail(ErrorKind::invalid_request,
                fmt::format("\"{}\" is not an id: ids are 1 to 128 of A-Z a-z 0-9 _ . -", not_an_id_));
  }
  if (!is_target(text_)) {
    return fail(ErrorKind::invalid_request,
                fmt::format("the request-target {} is malformed or longer than {} bytes: nothing was sent", text_,
                            limits::kMaxTarget));
  }
  return text_;
}

}  // namespace signet::client
