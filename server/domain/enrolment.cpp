// SPDX-License-Identifier: Apache-2.0
#include "domain/enrolment.hpp"

#include "signet/schema/limits.hpp"
#include "signet/schema/name.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace signet {
namespace {

constexpr std::size_t kLongestTemplate = 100;
constexpr std::size_t kLongestHostnamePart = 100;
constexpr std::array<std::string_view, 4> kPlaceholders{"{uuid8}", "{uuid}", "{hostname}", "{n}"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string fill(std::string_view placeholder, const NameParts& parts) {
  if (placeholder == "{uuid8}") return parts.id.str().substr(0, 8);
  if (placeholder == "{uuid}") return parts.id.str();
  if (placeholder == "{n}") return std::to_string(parts.number);
  return std::string(parts.hostname.substr(0, kLongestHostnamePart));
}

}  // namespace

TokenState state_of(const EnrolmentToken& token, Instant now) {
  if (token.revoked) return TokenState::revoked;
  if (token.uses_left <= 0) return TokenState::used;
  return now >= token.expires_at ? TokenState::expired : TokenState::active;
}

std::string_view name_of(TokenState state) {
  switch (state) {
    case TokenState::active: return "active";
    case TokenState::used: return "used";
    case TokenState::expired: return "expired";
    case TokenState::revoked: return "revoked";
  }
  std::unreachable();
}

std::string_view token_kind_name(MachineKind kind) {
  switch (kind) {
    case MachineKind::standard: return "bootstrap";
    case MachineKind::ephemeral: return "enrolment";
    case MachineKind::temporary: return "temporary";
  }
  std::unreachable();
}

std::optional<MachineKind> parse_token_kind(std::string_view name) {
  for (const auto kind : {MachineKind::standard, MachineKind::ephemeral, MachineKind::temporary})
    if (token_kind_name(kind) == name) return kind;
  return std::nullopt;
}

bool is_hostname_pattern(std::string_view text) {
  std::string without(text);
  std::ranges::replace_if(without, [](char c) { return c == '*' || c == '?'; }, 'x');
  return is_hostname(without);
}

bool matches_hostname(std::string_view pattern, std::string_view hostname) {
  // After a mismatch only the last star can take one character more: what was before it matched already.
  std::size_t p = 0, h = 0;
  auto star = std::string_view::npos;
  std::size_t taken = 0;
  while (h < hostname.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = h;
    } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(hostname[h]))) {
      ++p, ++h;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      h = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool is_name_template(std::string_view text) {
  if (!is_display_name(text) || text.size() > kLongestTemplate) return false;
  std::string rest(text);
  for (const auto placeholder : kPlaceholders)
    if (const auto at = rest.find(placeholder); at != std::string::npos) rest.replace(at, placeholder.size(), "x");
  return rest.find_first_of("{}") == std::string::npos;
}

std::string fill_name_template(std::string_view text, const NameParts& parts) {
  std::string name;
  while (!text.empty()) {
    const auto* found = std::ranges::find_if(kPlaceholders, [&](auto each) { return text.starts_with(each); });
    if (found == kPlaceholders.end()) {
      name += text.front();
      text.remove_prefix(1);
    } else {
      name += fill(*found, parts);
      text.remove_prefix(found->size());
    }
  }
  return name;
}

}  // namespace signet
