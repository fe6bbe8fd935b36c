// SPDX-License-Identifier: Apache-2.0
// A value that a person may open once, by a link. The link's key is nowhere on the server.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace signet {

struct OneTimeLink {
  LinkId id;
  ProjectId project;
  std::string name;  // for operators; may be empty
  std::array<std::uint8_t, 32> key_hash{};
  std::optional<Bytes> salt = {};  // of its passphrase
  std::int64_t failures = 0;       // wrong passphrases
  Bytes value = {};                // sealed, twice
  Bytes wrapped_key = {};
  std::string created_by;  // operator id
  Instant created_at;
  Instant expires_at;
  std::int64_t seq = 0;
};

}  // namespace signet
