// SPDX-License-Identifier: Apache-2.0
// The query of an operator's list, parsed once, after the signature that covers it was verified.
#pragma once

#include "domain/error.hpp"
#include "store/page.hpp"

#include <expected>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace signet::api {

class Query {
 public:
  /// `text` is what follows the question mark, empty without one. Refuses doubled names, missing `=` and bad escapes;
  /// a plus is a plus.
  [[nodiscard]] static std::expected<Query, Error> parse(std::string_view text);

  /// Every name must be one of these.
  [[nodiscard]] std::optional<Error> only(std::set<std::string_view> names) const;
  /// Null if it is not there.
  [[nodiscard]] const std::string* find(const std::string& name) const;
  /// A decimal number from `least` to `most`; `otherwise` if it is not there.
  [[nodiscard]] std::expected<std::int64_t, Error> number(const std::string& name, std::int64_t otherwise,
                                                          std::int64_t least, std::int64_t most) const;
  /// `limit` and `cursor`.
  [[nodiscard]] std::expected<store::PageRequest, Error> page() const;

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace signet::api
