// SPDX-License-Identifier: Apache-2.0
#include "variables.hpp"

#include "printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::cli {
namespace {

constexpr std::string_view kObeyed[] = {"PATH", "BASH_ENV", "ENV", "IFS", "NODE_OPTIONS"};
constexpr std::string_view kObeyedBeginnings[] = {"LD_", "PYTHON", "GIT_"};

Result<void> add(std::vector<Variable>& all, Variable variable, Collisions collisions) {
  if (variable.name.empty()) {
    return fail(
        fmt::format("{} has a name without letters or digits of ASCII, of which no variable can be named: "
                    "rename it",
                    variable.origin));
  }
  const auto same = std::ranges::find(all, variable.name, &Variable::name);
  if (same == all.end()) {
    all.push_back(std::move(variable));
    return {};
  }
  if (collisions == Collisions::refuse) {
    return fail(fmt::format("{} and {} would both be {}: rename one, or say --last-wins", same->origin, variable.origin,
                            variable.name));
  }
  *same = std::move(variable);
  return {};
}

}  // namespace

std::string variable_name(std::string_view name) {
  std::string out;
  bool gap = false;
  for (char c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if ((c < 'A' || c > 'Z') && (c < '0' || c > '9')) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += '_';
    gap = false;
    out += c;
  }
  return out;
}

bool is_obeyed(std::string_view variable) {
  return std::ranges::find(kObeyed, variable) != std::end(kObeyed) ||
         std::ranges::any_of(kObeyedBeginnings, [&](auto beginning) { return variable.starts_with(beginning); });
}

Result<std::vector<Variable>> variables_of(std::span<const client::ExportedSecret> secrets, Collisions collisions) {
  std::vector<Variable> all;
  for (const auto& secret : secrets) {
    const std::string origin = fmt::format("\"{}\" ({})", secret.name, secret.id);
    const std::string name = variable_name(secret.name);
    auto fields = secret.field_names ? client::fields_of(secret.value) : std::nullopt;
    if (!fields) {
      if (auto added = add(all, {name, origin, secret.value.clone()}, collisions); !added) {
        return std::unexpected(added.error());
      }
      continue;
    }
    for (auto& [field, value] : *fields) {
      auto variable = variable_name(secret.name + "_" + field);
      if (variable_name(field).empty()) variable.clear();
      if (auto added =
              add(all, {variable, fmt::format("field \"{}\" of {}", field, origin), std::move(value)}, collisions);
          !added) {
        return std::unexpected(added.error());
      }
    }
  }
  return all;
}

Result<void> check_for_environment(std::span<const Variable> variables, std::span<const std::string> allowed) {
  for (const auto& variable : variables) {
    if (is_obeyed(variable.name) && std::ranges::find(allowed, variable.name) == allowed.end()) {
      return fail(
          fmt::format("{} would be {}, which programs obey: whoever named the secret could run code here. If "
                      "you mean it, say --allow-env {}",
                      variable.origin, variable.name, variable.name));
    }
    if (variable.value.expose_text().find('\0') != std::string_view::npos) {
      return fail(
          fmt::format("{} has a zero byte, which no environment can hold: use JSON, YAML or files", variable.origin));
    }
  }
  return {};
}

}  // namespace signet::cli
