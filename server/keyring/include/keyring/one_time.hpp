// SPDX-License-Identifier: Apache-2.0
// The inner seal of a one-time link: by a key that only the link has, and its passphrase if there is one. What the
// keyring seals around it protects the database; this protects from whoever holds database and root key.
#pragma once

#include "domain/ids.hpp"
#include "signet/crypto/random.hpp"

#include <optional>

namespace signet::keyring {

inline constexpr std::size_t kLinkKeyBytes = 32;

/// `passphrase_hash` is empty without a passphrase.
[[nodiscard]] Bytes seal_for_link(const LinkId& link, ByteView link_key, ByteView passphrase_hash, ByteView plain,
                                  crypto::Random& random);
/// Nothing: another key, another passphrase, or another link's bytes.
[[nodiscard]] std::optional<SecretBytes> open_for_link(const LinkId& link, ByteView link_key, ByteView passphrase_hash,
                                                       ByteView sealed);

}  // namespace signet::keyring
