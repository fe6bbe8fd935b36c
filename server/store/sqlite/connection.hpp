// SPDX-License-Identifier: Apache-2.0
// One SQLite connection and the statements it keeps prepared. Everything that goes wrong in SQLite comes out as a
// SqliteError. Not thread-safe: one per thread.
#pragma once

#include "sqlite/row_memory.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace signet::store {

struct SqliteError : std::runtime_error {
  SqliteError(int extended_code, const std::string& what, int system = 0)
      : runtime_error(what), code(extended_code), system_error(system) {}
  [[nodiscard]] int primary() const { return code & 0xff; }
  int code;          // SQLite's extended result code
  int system_error;  // errno after it: of use to whoever set it to 0 before
};

class Connection {
 public:
  enum class Use {
    inspect,  // changes nothing, not even by recovering or checkpointing what a crash left
    migrate,  // writes, with foreign keys off while tables are rebuilt
    write,
    read,
  };
  Connection(const std::filesystem::path& file, Use use);
  /// A database in memory, to see what a schema looks like.
  static Connection in_memory();
  /// A database that lies in memory, to be read only. REQUIRES: not written in WAL mode; `file` outlives the
  /// connection.
  static Connection over(std::span<const std::uint8_t> file);

  /// Runs text that is ours: pragmas, transaction control, migrations.
  void execute(const char* text);
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  /// Rows that the last statement changed.
  [[nodiscard]] std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }
  /// Prepared once. The key is the address: `text` must be a constant. REQUIRES: not being run at this moment.
  [[nodiscard]] sqlite3_stmt* prepared(const char* text);
  [[nodiscard]] SqliteError error(const char* doing) const;

  /// Null if it keeps none.
  [[nodiscard]] RowMemory* memory() { return memory_ ? &*memory_ : nullptr; }
  void remember(std::size_t most_bytes) { memory_.emplace(most_bytes); }
  /// Called before the first statement that is then prepared or run again, once.
  void before_next_use(std::function<void()> prepare) { before_use_ = std::move(prepare); }
  [[nodiscard]] sqlite3* raw() const { return handle_.get(); }

 private:
  Connection(const std::string& name, int flags);
  void configure(Use use);

  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;  // end before the handle
  std::optional<RowMemory> memory_;
  std::function<void()> before_use_;
};

}  // namespace signet::store
