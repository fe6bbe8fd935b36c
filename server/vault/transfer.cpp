// SPDX-License-Identifier: Apache-2.0
#include "vault/transfer.hpp"

#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"
#include "store/history.hpp"
#include "versions.hpp"

#include <array>
#include <utility>

namespace signet::vault {
namespace {

constexpr std::size_t kPage = 200;

ImportRow plan_one(store::Snapshot& snapshot, const keyring::Keyring& keyring, const ProjectId& project,
                   const ImportEntry& entry) {
  ImportRow row{.line = entry.line, .name = entry.name, .outcome = ImportOutcome::created};
  const auto known = snapshot.history().find_by_name(project, entry.name);
  if (entry.value.bytes.size() > limits::kMaxValue) {
    row.outcome = ImportOutcome::refused;
    row.reason = "The value is larger than " + std::to_string(limits::kMaxValue) + " bytes";
  } else if (known && known->field_names.empty() != entry.value.field_names.empty()) {
    row.outcome = ImportOutcome::refused;
    row.reason = known->field_names.empty() ? "The secret has a single value, and here are fields"
                                            : "The secret has fields, and here is a single value";
  } else if (const auto may =
                 known ? may_take(*known, entry.value.field_names, VersionOrigin::imported) : Result<void>();
             !may) {
    row.outcome = ImportOutcome::refused;
    row.reason = may.error().message;
  } else if (known) {
    const auto present = open_value(snapshot, keyring, *known);
    const bool same = constant_time_equal(present.expose(), entry.value.bytes.expose());
    row.outcome = same ? ImportOutcome::unchanged : ImportOutcome::updated;
  }
  return row;
}

}  // namespace

std::string_view name_of(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::created: return "created";
    case ImportOutcome::updated: return "updated";
    case ImportOutcome::unchanged: return "unchanged";
    case ImportOutcome::refused: return "refused";
  }
  std::unreachable();
}

Result<std::vector<ImportRow>> plan_import(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                           const VaultId& vault, const ProjectId& project,
                                           const std::vector<ImportEntry>& entries) {
  if (const auto home = find_project(snapshot, vault, project); !home) return std::unexpected(home.error());
  std::vector<ImportRow> rows;
  rows.reserve(entries.size());
  for (const auto& entry : entries) rows.push_back(plan_one(snapshot, keyring, project, entry));
  return rows;
}

Result<std::vector<ImportRow>> import_secrets(Work& work, const VaultId& vault, const ProjectId& project,
                                              const std::vector<ImportEntry>& entries) {
  auto rows = plan_import(work.read(), work.keyring, vault, project, entries);
  if (!rows) return rows;
  std::array<std::size_t, 4> counts{};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& entry = entries[i];
    const auto outcome = (*rows)[i].outcome;
    ++counts.at(static_cast<std::size_t>(outcome));
    if (outcome == ImportOutcome::refused) return std::unexpected(refused_import(*rows));
    if (outcome == ImportOutcome::created) {
      const auto made = create_secret(work, vault, project, entry.name, entry.value, VersionOrigin::imported);
      if (!made) return std::unexpected(made.error());
    } else if (outcome == ImportOutcome::updated) {
      auto secret = *work.read().history().find_by_name(project, entry.name);
      add_version(work, secret, entry.value, VersionOrigin::imported);
      record(work, Action::secret_update, secret, "version " + std::to_string(secret.version) + ", imported");
    }
  }
  work.journal.add(Action::secret_import, "into " + project.str() + ": " + std::to_string(counts[0]) + " created, " +
                                              std::to_string(counts[1]) + " updated, " + std::to_string(counts[2]) +
                                              " unchanged");
  return rows;
}

Error refused_import(const std::vector<ImportRow>& rows) {
  Error error{ErrorCode::invalid, {}, "content"};
  std::size_t refused = 0;
  for (const auto& row : rows) {
    if (row.outcome != ImportOutcome::refused || refused++ != 0) continue;
    error.message = (row.line   ? "Line " + std::to_string(*row.line) + ": "
                     : row.name ? *row.name + ": "
                                : std::string()) +
                    row.reason;
  }
  if (refused > 1) error.message += ", and " + std::to_string(refused - 1) + " more";
  error.message += ". Nothing was imported; a dry run shows all";
  return error;
}

Result<bool> allow_export(Work& work, const VaultId& vault, bool allowed) {
  if (work.read().history().is_export_allowed(vault) == allowed) return allowed;
  work.transaction.history().allow_export(vault, allowed);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::vault_update, allowed ? "owners may export values" : "nobody may export values");
  return allowed;
}

Result<std::vector<ExportedValue>> export_secrets(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                                  const VaultId& vault, const ProjectId& project, Journal& journal) {
  const auto home = find_project(snapshot, vault, project);
  if (!home) return std::unexpected(home.error());
  if (!snapshot.history().is_export_allowed(vault))
    return refuse(ErrorCode::forbidden, "This vault allows no export: an owner can switch it on");
  if (snapshot.count_secrets(project) > limits::kMaxTransferred)
    return refuse(ErrorCode::too_large,
                  "The project has more than " + std::to_string(limits::kMaxTransferred) + " secrets");
  std::vector<ExportedValue> all;
  for (store::PageRequest page{.limit = kPage};;) {
    auto some = snapshot.list_secrets(project, page);
    for (auto& secret : some.items) {
      if (secret.kind == SecretKind::certificate || secret.kind == SecretKind::end_to_end)
        continue;  // no value to read
      auto value = open_value(snapshot, keyring, secret);
      journal.add(Action::secret_read, "version " + std::to_string(secret.version) + ", exported").secret_id =
          secret.id.str();
      all.push_back({std::move(secret), std::move(value)});
    }
    if (!some.next) break;
    page.cursor = *some.next;
  }
  journal.add(Action::secret_export, std::to_string(all.size()) + " secrets of " + project.str() + " " + home->name);
  return all;
}

}  // namespace signet::vault
