// SPDX-License-Identifier: Apache-2.0
// What a machine enrols with.
#pragma once

#include "domain/clock.hpp"
#include "domain/identity.hpp"
#include "domain/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

struct EnrolmentToken {
  TokenId id;
  VaultId vault;
  MachineKind kind = MachineKind::standard;  // of the machines it makes
  Bytes hash;                                // SHA-256 of the token text
  std::string created_by;
  Instant created_at;
  Instant expires_at;
  std::int64_t uses = 1;
  std::int64_t uses_left = 1;
  bool revoked = false;
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::optional<std::chrono::milliseconds> machine_life = {};
  // Where from, by whom; empty: anybody.
  std::vector<std::string> networks = {};
  std::optional<std::string> hostname_pattern = {};
  std::optional<std::string> name_template = {};  // overrides the name that the machine asks for
  std::int64_t seq = 0;
};

/// What its machines get at once. Only what is there now.
struct Handout {
  std::vector<ProjectId> projects = {};
  std::vector<SecretId> secrets = {};
};

enum class TokenState : std::uint8_t { active, used, expired, revoked };
[[nodiscard]] TokenState state_of(const EnrolmentToken& token, Instant now);
[[nodiscard]] std::string_view name_of(TokenState state);

/// The kind of token, on the wire: bootstrap, enrolment, temporary.
[[nodiscard]] std::string_view token_kind_name(MachineKind kind);
[[nodiscard]] std::optional<MachineKind> parse_token_kind(std::string_view name);

/// A glob: `*` is any text, `?` any one character, letters in either case. 1 to limits::kMaxHostname characters of
/// hostnames and these two.
[[nodiscard]] bool is_hostname_pattern(std::string_view text);
[[nodiscard]] bool matches_hostname(std::string_view pattern, std::string_view hostname);

/// A display name of at most 100 bytes in which {uuid8}, {uuid}, {hostname} and {n}, each at most once, stand for the
/// beginning of the machine's id, all of it, the first 100 characters of its hostname, and which use of the token it
/// is.
[[nodiscard]] bool is_name_template(std::string_view text);
struct NameParts {
  const MachineId& id;
  std::string_view hostname;
  std::int64_t number;
};
[[nodiscard]] std::string fill_name_template(std::string_view text, const NameParts& parts);

}  // namespace signet
