// SPDX-License-Identifier: Apache-2.0
// `signetd backup`, `verify` and `restore`.
#pragma once

#include "app/exit_code.hpp"
#include "app/init.hpp"
#include "domain/clock.hpp"
#include "signet/crypto/random.hpp"
#include "store/backup.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace signet::app {

/// With what it is tried whether that which is wrapped opens: the key file, or the file of another way that was named.
struct KeyCheck {
  std::filesystem::path file;
  bool asked_for = false;  // else it is tried if it is there
  std::filesystem::path passphrase_file = {};
  std::filesystem::path recovery_key = {};
  std::filesystem::path shares_file = {};
};

/// Of a data folder whose server may be running. What was copied, as text.
[[nodiscard]] Result<std::string> back_up(const std::filesystem::path& data_dir, const std::filesystem::path& file,
                                          Instant now, const store::Progress& progress);

/// Whether a log that is not the one that was signed is an error, or only told: a restore does not fail for it.
enum class BadLog : std::uint8_t { fails, is_told };

/// A data folder, a copy of its database or a backup; nothing is changed. What was looked at, as text.
[[nodiscard]] Result<std::string> verify(const std::filesystem::path& what, const KeyCheck& key, crypto::Random& random,
                                         const store::Progress& progress, BadLog bad_log = BadLog::fails);

struct RestoreRequest {
  std::filesystem::path file;
  std::filesystem::path folder;  // none, or empty
  KeyCheck key;
  bool keep_enabled = false;  // machines and operators of the backup are let in as they were
  /// A root operator of the backup, who gets this key, and all other roots are held too. Takes the root key.
  std::optional<GivenKey> root_operator = std::nullopt;
};

/// Made beside `folder` and moved there once all of it is good: there is a whole data folder, or none. What was
/// withdrawn, as text.
[[nodiscard]] Result<std::string> restore(const RestoreRequest& request, crypto::Random& random, const Clock& clock,
                                          const store::Progress& progress);

}  // namespace signet::app
