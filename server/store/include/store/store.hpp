// SPDX-License-Identifier: Apache-2.0
// A database: how it is made, migrated and opened. SQLite today; another one has the same face.
#pragma once

#include "store/committer.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace signet::store {

/// A sentence for the operator: what is wrong with the database and what to do. Nothing has been changed.
struct StoreError : std::runtime_error {
  using runtime_error::runtime_error;
};

/// A group that was committed, or tried to be.
struct GroupReport {
  std::size_t members;
  std::chrono::nanoseconds took;  // from the first member's work to the last one's answer
  std::size_t live_nonces;        // after it
};

/// Why something could not be written and surely did not happen.
struct WriteFailure {
  std::string what;      // what SQLite said
  bool no_room = false;  // the disk is full, or a quota used up
};

struct CommitterOptions {
  std::size_t queue = 4'096;
  /// Called on the writer thread, once, when a COMMIT failed and its outcome cannot be known. The process must end.
  std::function<void(const std::string& what)> on_unknown_outcome = {};
  /// Called on the writer thread with everything that a group announced, after it is durable and its tasks were told.
  std::function<void(std::span<const Announcement> announced)> on_change = {};
  /// Called on the writer thread after a group of which something could not be written and surely did not happen: the
  /// disk is full, another program holds the lock.
  std::function<void(const WriteFailure& failure)> on_failure = {};
  /// Asked on the writer thread before each group. If so, those tasks fail that may not use the reserve.
  std::function<bool()> is_on_reserve = {};
  /// Called on the writer thread after each group, and once before the first with one of no members.
  std::function<void(const GroupReport& report)> on_group = {};
};

class Store {
 public:
  virtual ~Store() = default;
  [[nodiscard]] virtual std::unique_ptr<Reader> reader() = 0;
  /// Only one at a time.
  [[nodiscard]] virtual std::unique_ptr<Committer> committer(CommitterOptions options) = 0;
};

struct Migration {
  int version;
  std::string name;
  bool applied;
};

/// Makes a new database file with the newest schema. Throws StoreError if the file exists.
void create_sqlite(const std::filesystem::path& file);
/// Opens an existing one, checks it (header, schema version and hashes, quick check) and takes the exclusive lock file
/// beside it. Throws StoreError: missing, damaged, newer than this program, older (run `signetd migrate`), full disk,
/// or in use by another process.
[[nodiscard]] std::unique_ptr<Store> open_sqlite(const std::filesystem::path& file);
/// What is and what is not applied. Changes nothing.
[[nodiscard]] std::vector<Migration> list_migrations(const std::filesystem::path& file);
/// Applies what is missing, each in its own transaction, once a copy of the database as it was lies beside it; absent
/// if nothing is missing. Takes the lock file.
std::optional<std::filesystem::path> migrate_sqlite(const std::filesystem::path& file);
/// The same without a copy, for a file that is one.
void migrate_sqlite_copy(const std::filesystem::path& file);

}  // namespace signet::store
