// SPDX-License-Identifier: Apache-2.0
// Builds request-targets. An id that is not one would change which route is asked, so it spoils the target and nothing
// is sent.
#pragma once

#include "signet/client/admin_types.hpp"
#include "signet/client/audit_types.hpp"
#include "signet/client/error.hpp"

#include <string>
#include <string_view>

namespace signet::client {

class Target {
 public:
  /// REQUIRES: a path of ours, "/v1/secrets".
  explicit Target(std::string_view path) : text_(path) {}

  /// "/" and one segment: a word of ours, or an id that somebody gave us.
  [[nodiscard]] Target operator/(std::string_view segment) const;
  /// One more member of the query, escaped where that is needed and nowhere else.
  Target& query(std::string_view name, std::string_view value);
  Target& page(const PageRequest& page);
  Target& filter(const AuditFilter& filter);
  Target& activity(const ActivityRequest& request);

  /// Error: invalid_request, naming the id or saying that the whole is too long.
  [[nodiscard]] Result<std::string> text() const;

 private:
  std::string text_;
  std::string not_an_id_;
  bool spoilt_ = false;
  bool has_query_ = false;
};

}  // namespace signet::client
