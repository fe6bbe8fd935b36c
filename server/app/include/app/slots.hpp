// SPDX-License-Identifier: Apache-2.0
// `signetd slot`: the ways to the root key, on the host. Whoever adds or removes one shows first that another opens.
#pragma once

#include "app/config.hpp"
#include "app/exit_code.hpp"
#include "domain/clock.hpp"
#include "signet/crypto/random.hpp"

#include <filesystem>
#include <string>

namespace signet::app {

struct Way;

/// What the new slot opens with.
struct NewSlot {
  std::string kind;            // file, credential, passphrase, recovery, shares
  std::filesystem::path file;  // file, credential, shares: made; passphrase: holds it; recovery: the public key
  unsigned threshold = 0;      // of shares
  unsigned shares = 0;
};

/// Also while the server runs; so does test_slot(). What goes to standard output.
[[nodiscard]] Result<std::string> list_slots(const Config& config);
/// Which slot opens in this way.
[[nodiscard]] Result<std::string> test_slot(const Config& config, const Way& way);
/// While the server is stopped.
[[nodiscard]] Result<std::string> add_slot(const Config& config, const Way& way, const NewSlot& wanted,
                                           crypto::Random& random, const Clock& clock);
/// Not the slot that `way` opens: one that opens must stay.
[[nodiscard]] Result<std::string> remove_slot(const Config& config, const Way& way, const std::string& id,
                                              const Clock& clock);
/// A key pair for a recovery slot, on any machine: `file`, which belongs off the host, and `file`.pub.
[[nodiscard]] Result<std::string> make_recovery_key(const std::filesystem::path& file, crypto::Random& random);

}  // namespace signet::app
