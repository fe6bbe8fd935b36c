// SPDX-License-Identifier: Apache-2.0
// What a single value must be, for the table of keys: one function puts a checked value in its place in the Config.
#pragma once

#include "app/settings.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace signet::app {

template <auto Member>
Complaint set_path(Config& config, const Value& value) {
  config.*Member = std::get<std::string>(value);
  return std::nullopt;
}

template <auto Member>
Complaint set_text(Config& config, const Value& value) {
  config.*Member = std::get<std::string>(value);
  return std::nullopt;
}

template <auto Member>
Complaint set_needed_path(Config& config, const Value& value) {
  if (std::get<std::string>(value).empty()) return "must not be empty";
  return set_path<Member>(config, value);
}

template <auto Member, std::int64_t Least, std::int64_t Most>
Complaint set_number(Config& config, const Value& value) {
  const auto number = std::get<std::int64_t>(value);
  if (number < Least || number > Most) return fmt::format("must be a number from {} to {}", Least, Most);
  config.*Member = static_cast<std::remove_reference_t<decltype(config.*Member)>>(number);
  return std::nullopt;
}

template <class T, std::size_t N>
Complaint choose(const Value& value, const std::array<std::pair<std::string_view, T>, N>& choices, T& out) {
  std::string allowed;
  for (const auto& [name, meant] : choices) {
    if (std::get<std::string>(value) == name) {
      out = meant;
      return std::nullopt;
    }
    allowed += fmt::format("{}\"{}\"", allowed.empty() ? "" : ", ", name);
  }
  return "must be one of " + allowed;
}

[[nodiscard]] Complaint set_public_url(Config& config, const Value& value);
[[nodiscard]] Complaint set_addresses(Config& config, const Value& value);
[[nodiscard]] Complaint set_metrics_listen(Config& config, const Value& value);
[[nodiscard]] Complaint set_trusted_proxies(Config& config, const Value& value);

/// Whether `path` is `folder` or in it, links followed as far as the files exist.
[[nodiscard]] bool lies_in(const std::filesystem::path& path, const std::filesystem::path& folder);

/// What only several values together get wrong: sentences that name the place of one of them.
[[nodiscard]] std::vector<std::string> broken_rules(const Settings& settings);

}  // namespace signet::app
