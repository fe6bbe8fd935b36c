// SPDX-License-Identifier: Apache-2.0
// Making, checking, migrating and opening a database file.
#include "sqlite/copy_database.hpp"
#include "sqlite/file_descriptor.hpp"
#include "sqlite/new_file.hpp"
#include "sqlite/query.hpp"
#include "sqlite/sentences.hpp"
#include "sqlite/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>

namespace signet::store {
namespace {

// quick_check reads every page, a second or more for each gigabyte of a cold file. Small files are the ones that get
// cut off or edited by hand; of a large one, damage shows when its page is read.
constexpr std::uintmax_t kLargestQuickCheck = 64 * 1'024 * 1'024;

constexpr auto kQuickCheck = sql("PRAGMA quick_check(1)");
constexpr auto kUserVersion = sql("PRAGMA user_version");

// Everything that SQLite says on the way comes out as a sentence.
template <class Work>
auto in_sentences(const std::filesystem::path& file, Work&& work) {
  try {
    return work();
  } catch (const SqliteError& error) {
    throw StoreError(database_sentence(file.string(), error));
  } catch (const CorruptStore& error) {
    throw StoreError(damaged_sentence(file.string(), error.what()));
  }
}

void require_file(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found)
    throw StoreError(fmt::format("there is no database at {}: make one with `signetd init`", file.string()));
  if (!std::filesystem::is_regular_file(status))
    throw StoreError(fmt::format("{} is not a file: name the database itself", file.string()));
  const FileDescriptor probe(open(file.c_str(), O_RDWR | O_CLOEXEC));
  if (!probe.is_open()) throw StoreError(file_sentence(file.string(), errno));
}

void quick_check(Connection& connection, const std::filesystem::path& file) {
  if (std::filesystem::file_size(file) > kLargestQuickCheck) return;
  Query answer(connection, kQuickCheck);
  if (!answer.step() || answer.text(0) != "ok") throw StoreError(damaged_sentence(file.string(), answer.text(0)));
}

// A commit that changes nothing: a full or read-only disk shows now and not at the first request.
void prove_writable(const std::filesystem::path& file) {
  Connection connection(file, Connection::Use::write);
  std::int64_t same = 0;
  {
    Query version(connection, kUserVersion);
    version.step();
    same = version.integer(0);
  }
  connection.execute("BEGIN IMMEDIATE");
  connection.execute(fmt::format("PRAGMA user_version = {}", same).c_str());
  connection.execute("COMMIT");
}

// Only the owner, and never one that is there. Its log and index files get the same mode.
void make_file(const std::filesystem::path& file) {
  const FileDescriptor made(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (made.is_open()) return;
  if (errno == EEXIST)
    throw StoreError(fmt::format("{} is there already: name another file, or move that one away", file.string()));
  throw StoreError(file_sentence(file.string(), errno));
}

// Beside the database, under the first name that is free: one of an earlier attempt is not touched.
std::filesystem::path copy_before(const std::filesystem::path& file, int version) {
  const auto wanted = fmt::format("{}.before-{:04}", file.string(), version);
  std::filesystem::path place = wanted;
  for (int n = 2; std::filesystem::exists(place); ++n) place = fmt::format("{}-{}", wanted, n);
  NewFile copy(wanted + ".partial");
  Connection source(file, Connection::Use::migrate);
  source.execute("BEGIN");
  static_cast<void>(Query(source, kUserVersion).step());
  copy_database(source, copy.path(), [](std::uint64_t, std::uint64_t) {});
  copy.move_to(place);
  return place;
}

void remove_file(const std::filesystem::path& file) {
  for (const char* ending : {"", "-wal", "-shm"}) {
    auto name = file;
    name += ending;
    std::error_code ignored;
    std::filesystem::remove(name, ignored);
  }
}

}  // namespace

void check_database(const std::filesystem::path& file, std::span<const EmbeddedMigration> known) {
  require_file(file);
  in_sentences(file, [&] {
    Connection connection(file, Connection::Use::inspect);
    const auto applied = count_applied(connection, known, file.string());
    if (applied < known.size())
      throw StoreError(fmt::format("{} has {} of {} migrations: back it up, then run `signetd migrate`", file.string(),
                                   applied, known.size()));
    quick_check(connection, file);
    require_schema(connection, known, file.string());
  });
}

void create_database(const std::filesystem::path& file, std::span<const EmbeddedMigration> known) {
  const LockFile lock(file);
  make_file(file);
  try {
    in_sentences(file, [&] {
      Connection connection(file, Connection::Use::migrate);
      apply_migrations(connection, known, file.string());
    });
    sync_folder_of(file);
  } catch (...) {
    remove_file(file);
    throw;
  }
}

std::vector<Migration> list_database_migrations(const std::filesystem::path& file,
                                                std::span<const EmbeddedMigration> known) {
  require_file(file);
  return in_sentences(file, [&] {
    Connection connection(file, Connection::Use::inspect);
    const auto applied = count_applied(connection, known, file.string());
    std::vector<Migration> migrations;
    for (const auto& migration : known)
      migrations.push_back(
          {.version = migration.version, .name = std::string(migration.name), .applied = migrations.size() < applied});
    return migrations;
  });
}

std::optional<std::filesystem::path> migrate_database(const std::filesystem::path& file,
                                                      std::span<const EmbeddedMigration> known, bool keep_copy) {
  require_file(file);
  const LockFile lock(file);
  return in_sentences(file, [&] {
    std::size_t applied = 0;
    {
      Connection connection(file, Connection::Use::inspect);
      applied = count_applied(connection, known, file.string());
      quick_check(connection, file);
    }
    std::optional<std::filesystem::path> copy;
    if (keep_copy && applied != 0 && applied < known.size()) copy = copy_before(file, known[applied].version);
    Connection connection(file, Connection::Use::migrate);
    apply_migrations(connection, known, file.string());
    return copy;
  });
}

void create_sqlite(const std::filesystem::path& file) { create_database(file, embedded_migrations()); }

std::optional<std::filesystem::path> migrate_sqlite(const std::filesystem::path& file) {
  return migrate_database(file, embedded_migrations());
}

void migrate_sqlite_copy(const std::filesystem::path& file) { migrate_database(file, embedded_migrations(), false); }

std::vector<Migration> list_migrations(const std::filesystem::path& file) {
  return list_database_migrations(file, embedded_migrations());
}

std::unique_ptr<Store> open_sqlite(const std::filesystem::path& file) {
  require_file(file);
  LockFile lock(file);
  check_database(file, embedded_migrations());
  in_sentences(file, [&] { prove_writable(file); });
  return std::make_unique<SqliteStore>(file, std::move(lock));
}

}  // namespace signet::store
