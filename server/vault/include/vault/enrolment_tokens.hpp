// SPDX-License-Identifier: Apache-2.0
// The tokens that operators make for machines to come in with.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

/// What an operator asked for. Its texts are well-formed, its numbers within their limits.
struct TokenRequest {
  MachineKind kind = MachineKind::standard;
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::int64_t uses = 1;
  std::chrono::milliseconds life;
  std::optional<std::chrono::milliseconds> machine_life = {};
  Handout handout = {};
  std::vector<std::string> networks = {};
  std::optional<std::string> hostname_pattern = {};
  std::optional<std::string> name_template = {};
};

struct MadeToken {
  EnrolmentToken token;
  SecretBytes text;  // 64 hex digits, shown once
};

/// Every project and secret of the hand-out must be there, and every secret lie in one of the projects.
[[nodiscard]] Result<MadeToken> create_token(Work& work, const VaultId& vault, const TokenRequest& request);
[[nodiscard]] Result<EnrolmentToken> find_token(store::Snapshot& snapshot, const VaultId& vault, const TokenId& id);
/// What enrolled with it stays.
[[nodiscard]] Result<void> revoke_token(Work& work, const VaultId& vault, const TokenId& id);

}  // namespace signet::vault
