// SPDX-License-Identifier: Apache-2.0
// From an answer to a key that may be sealed to.
#pragma once

#include "decode.hpp"
#include "signet/client/directory_types.hpp"

namespace signet::client {

/// Only what carries the machine's signature over machine, key and epoch. Error: server, if it does not.
[[nodiscard]] Result<HybridKey> believe_hybrid_key(const Result<Answer>& answer, std::string_view machine_id);

}  // namespace signet::client
