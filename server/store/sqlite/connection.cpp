// SPDX-License-Identifier: Apache-2.0
#include "sqlite/connection.hpp"

#include <cerrno>
#include <string_view>
#include <utility>

namespace signet::store {
namespace {

constexpr int kBusyMillis = 5'000;

int open_flags(Connection::Use use) {
  const bool writes = use == Connection::Use::write || use == Connection::Use::migrate;
  // The file is there already: nothing is ever made by opening it.
  return (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
}

// Absolute, since SQLite takes "file:..." for a URI and ":memory:" for no file.
std::string name_of(const std::filesystem::path& file) { return std::filesystem::absolute(file).string(); }

/// SQLite keeps statistics of its memory behind one mutex for all threads, and nobody reads them.
void keep_no_statistics() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);
}

}  // namespace

Connection::Connection(const std::string& name, int flags) {
  keep_no_statistics();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) throw SqliteError(code, "opening the database: " + std::string(sqlite3_errstr(code)));
  sqlite3_busy_timeout(handle, kBusyMillis);
  // Neither the schema in the file nor anything in it may make SQLite do more than store rows.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

Connection::Connection(const std::filesystem::path& file, Use use) : Connection(name_of(file), open_flags(use)) {
  configure(use);
}

Connection Connection::in_memory() {
  return Connection(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE);
}

Connection Connection::over(std::span<const std::uint8_t> file) {
  auto connection = in_memory();
  const auto size = static_cast<sqlite3_int64>(file.size());
  // It only reads: SQLite takes no pointer to what is const.
  if (sqlite3_deserialize(connection.raw(), "main", const_cast<std::uint8_t*>(file.data()), size, size,
                          SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
    throw connection.error("opening a database in memory");
  connection.configure(Use::inspect);
  return connection;
}

void Connection::configure(Use use) {
  // A reader's page cache is thrown away by every commit of another connection, and re-reading through a mapping costs
  // more than through pread.
  execute("PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON");
  if (use == Use::inspect) {
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return;
  }
  // Reads something, which opens the files of the log: at the first request there may be no file descriptors left.
  if (use == Use::read) return execute("PRAGMA cache_size = -8192; PRAGMA user_version");
  // FULL: a commit is on disk when it returns. secure_delete: what is deleted is overwritten. recursive_triggers:
  // without it REPLACE would delete past the triggers that forbid deleting.
  execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA recursive_triggers = ON;"
      "PRAGMA cache_size = -16384");
  if (use == Use::migrate) return;
  // Checkpoints run in the writer, every 4,000 pages: rarer ones make a long log, a checkpointer beside the writer
  // never catches up.
  execute("PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000");
}

void Connection::execute(const char* text) {
  if (sqlite3_exec(handle_.get(), text, nullptr, nullptr, nullptr) != SQLITE_OK) throw error(text);
}

sqlite3_stmt* Connection::prepared(const char* text) {
  if (before_use_) std::exchange(before_use_, nullptr)();
  auto& statement = statements_[text];
  if (!statement) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
      throw error(text);
    statement.reset(made);
  }
  if (sqlite3_stmt_busy(statement.get()) != 0) throw std::logic_error("a statement is used while it runs");
  return statement.get();
}

SqliteError Connection::error(const char* doing) const {
  constexpr std::size_t kShown = 60;
  const int system = errno;  // SQLite keeps its own only of some statements, COMMIT not among them
  return {
      sqlite3_extended_errcode(handle_.get()),
      std::string(sqlite3_errmsg(handle_.get())) + " (" + std::string(std::string_view(doing).substr(0, kShown)) + ")",
      system};
}

}  // namespace signet::store
