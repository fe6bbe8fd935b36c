// SPDX-License-Identifier: Apache-2.0
// Values that nobody chose: generated when somebody asks, on a schedule, or because the old one was read often enough.
// A generated value goes to nobody but the machines that may read it.
#pragma once

#include "domain/rotation.hpp"
#include "vault/secrets.hpp"

namespace signet::vault {

inline constexpr std::chrono::seconds kShortestInterval{300};
inline constexpr std::chrono::seconds kLongestInterval{std::chrono::days{30}};

/// Every character, or every random bit of a UUID, equally likely.
[[nodiscard]] SecretBytes generate(crypto::Random& random, const Recipe& recipe);

/// A secret with the fields that `fixed` has and the recipe's beside them; without fields, one generated value.
[[nodiscard]] Result<Secret> create_generated(Work& work, const VaultId& vault, const ProjectId& project,
                                              const std::string& name, const NewValue& fixed, const Recipe& recipe);

/// A new version. Of a secret with fields, the recipe names those that change. Without one: that of the secret's own
/// rotation, or the default.
[[nodiscard]] Result<Secret> rotate_secret(Work& work, const VaultId& vault, const SecretId& id,
                                           const std::optional<Recipe>& recipe,
                                           std::optional<std::uint64_t> expected_version);

[[nodiscard]] Result<Rotation> find_rotation(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id);
[[nodiscard]] Result<Rotation> put_rotation(Work& work, const VaultId& vault, const SecretId& id, const Recipe& recipe,
                                            std::optional<std::chrono::seconds> interval);
[[nodiscard]] Result<void> delete_rotation(Work& work, const VaultId& vault, const SecretId& id);

/// Not asked for by anybody: `why` goes into the log. What cannot be rotated stays as it is, and the log says so.
/// Periods that were missed are not caught up.
void rotate_by_itself(Work& work, const Secret& secret, const std::string& why);
/// Not now: a period later, as the log says with `why`.
void put_off_rotation(Work& work, const Secret& secret, const std::string& why);

}  // namespace signet::vault
