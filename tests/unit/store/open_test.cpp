// SPDX-License-Identifier: Apache-2.0
// Every state in which a database file can be found at start, and the sentence that it gets.
#include "database.hpp"
#include "sqlite/sentences.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <fstream>

namespace signet::store {
namespace {

using testing::Test;

struct Open : Test {
  Folder folder;
  std::filesystem::path file = folder / "signet.db";

  std::string contents() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void fill(const std::string& text) const { std::ofstream(file, std::ios::binary) << text; }
  std::string refusal() const {
    return sentence([&] { static_cast<void>(open_sqlite(file)); });
  }
  static mode_t mode_of(const std::filesystem::path& name) {
    struct stat about{};
    EXPECT_EQ(stat(name.c_str(), &about), 0) << name;
    return about.st_mode & 0777;
  }
};

constexpr EmbeddedMigration kTwo[] = {
    {1, "first", "aa", "CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT, sha256 TEXT) STRICT;"},
    {2, "second", "bb", "CREATE TABLE more (n INTEGER) STRICT;"},
};
const std::span<const EmbeddedMigration> kBoth = kTwo;

TEST_F(Open, ANewDatabaseOpensAndIsForItsOwnerOnly) {
  create_sqlite(file);
  const auto store = open_sqlite(file);
  const auto committer = store->committer({});
  const auto reader = store->reader();
  EXPECT_TRUE(commit_and_wait(*committer, [](Transaction& t) { t.put_known_address("a", "b", kNow); }));
  EXPECT_TRUE(reader->snapshot()->is_known_address("a", "b"));
  for (const char* ending : {"", "-wal", "-shm", ".lock"}) EXPECT_EQ(mode_of(file.string() + ending), 0600) << ending;
}

TEST_F(Open, FourConnectionsThatWereReadFromServeTheNextReadersAndMoreAreClosed) {
  create_sqlite(file);
  const auto store = open_sqlite(file);
  const auto open_files = [&] {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;  // the one that lists them
      count += std::filesystem::read_symlink(entry.path(), gone) == file.string() + "-wal" ? 1 : 0;
    }
    return count;
  };
  const auto read_with = [&](std::size_t count) {
    std::vector<std::unique_ptr<Reader>> readers;
    for (std::size_t i = 0; i < count; ++i) {
      readers.push_back(store->reader());
      EXPECT_FALSE(readers.back()->snapshot()->is_known_address("a", "b"));
    }
    return open_files();
  };
  EXPECT_EQ(read_with(4), 4U);
  EXPECT_EQ(open_files(), 4U);
  EXPECT_EQ(read_with(4), 4U) << "no new ones";
  EXPECT_EQ(read_with(5), 5U);
  EXPECT_EQ(open_files(), 4U) << "the fifth was closed";
}

TEST_F(Open, CreatingNeverTouchesAFileThatIsThere) {
  fill("something");
  EXPECT_THAT(sentence([&] { create_sqlite(file); }), testing::HasSubstr("is there already"));
  EXPECT_EQ(contents(), "something");
}

TEST_F(Open, CreatingInAFolderThatIsNotThereSaysSo) {
  EXPECT_THAT(sentence([&] { create_sqlite(folder / "no" / "signet.db"); }),
              testing::HasSubstr("folder does not exist"));
}

TEST_F(Open, ACreationThatFailsLeavesNoFile) {
  constexpr EmbeddedMigration kBad[] = {{1, "bad", "aa", "CREATE TABLE t (n INTEGER); nonsense;"}};
  EXPECT_THAT(sentence([&] { create_database(file, kBad); }), testing::HasSubstr("migration 1 (bad)"));
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal"));
}

TEST_F(Open, AMissingFileIsNotMade) {
  EXPECT_THAT(refusal(), testing::HasSubstr("there is no database at"));
  EXPECT_THAT(sentence([&] { migrate_sqlite(file); }), testing::HasSubstr("there is no database at"));
  EXPECT_THAT(sentence([&] { static_cast<void>(list_migrations(file)); }),
              testing::HasSubstr("there is no database at"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Open, AFolderIsNoDatabase) {
  EXPECT_THAT(sentence([&] { static_cast<void>(open_sqlite(folder.path())); }), testing::HasSubstr("is not a file"));
}

TEST_F(Open, WhatIsNoDatabaseIsRefusedAndStays) {
  fill(
      "this is a text and no database, and long enough to be read as the header of one, all hundred bytes of it......");
  const auto before = contents();
  EXPECT_THAT(refusal(), testing::HasSubstr("is not a database of Signet"));
  EXPECT_THAT(sentence([&] { migrate_sqlite(file); }), testing::HasSubstr("is not a database of Signet"));
  EXPECT_EQ(contents(), before);
}

TEST_F(Open, AnotherProgramsDatabaseIsRefused) {
  run_sql(file, "CREATE TABLE songs (name TEXT)");
  EXPECT_THAT(refusal(), testing::HasSubstr("not one of Signet"));
  EXPECT_THAT(sentence([&] { migrate_sqlite(file); }), testing::HasSubstr("not one of Signet"));
}

TEST_F(Open, ATableOfTheSameNameDoesNotMakeItSignets) {
  run_sql(file, "CREATE TABLE schema_migrations (version TEXT NOT NULL PRIMARY KEY)");
  EXPECT_THAT(refusal(), testing::HasSubstr("not one of Signet"));
}

TEST_F(Open, ARecordThatWasNeverWrittenIsDamage) {
  create_database(file, kBoth);
  run_sql(file, "UPDATE schema_migrations SET sha256 = NULL");
  EXPECT_THAT(sentence([&] { check_database(file, kBoth); }), testing::HasSubstr("is damaged"));
}

TEST_F(Open, AnEmptyFileHasNoMigrationsYet) {
  fill("");
  EXPECT_THAT(refusal(), testing::HasSubstr("has 0 of"));
  migrate_sqlite(file);
  EXPECT_NO_THROW(static_cast<void>(open_sqlite(file)));
}

TEST_F(Open, ATruncatedFileIsDamaged) {
  create_sqlite(file);
  const auto whole = contents();
  for (const std::size_t kept : {whole.size() - 4'096, whole.size() / 2, std::size_t{4'096}}) {
    fill(whole.substr(0, kept));
    EXPECT_THAT(refusal(), testing::HasSubstr("is damaged")) << kept;
    EXPECT_EQ(contents(), whole.substr(0, kept));
  }
}

TEST_F(Open, ADamagedPageIsFound) {
  create_sqlite(file);
  auto bytes = contents();
  for (std::size_t at = 3 * 4'096; at < 4 * 4'096; ++at) bytes[at] = '\x5a';
  fill(bytes);
  EXPECT_THAT(refusal(), testing::HasSubstr("is damaged"));
  EXPECT_EQ(contents(), bytes);
}

TEST_F(Open, ADamagedSchemaIsFound) {
  create_sqlite(file);
  auto bytes = contents();
  for (std::size_t at = 200; at < 4'096; ++at) bytes[at] = '\x5a';
  fill(bytes);
  EXPECT_THAT(refusal(), testing::HasSubstr("is damaged"));
}

TEST_F(Open, AMissingTableIsFound) {
  create_sqlite(file);
  run_sql(file, "DROP TABLE known_addresses");
  EXPECT_THAT(refusal(), testing::HasSubstr("table known_addresses is missing"));
}

TEST_F(Open, AMissingTriggerIsFound) {
  create_sqlite(file);
  run_sql(file, "DROP TRIGGER audit_is_never_deleted");
  EXPECT_THAT(refusal(), testing::HasSubstr("trigger audit_is_never_deleted is missing"));
}

TEST_F(Open, AChangedTableIsFound) {
  create_sqlite(file);
  run_sql(file, "ALTER TABLE last_seen ADD COLUMN more TEXT");
  EXPECT_THAT(refusal(), testing::HasSubstr("table last_seen was changed"));
}

TEST_F(Open, AForeignTriggerIsFound) {
  create_sqlite(file);
  run_sql(file, "CREATE TRIGGER spy AFTER INSERT ON secrets BEGIN DELETE FROM spent_nonces; END");
  EXPECT_THAT(refusal(), testing::HasSubstr("trigger spy is not Signet's"));
}

TEST_F(Open, StatisticsOfSqliteAreNoDamage) {
  create_sqlite(file);
  run_sql(file, "ANALYZE");
  EXPECT_NO_THROW(static_cast<void>(open_sqlite(file)));
}

TEST_F(Open, EverythingIsMigratedOnce) {
  create_sqlite(file);
  const auto first = query_sql(file, "SELECT * FROM schema_migrations");
  migrate_sqlite(file);
  EXPECT_EQ(query_sql(file, "SELECT * FROM schema_migrations"), first);
  const auto listed = list_migrations(file);
  ASSERT_EQ(listed.size(), embedded_migrations().size());
  EXPECT_EQ(listed[0].version, 1);
  EXPECT_EQ(listed[0].name, "foundation");
  for (const auto& migration : listed) EXPECT_TRUE(migration.applied);
}

TEST_F(Open, AnOlderDatabaseIsMigratedOnlyOnRequest) {
  create_database(file, kBoth.first(1));
  EXPECT_THAT(sentence([&] { check_database(file, kBoth); }), testing::HasSubstr("has 1 of 2 migrations"));
  const auto before = list_database_migrations(file, kBoth);
  EXPECT_TRUE(before[0].applied);
  EXPECT_FALSE(before[1].applied);
  migrate_database(file, kBoth);
  EXPECT_NO_THROW(check_database(file, kBoth));
  EXPECT_EQ(query_sql(file, "SELECT version, name, sha256 FROM schema_migrations"),
            (std::vector<std::string>{"1|first|aa", "2|second|bb"}));
}

TEST_F(Open, ANewerDatabaseIsRefused) {
  create_database(file, kBoth);
  const auto newer = testing::HasSubstr("was written by a newer Signet: it has migration 2 (second)");
  EXPECT_THAT(sentence([&] { check_database(file, kBoth.first(1)); }), newer);
  EXPECT_THAT(sentence([&] { migrate_database(file, kBoth.first(1)); }), newer);
  EXPECT_THAT(sentence([&] { static_cast<void>(list_database_migrations(file, kBoth.first(1))); }), newer);
}

TEST_F(Open, AnAppliedMigrationThatChangedIsRefused) {
  create_database(file, kBoth);
  run_sql(file, "UPDATE schema_migrations SET sha256 = 'cc' WHERE version = 1");
  EXPECT_THAT(sentence([&] { check_database(file, kBoth); }), testing::HasSubstr("another migration 1 (first)"));
}

TEST_F(Open, AGapIsRefused) {
  create_database(file, kBoth);
  run_sql(file, "DELETE FROM schema_migrations WHERE version = 1");
  EXPECT_THAT(sentence([&] { check_database(file, kBoth); }), testing::HasSubstr("has migration 2 but not 1"));
}

TEST_F(Open, AMigrationThatFailsLeavesNothingBehind) {
  constexpr EmbeddedMigration kBroken[] = {kTwo[0], {2, "broken", "bb", "CREATE TABLE more (n INTEGER); nonsense;"}};
  create_database(file, kBoth.first(1));
  EXPECT_THAT(sentence([&] { migrate_database(file, kBroken); }), testing::HasSubstr("migration 2 (broken)"));
  EXPECT_NO_THROW(check_database(file, kBoth.first(1)));
}

TEST_F(Open, AMigrationThatLeavesDanglingRowsIsRefused) {
  constexpr EmbeddedMigration kDangling[] = {
      kTwo[0],
      {2, "dangling", "bb",
       "CREATE TABLE a (n INTEGER PRIMARY KEY); CREATE TABLE b (n REFERENCES a); "
       "INSERT INTO b VALUES (7);"}};
  create_database(file, kBoth.first(1));
  EXPECT_THAT(sentence([&] { migrate_database(file, kDangling); }), testing::HasSubstr("refer to rows that are gone"));
  EXPECT_NO_THROW(check_database(file, kBoth.first(1)));
}

TEST_F(Open, ASecondProcessIsToldWhoHasIt) {
  create_sqlite(file);
  const auto store = open_sqlite(file);
  const auto in_use = testing::AllOf(testing::HasSubstr("is in use by another signetd"),
                                     testing::HasSubstr("process " + std::to_string(getpid())));
  EXPECT_THAT(refusal(), in_use);
  EXPECT_THAT(sentence([&] { migrate_sqlite(file); }), in_use);
  EXPECT_FALSE(list_migrations(file).empty()) << "looking is always allowed";
}

TEST_F(Open, TheLockGoesWithTheStore) {
  create_sqlite(file);
  {
    const auto store = open_sqlite(file);
  }
  EXPECT_NO_THROW(static_cast<void>(open_sqlite(file)));
}

TEST_F(Open, ALockOfAProcessThatLeftNoNumberIsStillALock) {
  create_sqlite(file);
  const int other = open((file.string() + ".lock").c_str(), O_RDWR | O_TRUNC | O_CLOEXEC);
  ASSERT_EQ(flock(other, LOCK_EX), 0);
  EXPECT_THAT(refusal(), testing::HasSubstr("(another process)"));
  close(other);
}

TEST_F(Open, WhatACrashLeftIsRecovered) {
  create_sqlite(file);
  const auto store = open_sqlite(file);
  const auto committer = store->committer({});
  EXPECT_TRUE(commit_and_wait(*committer, [](Transaction& t) { EXPECT_TRUE(t.spend_nonce(1, "ada", "n")); }));
  // The files as they lie on the disk at this moment are what a power cut leaves: all of it is still in the log.
  const auto left = folder / "left.db";
  std::filesystem::copy_file(file, left);
  std::filesystem::copy_file(file.string() + "-wal", left.string() + "-wal");
  const auto recovered = open_sqlite(left);
  const auto again = recovered->committer({});
  EXPECT_TRUE(recovered->reader()->snapshot()->is_nonce_spent("ada", "n"));
  EXPECT_TRUE(commit_and_wait(*again, [](Transaction& t) { EXPECT_FALSE(t.spend_nonce(2, "ada", "n")); }));
}

TEST_F(Open, OneCommitterAtATime) {
  create_sqlite(file);
  const auto store = open_sqlite(file);
  auto committer = store->committer({});
  EXPECT_THROW(static_cast<void>(store->committer({})), std::logic_error);
  committer.reset();
  EXPECT_NO_THROW(committer = store->committer({}));
}

TEST_F(Open, AFileThatVanishesLaterIsASentenceToo) {
  create_sqlite(file);
  const auto store = open_sqlite(file);
  std::filesystem::remove(file);
  EXPECT_THAT(sentence([&] { static_cast<void>(store->reader()); }), testing::HasSubstr(file.string()));
  EXPECT_THAT(sentence([&] { static_cast<void>(store->committer({})); }), testing::HasSubstr(file.string()));
  EXPECT_THAT(sentence([&] { static_cast<void>(store->committer({})); }), testing::HasSubstr(file.string()))
      << "and the place of the committer is free again";
}

TEST(Sentences, OfFilesSayWhatToDo) {
  EXPECT_THAT(file_sentence("x.db", ENOENT), testing::HasSubstr("make it first"));
  EXPECT_THAT(file_sentence("x.db", EACCES), testing::HasSubstr("correct its owner"));
  EXPECT_THAT(file_sentence("x.db", EROFS), testing::HasSubstr("read-only"));
  EXPECT_THAT(file_sentence("x.db", ENOSPC), testing::HasSubstr("free some space"));
  EXPECT_THAT(file_sentence("x.db", EMFILE), testing::HasSubstr("Too many open files"));
}

}  // namespace
}  // namespace signet::store
