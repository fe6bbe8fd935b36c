// SPDX-License-Identifier: Apache-2.0
#include "setting_checks.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace signet::app {
namespace {

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return text[0] == '0' && text.size() > 1 ? std::nullopt : std::optional(number);
}

bool is_port(std::string_view text) { return port_of(text).value_or(0) != 0; }

bool is_host_name(std::string_view host) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  };
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, fits) && host.front() != '.' &&
         host.front() != '-' && host.back() != '-';
}

bool is_host(std::string_view host) {
  if (!host.starts_with('[')) return is_host_name(host);
  if (!host.ends_with(']')) return false;
  const auto inside = host.substr(1, host.size() - 2);
  return inside.contains(':') && Address::parse(inside).has_value();
}

/// `host`, `host:port`, `[v6]`, `[v6]:port`; an empty host if it is none of these.
std::string_view host_of(std::string_view authority) {
  const auto bracket = authority.rfind(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1))) return {};
  const auto host = authority.substr(0, colon);
  return is_host(host) ? host : std::string_view{};
}

bool is_public_url(std::string_view url) {
  constexpr std::string_view kSecure = "https://";
  constexpr std::string_view kPlain = "http://";
  if (url.starts_with(kSecure)) return !host_of(url.substr(kSecure.size())).empty();
  return url.starts_with(kPlain) && host_of(url.substr(kPlain.size())) == "localhost";
}

bool can_read(const std::string& file) { return access(file.c_str(), R_OK) == 0; }

std::string sentence(const Setting& setting, std::string_view complaint) {
  return fmt::format("{}: {} = {}: {}", setting.origin, setting.key->name, to_toml(setting.value), complaint);
}

}  // namespace

bool lies_in(const std::filesystem::path& path, const std::filesystem::path& folder) {
  std::error_code error;
  const auto inner = std::filesystem::weakly_canonical(path, error);
  const auto outer = std::filesystem::weakly_canonical(folder / "", error);
  const auto relative = inner.lexically_relative(outer);
  return !relative.empty() && *relative.begin() != "..";
}

Complaint set_public_url(Config& config, const Value& value) {
  const auto& url = std::get<std::string>(value);
  if (!url.empty() && !is_public_url(url))
    return "must be https://host, https://host:port or http://localhost:port, without a slash at the end";
  config.public_url = url;
  return std::nullopt;
}

Complaint set_addresses(Config& config, const Value& value) {
  config.addresses.clear();
  for (const auto& text : std::get<std::vector<std::string>>(value)) {
    const auto address = Address::parse(text);
    if (!address) return fmt::format("\"{}\" must be a numeric address, such as 127.0.0.1 or ::1", text);
    if (std::ranges::find(config.addresses, address->to_string()) != config.addresses.end())
      return fmt::format("has \"{}\" twice", text);
    config.addresses.push_back(address->to_string());
  }
  if (config.addresses.empty()) return "must have at least one address";
  return std::nullopt;
}

Complaint set_metrics_listen(Config& config, const Value& value) {
  constexpr auto kWrong = "must be a port, address:port or [v6]:port, such as 127.0.0.1:9464";
  std::string_view text = std::get<std::string>(value);
  config.metrics_listen.reset();
  if (text.empty()) return std::nullopt;
  const auto colon = text.rfind(':');
  const auto port = port_of(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!port) return kWrong;
  auto host = colon == std::string_view::npos ? "127.0.0.1" : text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto address = Address::parse(host);
  if (!address || bracketed != host.contains(':')) return kWrong;
  config.metrics_listen = {address->to_string(), *port};
  return std::nullopt;
}

Complaint set_trusted_proxies(Config& config, const Value& value) {
  config.trusted_proxies.clear();
  for (const auto& text : std::get<std::vector<std::string>>(value)) {
    const auto network = Network::parse(text);
    if (!network) return fmt::format("\"{}\" must be an address or a network, such as 10.0.0.0/8", text);
    config.trusted_proxies.push_back(*network);
  }
  return std::nullopt;
}

std::vector<std::string> broken_rules(const Settings& settings) {
  const auto& config = settings.config;
  std::vector<std::string> broken;
  if (lies_in(config.root_key_file, config.data_dir))
    broken.push_back(sentence(settings.of("root_key_file"),
                              "must lie outside data_dir, or every backup of the data contains the key to it"));
  const auto is_open = [](const std::string& text) { return !Address::parse(text)->is_loopback(); };
  if (config.tls == TlsMode::off && std::ranges::any_of(config.addresses, is_open))
    broken.push_back(sentence(settings.of("listen.addresses"),
                              "without TLS the server listens on loopback only: set tls.mode to \"on\" with a "
                              "certificate, or to \"in-front\" behind a proxy that does TLS"));
  if (config.tls == TlsMode::in_front && config.trusted_proxies.empty())
    broken.push_back(sentence(settings.of("tls.mode"),
                              "needs trusted_proxies, the addresses of the proxy: else everybody shares its address, "
                              "and one stranger's failures lock all out"));
  for (const auto* key : {"tls.certificate", "tls.private_key"}) {
    const auto& setting = settings.of(key);
    const auto& file = std::get<std::string>(setting.value);
    if (config.tls != TlsMode::on) continue;
    if (file.empty())
      broken.push_back(sentence(settings.of("tls.mode"), fmt::format("needs {}, a PEM file", key)));
    else if (!can_read(file))
      broken.push_back(sentence(setting, "there is no such file, or this user may not read it"));
  }
  return broken;
}

}  // namespace signet::app
