// SPDX-License-Identifier: Apache-2.0
// Values for people, by links that open once. An operator makes a link; whoever has it, and its passphrase if there is
// one, opens it, and the value is gone from here in the same commit.
#pragma once

#include "domain/one_time_link.hpp"
#include "vault/work.hpp"

#include <chrono>

namespace signet::vault {

inline constexpr std::int64_t kMostWrongPassphrases = 5;

struct NewLink {
  std::string name;
  SecretBytes value;
  std::chrono::seconds life;
  std::optional<Bytes> salt;    // with a passphrase
  SecretBytes passphrase_hash;  // empty without one
};

struct MadeLink {
  OneTimeLink link;
  SecretBytes key;  // 32 bytes, here and in the link only
};

[[nodiscard]] Result<MadeLink> create_link(Work& work, const VaultId& vault, const ProjectId& project,
                                           const NewLink& wanted);
[[nodiscard]] Result<void> delete_link(Work& work, const VaultId& vault, const LinkId& id);

/// The link, if it could be opened with this key. Unknown, spent, expired, another key: one and the same error, at one
/// and the same cost. Cheap, on a snapshot; the commit decides again.
[[nodiscard]] Result<OneTimeLink> check_link(store::Snapshot& snapshot, std::string_view id, ByteView key, Instant now);

struct OpenedLink {
  std::optional<SecretBytes> value;  // nothing: a wrong passphrase, which is counted and must stay so
  std::int64_t tries_left = 0;
};

/// Spends the link, or counts a wrong passphrase; the fifth destroys it.
[[nodiscard]] Result<OpenedLink> open_link(Work& work, std::string_view id, ByteView key, ByteView passphrase_hash);

/// Deletes what nobody opened in time; at most a few hundred a call.
void sweep_links(Work& work);

}  // namespace signet::vault
