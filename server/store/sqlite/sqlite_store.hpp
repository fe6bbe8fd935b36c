// SPDX-License-Identifier: Apache-2.0
// The store over one file. Tests come in here, below the lock file: two of them on one file are two processes.
#pragma once

#include "sqlite/connection.hpp"
#include "sqlite/live_nonces.hpp"
#include "sqlite/lock_file.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/row_memory.hpp"
#include "sqlite/visits.hpp"
#include "store/store.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace signet::store {

class SqliteStore final : public Store {
 public:
  /// The file has been checked. It outlives its readers and its committer.
  explicit SqliteStore(std::filesystem::path file, std::optional<LockFile> lock = std::nullopt)
      : lock_(std::move(lock)), file_(std::move(file)) {}
  /// Leaves no empty log behind.
  ~SqliteStore() override;

  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  [[nodiscard]] std::unique_ptr<Committer> committer(CommitterOptions options) override;

 private:
  /// Opening one means reading the whole schema: that of a reader who left serves the next.
  [[nodiscard]] std::unique_ptr<Connection> take_idle();
  void keep_idle(std::unique_ptr<Connection> connection);

  std::optional<LockFile> lock_;
  std::filesystem::path file_;
  std::mutex idle_mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
  ChangeCount changes_{kFirstChange};
  Visits visits_;
  LiveNonces nonces_;
  std::atomic<bool> has_committer_ = false;
};

/// The checks of open_sqlite. Throws StoreError and changes nothing.
void check_database(const std::filesystem::path& file, std::span<const EmbeddedMigration> known);
/// create_sqlite and migrate_sqlite with other migrations than those of this program.
void create_database(const std::filesystem::path& file, std::span<const EmbeddedMigration> known);
std::optional<std::filesystem::path> migrate_database(const std::filesystem::path& file,
                                                      std::span<const EmbeddedMigration> known, bool keep_copy = true);
[[nodiscard]] std::vector<Migration> list_database_migrations(const std::filesystem::path& file,
                                                              std::span<const EmbeddedMigration> known);

}  // namespace signet::store
