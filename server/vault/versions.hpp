// SPDX-License-Identifier: Apache-2.0
// How versions are made and opened. Every version has a data key of its own.
#pragma once

#include "vault/secrets.hpp"

namespace signet::vault {

/// Seals `value` as secret.version, with secret.field_names.
[[nodiscard]] SecretVersion seal_version(Work& work, const Secret& secret, ByteView value, VersionOrigin origin);
[[nodiscard]] SecretBytes open_version(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret,
                                       const SecretVersion& version);
/// The current one.
[[nodiscard]] SecretBytes open_value(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret);

/// The next version, which becomes the current one. Whoever reads now decides again.
void add_version(Work& work, Secret& secret, const NewValue& value, VersionOrigin origin);

/// Conflict, with the present version in it, if another one was expected.
[[nodiscard]] Result<void> require_version(const Secret& secret, std::optional<std::uint64_t> expected);

/// Conflict where a value of this origin would be wrong: a certificate secret has none of its own, and what a managed
/// one has is what its agent made the database take.
[[nodiscard]] Result<void> may_take(const Secret& secret, const std::vector<std::string>& field_names,
                                    VersionOrigin origin);

AuditEvent& record(Work& work, Action action, const Secret& secret, const std::string& detail);

}  // namespace signet::vault
