// SPDX-License-Identifier: Apache-2.0
#include "open_keyring.hpp"

#include "keyring/root_key_slot.hpp"

#include <fmt/format.h>

namespace signet::app {

Result<keyring::Keyring> open_keyring(const std::filesystem::path& key_file, store::Snapshot& snapshot,
                                      crypto::Random& random) {
  const auto slot_key = keyring::read_key_file(key_file);
  if (!slot_key) return fail(ExitCode::data, slot_key.error());
  const auto id = snapshot.load_installation().root_key_id;
  for (const auto& slot : snapshot.list_key_slots()) {
    const auto root = keyring::unwrap_root_key(slot_key->expose(), slot.id, slot.kind, id, slot.wrapped_root_key);
    if (root) return keyring::Keyring(root->expose(), random);
  }
  return fail(ExitCode::data,
              fmt::format("{} is not the key of this data folder (its root key id is {}): name the file "
                          "that init made for it with --root-key-file",
                          key_file.string(), id));
}

}  // namespace signet::app
