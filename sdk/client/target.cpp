// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include "fail.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/limits.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

std::string millis(Time time) { return std::to_string(time.time_since_epoch().count()); }

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
  if (!filter.actions.empty()) query("action", fmt::format("{}", fmt::join(filter.actions, ",")));
  if (!filter.severities.empty()) query("severity", fmt::format("{}", fmt::join(filter.severities, ",")));
  if (filter.machine_id) query("machineId", *filter.machine_id);
  if (filter.secret_id) query("secretId", *filter.secret_id);
  if (filter.source_ip) query("sourceIp", *filter.source_ip);
  if (filter.text) query("text", *filter.text);
  if (filter.from) query("from", millis(*filter.from));
  if (filter.to) query("to", millis(*filter.to));
  return *this;
}

Target& Target::activity(const ActivityRequest& request) {
  query("bucket", name_of(request.bucket));
  if (request.machine_id) query("machineId", *request.machine_id);
  if (request.from) query("from", millis(*request.from));
  if (request.to) query("to", millis(*request.to));
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
