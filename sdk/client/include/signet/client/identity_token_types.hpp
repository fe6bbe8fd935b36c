// SPDX-License-Identifier: Apache-2.0
// Tokens that prove a machine to third parties, and the keys that sign them.
#pragma once

#include "signet/client/admin_types.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace signet::client {

enum class TokenForm : std::uint8_t { compact, json };

struct TokenWish {
  TokenForm form = TokenForm::compact;
  std::optional<std::chrono::seconds> life = {};  // 10 s to 15 minutes, which it is if nothing is said
};

struct IdentityToken {
  std::string token = {};
  std::string key_id = {};
  Time expires_at = {};
};

/// What a vault signs tokens with, or signed.
struct IssuerKey {
  std::string key_id = {};
  std::string algorithm = {};
  std::string public_key = {};  // base64
  Time created_at = {};
  std::optional<Time> listed_until = {};  // it signs no more
};

}  // namespace signet::client
