// SPDX-License-Identifier: Apache-2.0
#include "signet/client/api_url.hpp"

#include "fail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace signet::client {
namespace {

constexpr std::string_view kRule =
    "an address is https://host or https://host:port, or http://localhost:port for a server on this machine; no path, "
    "no slash at the end";

std::unexpected<Error> refuse(std::string_view text, std::string_view why) {
  return fail(ErrorKind::local, fmt::format("\"{}\" is not a server's address: {}; {}", text, why, kRule));
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.front() == '0') return false;
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port <= 65'535;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '-' && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

/// Between the brackets. Whether it is an address at all is found out when connecting.
bool is_ipv6(std::string_view text) {
  return text.size() >= 2 && text.size() <= 45 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == '.' || c == ':';
         });
}

}  // namespace

Result<ApiUrl> parse_api_url(std::string_view text) {
  ApiUrl url;
  url.text = text;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    url.tls = false;
  } else {
    return refuse(text, "it does not begin with https://");
  }
  if (rest.find_first_of("/?#") != std::string_view::npos) return refuse(text, "it has a path");
  if (rest.find('@') != std::string_view::npos) return refuse(text, "it has a user name");
  url.authority = rest;

  const bool bracketed = rest.starts_with('[');
  const std::size_t host_end = bracketed ? rest.find(']') : rest.find(':');
  if (bracketed && host_end == std::string_view::npos) return refuse(text, "a bracket is open");
  std::string_view host = rest.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end);
  rest.remove_prefix(std::min(rest.size(), bracketed ? host_end + 1 : host.size()));
  if (bracketed ? !is_ipv6(host) : !is_host(host)) return refuse(text, "its host is malformed");
  url.host = host;
  url.port = url.tls ? "443" : "80";
  if (!rest.empty()) {
    if (!rest.starts_with(':') || !is_port(rest.substr(1))) return refuse(text, "its port is malformed");
    url.port = rest.substr(1);
  }

  url.loopback = bracketed ? host == "::1" : (host == "localhost" || host == "127.0.0.1");
  if (!url.tls && !url.loopback) return refuse(text, "http would send everything in clear to another machine");
  return url;
}

}  // namespace signet::client
