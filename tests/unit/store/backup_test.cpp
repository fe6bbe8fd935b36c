// SPDX-License-Identifier: Apache-2.0
// Backup files: what they say, that no damage to one goes unseen, and that nobody waits for one.
#include "store/audit_tree.hpp"
#include "store/backup.hpp"
#include "database.hpp"
#include "signet/crypto/digest.hpp"

#include <sys/stat.h>

#include <fstream>

namespace signet::store {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

const Progress kQuiet = [](std::uint64_t, std::uint64_t) {};

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Backup : FurnishedStore {
  std::filesystem::path copy = folder / "backup";

  Backup() {
    write([&](Transaction& t) {
      for (int i = 0; i < 3; ++i)
        t.append_audit(
            {.log = vault.id.str(), .at = kNow, .action = "x", .machine_id = {}, .secret_id = {}, .address = {}},
            [](std::int64_t seq) { return Bytes(std::size_t{10}, static_cast<std::uint8_t>(seq)); });
    });
  }
  BackupHeader back_up() { return back_up_sqlite(file, copy, kNow, kQuiet); }
  void fill(const std::string& content) const { std::ofstream(copy, std::ios::binary) << content; }
  std::string refusal() {
    return sentence([&] { static_cast<void>(examine_sqlite(copy, kQuiet)->check()); });
  }
};

TEST_F(Backup, SaysWhatItIs) {
  const auto made = back_up();
  EXPECT_EQ(made.installation, installation.id.str());
  EXPECT_EQ(made.root_key_id, installation.root_key_id);
  EXPECT_EQ(made.taken_at, kNow);
  ASSERT_EQ(made.heads.size(), 1U);
  EXPECT_EQ(made.heads[0].log, vault.id.str());
  EXPECT_EQ(made.heads[0].seq, 3);
  EXPECT_EQ(made.heads[0].digest, crypto::sha256(Bytes(std::size_t{10}, std::uint8_t{3})));
  const auto content = content_of(copy);
  const auto read = parse_backup_header(content);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(encode(read->header), content.substr(0, read->length));
  EXPECT_EQ(content.size(), read->length + read->header.size);
  struct stat about{};
  ASSERT_EQ(stat(copy.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(Backup, HasWhatWasCommittedAndStaysAsItWas) {
  static_cast<void>(back_up());
  write([&](Transaction& t) { t.rename_project(project.id, "renamed"); });
  const auto examination = examine_sqlite(copy, kQuiet);
  EXPECT_EQ(examination->check(), 3);
  EXPECT_EQ(examination->snapshot().find_project(project.id)->name, project.name);
  std::size_t keys = 0;
  examination->each_key([&](const WrappedKey& key) {
    ++keys;
    EXPECT_EQ(key.vault, vault.id);
    EXPECT_EQ(key.project, project.id);
    EXPECT_EQ(key.key.wrapped, project_key.wrapped);
  });
  EXPECT_EQ(keys, 1U);
}

TEST_F(Backup, IsNotWaitedForByCommitsAndDoesNotSeeThem) {
  write([&](Transaction& t) {
    auto large = some_version(2);
    large.value = Bytes(std::size_t{4'000'000}, std::uint8_t{7});
    secret.version = 2;
    t.insert_version(secret, large);
  });
  int commits = 0;
  static_cast<void>(back_up_sqlite(file, copy, kNow, [&](std::uint64_t done, std::uint64_t all) {
    if (done > all / 4) return;  // while pages are copied
    write([&](Transaction& t) { t.rename_project(project.id, "name " + std::to_string(++commits)); });
  }));
  EXPECT_GE(commits, 1);
  EXPECT_EQ(snapshot()->find_project(project.id)->name, "name " + std::to_string(commits));
  const auto examination = examine_sqlite(copy, kQuiet);
  static_cast<void>(examination->check());
  EXPECT_EQ(examination->snapshot().find_project(project.id)->name, project.name);
}

TEST_F(Backup, NeverTouchesAFileThatIsThere) {
  fill("something");
  EXPECT_THAT(sentence([&] { static_cast<void>(back_up()); }), HasSubstr("is there already"));
  EXPECT_EQ(content_of(copy), "something");
}

TEST_F(Backup, LeavesNothingBehindIfItFails) {
  std::filesystem::create_directory(copy.string() + ".partial-pages");
  EXPECT_THAT(sentence([&] { static_cast<void>(back_up()); }), HasSubstr("is there already, left by"));
  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_FALSE(std::filesystem::exists(copy.string() + ".partial"));
}

TEST_F(Backup, ExtractsToTheVeryDatabase) {
  const auto made = back_up();
  const auto extracted = folder / "extracted.db";
  EXPECT_EQ(encode(extract_backup(copy, extracted, kQuiet)), encode(made));
  EXPECT_EQ(crypto::sha256(as_bytes(content_of(extracted))), made.digest);
  EXPECT_NO_THROW(check_database(extracted, embedded_migrations()));
}

TEST_F(Backup, EveryFlippedBitIsFound) {
  static_cast<void>(back_up());
  const auto good = content_of(copy);
  const auto header = parse_backup_header(good)->length;
  for (std::size_t at = 0; at < good.size(); at += at < header ? 1 : 4'099) {
    auto damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    fill(damaged);
    EXPECT_THAT(refusal(), AnyOf(HasSubstr("is damaged"), HasSubstr("is no backup"), HasSubstr("cut off"),
                                 HasSubstr("a newer Signet")))
        << at;
  }
}

TEST_F(Backup, EveryCutIsFoundAndSoIsWhatComesAfter) {
  static_cast<void>(back_up());
  const auto good = content_of(copy);
  const auto header = parse_backup_header(good)->length;
  for (const auto length :
       {std::size_t{0}, std::size_t{5}, header / 2, header - 1, header, header + 1, good.size() - 1}) {
    fill(good.substr(0, length));
    EXPECT_THAT(refusal(), AnyOf(HasSubstr("cut off"), HasSubstr("is no backup"))) << length;
  }
  fill(good + "x");
  EXPECT_THAT(refusal(), HasSubstr("1 bytes behind its end"));
}

TEST_F(Backup, AHeaderOfAnotherDatabaseIsFoundThoughItsDigestsAreGood) {
  static_cast<void>(back_up());
  const auto good = content_of(copy);
  const auto read = *parse_backup_header(good);
  const auto with = [&](auto change) {
    auto header = read.header;
    change(header);
    fill(encode(header) + good.substr(read.length));
    return refusal();
  };
  EXPECT_THAT(with([](auto& header) { header.schema -= 1; }), HasSubstr("its head says schema"));
  EXPECT_THAT(with([](auto& header) { header.installation = some_id<InstallationId>().str(); }),
              HasSubstr("of another installation"));
  EXPECT_THAT(with([](auto& header) { header.heads[0].seq += 1; }), HasSubstr("do not end where"));
  EXPECT_THAT(with([](auto& header) { header.heads.clear(); }), HasSubstr("do not end where"));
  auto header = read.header;
  const auto check_what_was_in_it = [&] { static_cast<void>(examine_sqlite(file, kQuiet, header)->check()); };
  EXPECT_NO_THROW(check_what_was_in_it());
  header.heads[0].digest[0] ^= 1;
  EXPECT_THAT(sentence(check_what_was_in_it), HasSubstr("do not end where"));
}

TEST_F(Backup, AMissingAuditRecordIsNamed) {
  close();
  run_sql(file,
          "DROP TRIGGER audit_is_never_deleted; DELETE FROM audit WHERE seq = 2; "
          "CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit\n"
          "WHEN OLD.seq > coalesce((SELECT size FROM audit_archives WHERE log = OLD.log), 0)\nBEGIN\n"
          "  SELECT RAISE(ABORT, 'an audit record is never deleted');\nEND");
  EXPECT_THAT(sentence([&] { static_cast<void>(examine_sqlite(file, kQuiet)->check()); }), HasSubstr("lacks record 2"));
}

TEST_F(Backup, ALogThatLostItsEndOrAllOfItIsNamed) {
  const auto log = vault.id.str();
  write([&](Transaction& t) { t.audit_tree().insert_checkpoint(log, {.size = 3, .root = {}, .note = "n", .at = kNow}); });
  close();
  const auto check = [&] { static_cast<void>(examine_sqlite(file, kQuiet)->check()); };
  const auto keep = content_of(file);
  EXPECT_NO_THROW(check());
  const auto change = [&](const std::string& what) {
    std::ofstream(file, std::ios::binary) << keep;
    run_sql(file,
            "DROP TRIGGER audit_is_never_deleted; " + what +
                "; CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit\n"
                "WHEN OLD.seq > coalesce((SELECT size FROM audit_archives WHERE log = OLD.log), 0)\nBEGIN\n"
                "  SELECT RAISE(ABORT, 'an audit record is never deleted');\nEND");
  };
  const auto without = [&](const std::string& what) {
    change(what);
    return sentence(check);
  };
  EXPECT_THAT(without("DELETE FROM audit WHERE seq = 3"), HasSubstr("ends with record 2, and 3 were signed"));
  EXPECT_THAT(without("DELETE FROM audit"), HasSubstr(log + " ends with record 0, and 3 were signed"));
  const auto key = "INSERT INTO checkpoint_keys VALUES ('" + log + "', x'01', x'01', 0)";
  change(key);
  EXPECT_NO_THROW(check());
  EXPECT_THAT(without("DELETE FROM audit; DELETE FROM audit_checkpoints; " + key),
              HasSubstr(log + " has no records any more"));
  EXPECT_THAT(without("INSERT INTO checkpoint_keys VALUES ('', x'01', x'01', 0)"),
              HasSubstr(installation.id.str() + " has no records any more"));
}

TEST_F(Backup, ADatabaseOfANewerProgramIsRefused) {
  close();
  run_sql(file, "INSERT INTO schema_migrations (version, name, sha256) VALUES (9999, 'later', 'aa')");
  const auto newer = HasSubstr("written by a newer Signet");
  EXPECT_THAT(sentence([&] { static_cast<void>(back_up()); }), newer);
  EXPECT_THAT(sentence([&] { static_cast<void>(examine_sqlite(file, kQuiet)); }), newer);
}

TEST(BackupHeaders, AreReadOnlyAsTheyAreWritten) {
  const BackupHeader header{
      .installation = some_id<InstallationId>().str(),
      .root_key_id = "0011223344556677",
      .schema = 20,
      .taken_at = kNow,
      .size = 4'096,
      .heads = {{"inst_aaaaaaaaaaaaaaaa", 1, some_digest()}, {"vault_aaaaaaaaaaaaaaaa", 7, some_digest()}}};
  const auto resealed = [&](const std::string& from, const std::string& to) {
    auto text = encode(header);
    text.resize(text.find("end "));
    text.replace(text.find(from), from.size(), to);
    return parse_backup_header(text + "end " + crypto::sha256_hex(as_bytes(text)) + "\n").has_value();
  };
  EXPECT_TRUE(resealed("schema 20", "schema 21"));
  const std::vector<std::pair<std::string, std::string>> kWrong{
      {"schema 20", "schema 020"},
      {"schema 20", "schema 0"},
      {"schema 20", "schema -1"},
      {"schema 20", "schema  20"},
      {"schema 20", "schema 20 "},
      {"schema 20", "Schema 20"},
      {"schema 20\n", ""},
      {"installation inst_", "installation x_"},
      {"root-key 00", "root-key 0"},
      {"database 4096", "database 99999999999999999999"},
      {" 7 ", " 0 "},
      {"log vault_", "log aault_"},
      {"log inst_aaaaaaaaaaaaaaaa", "log vault_aaaaaaaaaaaaaaaa"},
      {"\nlog inst", "\nlog\tinst"}};
  for (const auto& [from, to] : kWrong) EXPECT_FALSE(resealed(from, to)) << from << " -> " << to;
}

TEST(BackupHeaders, HaveALargestSize) {
  BackupHeader header{.installation = some_id<InstallationId>().str(),
                      .root_key_id = "0011223344556677",
                      .schema = 20,
                      .taken_at = kNow,
                      .heads = {}};
  auto add = [&, n = 0]() mutable {
    auto digits = std::to_string(n++);
    header.heads.push_back({"vault_" + std::string(16 - digits.size(), '0') + digits, 1, some_digest()});
  };
  const auto empty = encode(header).size();
  add();
  const auto each = encode(header).size() - empty;
  while (empty + (header.heads.size() + 1) * each <= kLargestBackupHeader) add();
  EXPECT_TRUE(parse_backup_header(encode(header)));
  add();
  EXPECT_FALSE(parse_backup_header(encode(header)));
}

TEST(BackupHeaders, OfANewerFormAreSaidToBe) {
  EXPECT_THAT(parse_backup_header("signet-backup-v2\nx").error(), HasSubstr("newer Signet"));
}

TEST_F(Backup, AMigrationKeepsWhatWasThere) {
  close();
  constexpr EmbeddedMigration kSteps[] = {
      {1, "first", "aa",
       "CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT, sha256 TEXT) STRICT;"},
      {2, "second", "bb", "CREATE TABLE more (n INTEGER) STRICT;"},
      {3, "third", "cc", "DROP TABLE more;"},
  };
  const std::span<const EmbeddedMigration> all = kSteps;
  const auto old = folder / "old.db";
  create_database(old, all.first(2));
  run_sql(old, "INSERT INTO more VALUES (42)");
  const auto kept = migrate_database(old, all);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->filename(), "old.db.before-0003");
  EXPECT_EQ(query_sql(*kept, "SELECT n FROM more"), (std::vector<std::string>{"42"}));
  EXPECT_FALSE(migrate_database(old, all)) << "nothing to do, nothing to keep";
}

}  // namespace
}  // namespace signet::store
