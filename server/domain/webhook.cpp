// SPDX-License-Identifier: Apache-2.0
#include "domain/webhook.hpp"

#include "domain/address.hpp"

#include <algorithm>
#include <charconv>

namespace signet {
namespace {

constexpr std::size_t kLongestUrl = 2'048;
constexpr std::string_view kScheme = "https://";

bool is_in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) return std::nullopt;
  return port;
}

bool is_host(std::string_view host, bool bracketed) {
  if (bracketed) return host.contains(':') && Address::parse(host).has_value();
  return !host.empty() && host.size() <= 253 && host.front() != '.' && host.front() != '-' &&
         std::ranges::all_of(host, is_in_name);
}

}  // namespace

bool Webhook::wants(const ActionInfo& event) const {
  if (event.severity < least) return false;
  return actions.empty() || std::ranges::find(actions, event.name) != actions.end();
}

std::optional<HttpsUrl> HttpsUrl::parse(std::string_view text) {
  if (text.size() > kLongestUrl || !text.starts_with(kScheme)) return std::nullopt;
  if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '#' && c != '\\' && c != '"'; }))
    return std::nullopt;
  text.remove_prefix(kScheme.size());
  const auto slash = std::min(text.find_first_of("/?"), text.size());
  auto authority = text.substr(0, slash);
  HttpsUrl url{.host = {}, .target = std::string(text.substr(slash))};
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  const bool bracketed = authority.starts_with('[');
  const auto end = bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (end == std::string_view::npos) return std::nullopt;
  url.host = authority.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end);
  authority.remove_prefix(bracketed ? end + 1 : end);
  if (!authority.empty()) {
    const auto port = authority.starts_with(':') ? parse_port(authority.substr(1)) : std::nullopt;
    if (!port) return std::nullopt;
    url.port = *port;
  }
  if (!is_host(url.host, bracketed)) return std::nullopt;
  return url;
}

std::string HttpsUrl::authority() const {
  auto text = host.contains(':') ? "[" + host + "]" : host;
  if (port != 443) text += ":" + std::to_string(port);
  return text;
}

}  // namespace signet
