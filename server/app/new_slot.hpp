// SPDX-License-Identifier: Apache-2.0
// A slot of each kind, with what its owner keeps of it.
#pragma once

#include "app/slots.hpp"
#include "made.hpp"
#include "store/snapshot.hpp"

namespace signet::app {

struct MadeSlot {
  store::KeySlot slot;
  std::string advice;
};

/// Files that it makes are remembered in `made`.
[[nodiscard]] Result<MadeSlot> make_slot(const NewSlot& wanted, ByteView root_key, Made& made, crypto::Random& random,
                                         Instant now);

}  // namespace signet::app
