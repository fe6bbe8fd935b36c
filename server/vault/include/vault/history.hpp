// SPDX-License-Identifier: Apache-2.0
// The past of a secret and its end: going back to an older version, the trash, and notes.
#pragma once

#include "domain/history.hpp"
#include "vault/work.hpp"

namespace signet::vault {

/// How long a deleted secret can be had back.
inline constexpr std::chrono::days kTrashDays{30};

/// A new version with the value and the fields of an older one, under a data key of its own.
[[nodiscard]] Result<Secret> roll_back(Work& work, const VaultId& vault, const SecretId& id, std::uint64_t version,
                                       std::optional<std::uint64_t> expected_version);

/// Out of the trash, without the grants that it had. Conflict if another secret has its name by now.
[[nodiscard]] Result<Secret> restore_secret(Work& work, const VaultId& vault, const SecretId& id);

/// What a purge destroys.
struct Doomed {
  Secret secret;
  std::size_t versions;
  bool has_note;
};
/// Only of what is in the trash.
[[nodiscard]] Result<Doomed> preview_purge(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id);
/// Destroys the values and their data keys. Nothing brings them back but a backup.
[[nodiscard]] Result<Doomed> purge_secret(Work& work, const VaultId& vault, const SecretId& id,
                                          const std::string& why);

/// All that lies in the trash of a project that is being deleted. Raises no generation.
void destroy_trash(Work& work, const ProjectId& project);

struct OpenNote {
  SecretBytes text;
  Instant updated_at;
  std::string updated_by;
};
/// Empty text removes the note. Audited without its text.
[[nodiscard]] Result<void> put_note(Work& work, const VaultId& vault, const SecretId& id, const SecretBytes& text);
/// Absent if there is none.
[[nodiscard]] Result<std::optional<OpenNote>> read_note(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                                        const VaultId& vault, const SecretId& id);

}  // namespace signet::vault
