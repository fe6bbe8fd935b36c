// SPDX-License-Identifier: Apache-2.0
// From what is at hand on the host to the root key and the keyring: finds the slot that it opens.
#pragma once

#include "app/config.hpp"
#include "app/exit_code.hpp"
#include "keyring/keyring.hpp"
#include "store/snapshot.hpp"

#include <filesystem>

namespace signet::app {

/// What is to open a slot. The first that is named is tried and no other: the files of what was asked for, the
/// credential if it is there, the key file.
struct Way {
  std::filesystem::path key_file;
  std::filesystem::path credential = {};  // that systemd passed on
  std::filesystem::path passphrase_file = {};
  std::filesystem::path recovery_key = {};
  std::filesystem::path shares_file = {};  // a share a line
};

struct OpenedSlot {
  SlotId slot;
  SecretBytes root_key;
  std::optional<store::KeySlot> completed = {};  // the slot of an older program, with what it lacks
};

[[nodiscard]] Result<OpenedSlot> open_slot(const Way& way, store::Snapshot& snapshot);
[[nodiscard]] Result<keyring::Keyring> open_keyring(const Way& way, store::Snapshot& snapshot, crypto::Random& random);
/// With the root keys before it that still wrap something.
[[nodiscard]] Result<keyring::Keyring> make_keyring(ByteView root_key, store::Snapshot& snapshot,
                                                    crypto::Random& random);
/// Nobody asked for a way, and nothing is there that would be one.
[[nodiscard]] bool nothing_is_at_hand(const Way& way);

/// A text on one line: a passphrase, or a share. `most` bytes at most, without the line feed at its end.
[[nodiscard]] Result<SecretBytes> read_secret_file(const std::filesystem::path& file, std::size_t most);

}  // namespace signet::app
