// SPDX-License-Identifier: Apache-2.0
// Many secrets of a project at once, in and out.
#pragma once

#include "vault/secrets.hpp"

namespace signet::vault {

struct ImportEntry {
  std::optional<std::size_t> line;  // where its text has lines
  std::string name;
  NewValue value;
};

enum class ImportOutcome : std::uint8_t { created, updated, unchanged, refused };
[[nodiscard]] std::string_view name_of(ImportOutcome outcome);

struct ImportRow {
  std::optional<std::size_t> line = {};
  std::optional<std::string> name = {};  // absent where it cannot be told from a value
  ImportOutcome outcome = ImportOutcome::refused;
  std::string reason = {};  // of a refusal
};

/// What an import would do, row by row in the order of the entries. REQUIRES: names are names, and no two are equal.
[[nodiscard]] Result<std::vector<ImportRow>> plan_import(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                                         const VaultId& vault, const ProjectId& project,
                                                         const std::vector<ImportEntry>& entries);
/// Does it, all or nothing: an entry that would be refused is an error.
[[nodiscard]] Result<std::vector<ImportRow>> import_secrets(Work& work, const VaultId& vault, const ProjectId& project,
                                                            const std::vector<ImportEntry>& entries);
/// The error of an import with refused rows, which names the first of them.
[[nodiscard]] Error refused_import(const std::vector<ImportRow>& rows);

[[nodiscard]] Result<bool> allow_export(Work& work, const VaultId& vault, bool allowed);

struct ExportedValue {
  Secret secret;
  SecretBytes value;
};
/// Every secret of a project with its value. Each is in the journal as a read, and the whole as an export. Forbidden
/// unless the vault allows it.
[[nodiscard]] Result<std::vector<ExportedValue>> export_secrets(store::Snapshot& snapshot,
                                                                const keyring::Keyring& keyring, const VaultId& vault,
                                                                const ProjectId& project, Journal& journal);

}  // namespace signet::vault
