// SPDX-License-Identifier: Apache-2.0
#include "foreign_page.hpp"

#include <algorithm>

namespace signet::api {
namespace {

/// As a browser writes the origin of a URL without a path: in lower case, without the port of its scheme.
std::string origin_of(std::string_view url) {
  std::string origin(url);
  std::ranges::transform(origin, origin.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  const std::string_view usual_port = origin.starts_with("https:") ? ":443" : ":80";
  if (origin.ends_with(usual_port)) origin.resize(origin.size() - usual_port.size());
  return origin;
}

}  // namespace

bool is_from_foreign_page(const RequestHead& head, std::string_view public_url) {
  const auto site = head.value("Sec-Fetch-Site");
  if (site == "cross-site" || site == "same-site") return true;
  return !public_url.empty() && head.count("Origin") > 0 && head.value("Origin") != origin_of(public_url);
}

}  // namespace signet::api
