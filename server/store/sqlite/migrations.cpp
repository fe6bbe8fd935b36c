// SPDX-License-Identifier: Apache-2.0
#include "sqlite/migrations.hpp"

#include "sqlite/query.hpp"
#include "sqlite/sentences.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <map>

namespace signet::store {
namespace {

// By its columns, since other programs have a table of that name too.
constexpr auto kHasRecord =
    sql("SELECT 1 WHERE 3 = (SELECT count(*) FROM pragma_table_info('schema_migrations') "
        "WHERE name IN ('version', 'name', 'sha256'))");
constexpr auto kHasAnything = sql("SELECT 1 FROM sqlite_schema");
constexpr auto kApplied = sql("SELECT version, name, sha256 FROM schema_migrations ORDER BY version");
constexpr auto kRecord = sql("INSERT INTO schema_migrations (version, name, sha256) VALUES (?1, ?2, ?3)");
constexpr auto kBrokenForeignKeys = sql("PRAGMA foreign_key_check");
// What SQLite makes by itself has names of its own.
constexpr auto kSchema =
    sql("SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");

using Schema = std::map<std::string, std::string>;

Schema schema_of(Connection& connection) {
  Schema schema;
  Query rows(connection, kSchema);
  while (rows.step()) schema.emplace(rows.text(0), rows.text(1));
  return schema;
}

void apply_one(Connection& connection, const EmbeddedMigration& migration) {
  connection.execute("BEGIN IMMEDIATE");
  connection.execute(migration.sql);
  Query(connection, kRecord, migration.version, migration.name, migration.sha256).run();
  // They were off, so that a migration can rebuild a table that others refer to.
  if (Query(connection, kBrokenForeignKeys).step())
    throw SqliteError(SQLITE_CONSTRAINT_FOREIGNKEY, "rows refer to rows that are gone");
  connection.execute("COMMIT");
}

}  // namespace

std::size_t count_applied(Connection& connection, std::span<const EmbeddedMigration> known, const std::string& file) {
  if (!Query(connection, kHasRecord).step()) {
    if (!Query(connection, kHasAnything).step()) return 0;
    throw StoreError(fmt::format("{} is a database, but not one of Signet: name the right file", file));
  }
  std::size_t count = 0;
  Query rows(connection, kApplied);
  for (; rows.step(); ++count) {
    const auto version = rows.integer(0);
    if (count < known.size() && version != known[count].version)
      throw StoreError(fmt::format("{} has migration {} but not {}: it was changed by hand; put a backup in its place",
                                   file, version, known[count].version));
    if (count >= known.size())
      throw StoreError(fmt::format(
          "{} was written by a newer Signet: it has migration {} ({}), this program knows {}; use the newer "
          "program, or a backup made before",
          file, version, rows.text(1), known.size()));
    if (rows.text(2) != known[count].sha256)
      throw StoreError(fmt::format("{} has another migration {} ({}) than this program: use the program that made it",
                                   file, version, rows.text(1)));
  }
  return count;
}

void apply_migrations(Connection& connection, std::span<const EmbeddedMigration> known, const std::string& file) {
  for (const auto& migration : known.subspan(count_applied(connection, known, file))) {
    try {
      apply_one(connection, migration);
    } catch (const SqliteError& error) {
      if (connection.in_transaction()) connection.execute("ROLLBACK");
      throw StoreError(fmt::format("migration {} ({}) could not be applied and left nothing behind: {}",
                                   migration.version, migration.name, database_sentence(file, error)));
    }
  }
}

void require_schema(Connection& connection, std::span<const EmbeddedMigration> known, const std::string& file) {
  auto model = Connection::in_memory();
  for (const auto& migration : known) model.execute(migration.sql);
  const auto want = schema_of(model);
  const auto have = schema_of(connection);
  for (const auto& [what, text] : want) {
    const auto found = have.find(what);
    if (found == have.end()) throw StoreError(damaged_sentence(file, what + " is missing"));
    if (found->second != text) throw StoreError(damaged_sentence(file, what + " was changed"));
  }
  for (const auto& [what, text] : have)
    if (!want.contains(what)) throw StoreError(damaged_sentence(file, what + " is not Signet's"));
}

}  // namespace signet::store
