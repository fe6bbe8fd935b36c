// SPDX-License-Identifier: Apache-2.0
// What is kept of a secret besides its present value.
#pragma once

#include "domain/vault.hpp"

#include <string>

namespace signet {

struct SecretNote {
  std::uint64_t version = 1;  // of the note; each text has one of its own
  Bytes value;                // sealed
  Bytes wrapped_key;
  Instant updated_at;
  std::string updated_by;  // operator id
};

}  // namespace signet
