// SPDX-License-Identifier: Apache-2.0
// Links that reveal a value to a person, once.
#pragma once

#include "signet/client/admin_types.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace signet::client {

struct NewLink {
  SecretBytes value = {};  // UTF-8, at most 102,400 bytes
  std::chrono::seconds life{};  // a minute to a day
  std::optional<SecretBytes> passphrase = {};
  std::optional<std::string> name = {};  // for operators
};

struct OneTimeLink {
  std::string link_id = {};
  std::string project_id = {};
  std::string name = {};
  bool has_passphrase = false;
  std::uint64_t wrong_passphrases = 0;  // the fifth destroys it
  Time created_at = {};
  Time expires_at = {};
};

struct MadeLink {
  OneTimeLink link = {};
  SecretBytes url = {};  // shown this once; whoever has it can open it
};

}  // namespace signet::client
