// SPDX-License-Identifier: Apache-2.0
// A server that was started without its root key gets it back from shares that operators post.
#pragma once

#include "keyring/held_shares.hpp"
#include "vault/work.hpp"

#include <optional>

namespace signet::vault {

struct GivenShare {
  std::size_t held;
  std::size_t needed;
  /// The root key, and those before it that still wrap something: what the keyring adopts once this is durable.
  std::optional<SecretBytes> root_key = {};
  std::vector<SecretBytes> former = {};
};

/// Refused with `does not open`, whatever is wrong with it; the journal says that it happened. `now` is monotonic.
[[nodiscard]] Result<GivenShare> give_share(Work& work, keyring::HeldShares& held, std::string_view share,
                                            std::chrono::milliseconds now);

}  // namespace signet::vault
