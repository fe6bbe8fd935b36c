// SPDX-License-Identifier: Apache-2.0
// A root key that was replaced, wrapped by the one after it, while something is still wrapped by it.
#pragma once

#include "signet/crypto/random.hpp"

#include <optional>
#include <string>

namespace signet::keyring {

[[nodiscard]] Bytes wrap_former_root_key(ByteView root_key, ByteView former, crypto::Random& random);
/// Nothing: another root key's, or damaged.
[[nodiscard]] std::optional<SecretBytes> unwrap_former_root_key(ByteView root_key, const std::string& former_id,
                                                                ByteView wrapped);

}  // namespace signet::keyring
