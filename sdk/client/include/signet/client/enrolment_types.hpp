// SPDX-License-Identifier: Apache-2.0
// Enrolment tokens as an operator makes and sees them, and what a revocation would take away.
#pragma once

#include "signet/client/admin_types.hpp"

namespace signet::client {

enum class TokenKind : std::uint8_t {
  bootstrap,  // once, for a machine that a person approves
  enrolment,  // many times, for machines that are approved at once and end
  temporary,  // once, for a machine that a person approves and that ends
};
[[nodiscard]] std::string_view name_of(TokenKind kind);
[[nodiscard]] std::optional<TokenKind> parse_token_kind(std::string_view name);

struct EnrolmentToken {
  std::string token_id = {};
  TokenKind kind = TokenKind::bootstrap;
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::string state = {};  // active, used, expired or revoked
  Time created_at = {};
  std::string created_by = {};
  Time expires_at = {};
  std::uint64_t uses = 0;
  std::uint64_t uses_left = 0;
  bool revoked = false;
  std::optional<std::uint64_t> machine_life_seconds = {};
  std::vector<std::string> project_ids = {};
  std::vector<std::string> secret_ids = {};
  std::vector<std::string> networks = {};  // empty: from anywhere
  std::optional<std::string> hostname_pattern = {};
  std::optional<std::string> name_template = {};
};

/// A bootstrap token takes none of these. An enrolment token needs name, uses and both lifetimes; a temporary one the
/// machine's lifetime.
struct TokenRequest {
  TokenKind kind = TokenKind::bootstrap;
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::optional<std::uint64_t> uses = {};
  std::optional<std::chrono::seconds> token_life = {};
  std::optional<std::chrono::seconds> machine_life = {};
  std::vector<std::string> project_ids = {};
  std::vector<std::string> secret_ids = {};  // each of one of the projects
  std::vector<std::string> networks = {};    // CIDR
  std::optional<std::string> hostname_pattern = {};
  std::optional<std::string> name_template = {};
};

struct NewEnrolmentToken {
  std::string token_id = {};
  SecretBytes token = {};  // shown this once
  Time expires_at = {};
};

struct RevocationEffect {
  struct Project {
    std::string project_id = {};
    std::string name = {};
  };
  struct Grant {
    std::string secret_id = {};
    std::string name = {};
    std::string project_id = {};
    std::string kind = {};
  };
  /// Nobody reads what is bound to it while the machine that must co-sign is gone.
  struct Policy {
    std::string policy_id = {};
    std::string name = {};
    std::string project_id = {};
  };
  /// With which whoever holds the machine could enrol again.
  struct Token {
    std::string token_id = {};
    std::optional<std::string> name = {};
    std::uint64_t uses_left = 0;
    Time expires_at = {};
  };
  std::string machine_id = {};
  std::string name = {};
  std::vector<Project> projects = {};
  std::vector<Grant> grants = {};
  std::vector<Policy> co_signs = {};
  std::vector<Token> tokens = {};
};

}  // namespace signet::client
