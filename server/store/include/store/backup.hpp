// SPDX-License-Identifier: Apache-2.0
// A copy of a database that somebody else may be using, and a look at one that nobody changes. Everything that is wrong
// comes as a StoreError that names the file.
#pragma once

#include "store/backup_header.hpp"
#include "store/snapshot.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace signet::store {

/// How much is done, of all; the unit has no meaning.
using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// One state of the database, from one read transaction, which no commit waits for. Needs room for two copies beside
/// `file` until it ends. `file` appears whole, on disk and 0600, or not at all; one that is there is never touched.
BackupHeader back_up_sqlite(const std::filesystem::path& database, const std::filesystem::path& file, Instant now,
                            const Progress& progress);

/// The header of a backup file, whose whole contents have the digest it says.
[[nodiscard]] ReadHeader read_backup(const std::filesystem::path& file, const Progress& progress);

/// The database in a backup file becomes `database`, a new file, 0600. The copy has the digest that the header says.
BackupHeader extract_backup(const std::filesystem::path& file, const std::filesystem::path& database,
                            const Progress& progress);

/// A key that the root key wraps; without a project, the vault's own, and without that, the installation's.
struct WrappedKey {
  std::optional<VaultId> vault;
  std::optional<ProjectId> project;
  ProjectKey key;
};

/// Only reads, also where a crash left something to recover. Not thread-safe.
class Examination {
 public:
  virtual ~Examination() = default;
  [[nodiscard]] virtual const std::optional<BackupHeader>& header() const = 0;  // of a backup file
  [[nodiscard]] virtual std::size_t applied() const = 0;                        // migrations
  [[nodiscard]] virtual std::size_t known() const = 0;                          // to this program
  /// SQLite's own checks of every page and index, foreign keys, the schema, and whether the audit logs are whole and
  /// end where the header says. How many audit records there are.
  virtual std::int64_t check() = 0;
  /// REQUIRES: all migrations are applied, also for each_key.
  virtual Snapshot& snapshot() = 0;
  virtual void each_key(const std::function<void(const WrappedKey&)>& what) = 0;
};

/// Of a data folder's database, in use or not, of one of its copies, or of a backup, whose digests are checked first.
/// `header`: of the backup that a database came out of. Throws StoreError, also for what a newer program wrote.
[[nodiscard]] std::unique_ptr<Examination> examine_sqlite(const std::filesystem::path& file, const Progress& progress,
                                                          std::optional<BackupHeader> header = std::nullopt);

}  // namespace signet::store
