// SPDX-License-Identifier: Apache-2.0
#include "secret_template.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::cli {
namespace {

constexpr std::string_view kOpen = "{{", kClose = "}}", kLiteral = "{{{{";

std::string_view without_spaces(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

bool is_variable(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

Result<SecretBytes> fill_template(std::string_view text, std::span<const Variable> variables, std::string_view where) {
  SecretBytes out;
  std::size_t at = 0;
  for (;;) {
    const auto open = text.find(kOpen, at);
    out.append(as_bytes(text.substr(at, open == std::string_view::npos ? open : open - at)));
    if (open == std::string_view::npos) return out;
    if (text.substr(open).starts_with(kLiteral)) {
      out.append(as_bytes(kOpen));
      at = open + kLiteral.size();
      continue;
    }
    const auto line = 1 + std::ranges::count(text.substr(0, open), '\n');
    const auto close = text.find(kClose, open);
    const auto name =
        close == std::string_view::npos ? "" : without_spaces(text.substr(open + 2, close - open - kOpen.size()));
    if (!is_variable(name)) {
      return fail(
          fmt::format("{} line {}: {{{{ must be followed by the NAME of a secret's variable and }}}}; write "
                      "{{{{{{{{ for {{{{ itself",
                      where, line));
    }
    const auto found = std::ranges::find(variables, name, &Variable::name);
    if (found == variables.end()) return fail(fmt::format("{} line {}: there is no secret {}", where, line, name));
    out.append(found->value.expose());
    at = close + kClose.size();
  }
}

}  // namespace signet::cli
