// SPDX-License-Identifier: Apache-2.0
// Records that are moved to a file: what stays goes on as one log, and file and log verify together. And whether the
// records of a data folder are the ones that were signed.
#include "app/archive.hpp"

#include "api/sign_checkpoints.hpp"
#include "app/restore.hpp"
#include "new_slot.hpp"
#include "open_keyring.hpp"
#include "signet/client/audit_verification.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace signet::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const store::Progress kQuiet = [](std::uint64_t, std::uint64_t) {};

struct Archives : ::testing::Test {
  testing::Installation vault;
  std::filesystem::path first = vault.folder / "first", second = vault.folder / "second";
  Way way{.key_file = vault.folder / "root.key"};

  Archives() {
    Made made;
    const auto slot = make_slot({.kind = "file", .file = way.key_file}, vault.root_key(), made, crypto::system_random(),
                                vault.clock.now());
    made.keep();
    store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) { tx.insert_key_slot(slot.value().slot); });
  }

  void add_records(int count) {
    ASSERT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) {
      for (int i = 0; i < count; ++i)
        tx.append_audit({vault.vault_id, vault.clock.now(), "secret_read", "", "", ""}, [](std::int64_t seq) {
          const auto record = "{\"seq\":" + std::to_string(seq) + ",\"detail\":\"kept\"}";
          return Bytes(record.begin(), record.end());
        });
    }));
  }
  void sign() { api::sign_all_checkpoints(vault.services(), vault.committer()); }
  /// While the server is stopped.
  Result<std::string> archive(std::int64_t before, const std::filesystem::path& file) {
    vault.close();
    auto done = archive_audit({.database = vault.database, .log = vault.vault_id, .before = before, .file = file}, way,
                              crypto::system_random(), vault.clock, kQuiet);
    vault.restart();
    return done;
  }
  testing::Answer get(const std::string& rest) { return vault.send(vault.root, "GET", vault.vault_path(rest)); }
  std::int64_t covered() { return get("/audit/checkpoint").body["size"]; }
  std::string exported() { return get("/audit/export?format=proof").text; }
  static std::string read(const std::filesystem::path& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str();
  }
  std::expected<client::VerifiedAudit, client::AuditFault> verify_files(const std::vector<std::string>& files) {
    std::string text;
    const auto checkpoint = get("/audit/checkpoint").body;
    for (const auto& key : checkpoint["keys"]) text += std::string(text_of(key)) + "\n";
    client::AuditVerifier verifier(client::read_note_keys(text).value());
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (i != 0) verifier.next_file();
      verifier.feed(files[i]);
    }
    return verifier.finish();
  }
  Result<std::string> verify_folder() {
    vault.close();
    auto verified = verify(vault.database, {.file = vault.folder / "none"}, crypto::system_random(), kQuiet);
    vault.restart();
    return verified;
  }
  void tamper(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(vault.database.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    EXPECT_GT(sqlite3_changes(database), 0);
    sqlite3_close(database);
  }
};

TEST_F(Archives, AndWhatStaysAreOneLog) {
  add_records(1'300);
  sign();
  const auto size = covered();
  const auto whole = exported();
  const auto early = get("/audit/inclusion?record=7");
  const auto done = archive(size, first);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(*done, HasSubstr("records 1 to " + std::to_string(size)));
  EXPECT_EQ(read(first).substr(0, whole.find("\n{\"seq\"")), whole.substr(0, whole.find("\n{\"seq\"")));
  struct stat info{};
  ASSERT_EQ(stat(first.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);

  add_records(700);
  sign();
  EXPECT_EQ(covered(), size + 702) << "and the records of the export and the archive";
  const auto records = vault.audit(vault.vault_id);
  EXPECT_EQ(records.front()["seq"], size + 1);
  EXPECT_EQ(records.front()["action"], "audit_export");
  EXPECT_EQ(records.at(1)["action"], "audit_archive");
  EXPECT_EQ(get("/audit/inclusion?record=7&size=" + std::to_string(size)).text, early.text);
  EXPECT_EQ(get("/audit/consistency?from=" + std::to_string(size)).status, 200);

  const auto next = exported();
  const auto together = verify_files({read(first), next});
  ASSERT_TRUE(together) << together.error().first << ": " << together.error().what;
  EXPECT_EQ(together->first, 1U);
  EXPECT_EQ(together->records, static_cast<std::uint64_t>(size) + 702);
  const auto alone = verify_files({next});
  ASSERT_TRUE(alone) << alone.error().first << ": " << alone.error().what;
  EXPECT_EQ(alone->first, static_cast<std::uint64_t>(size) + 1);
  const auto folder = verify_folder();
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_THAT(*folder, AllOf(HasSubstr("of the first " + std::to_string(size) + " only hashes are here"),
                             HasSubstr("everything is good")));

  const auto again = archive(covered(), second);
  ASSERT_TRUE(again) << again.error().message;
  sign();
  const auto last = exported();
  EXPECT_TRUE(verify_files({read(first), read(second), last}));
  EXPECT_FALSE(verify_files({read(second), read(first), last}));
  EXPECT_FALSE(verify_files({read(first), last})) << "the second one is missing";
}

TEST_F(Archives, ThatWereChangedAreFound) {
  add_records(600);
  sign();
  ASSERT_TRUE(archive(covered(), first));
  add_records(10);
  sign();
  const auto next = exported();
  auto changed = read(first);
  changed.replace(changed.find("{\"seq\":300,\"detail\":\"kept\"") + 22, 4, "lost");
  const auto found = verify_files({changed, next});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().first, 300U);
  auto other = next;
  const auto peaks = other.find("\"peaks\":\"") + 9;
  other[peaks] = other[peaks] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verify_files({other}));
  EXPECT_FALSE(verify_files({read(first), other}));
}

TEST_F(Archives, AreMadeOnlyOfWhatWasSignedAndIsThere) {
  add_records(300);
  EXPECT_EQ(archive(200, first).error().code, ExitCode::usage) << "no checkpoint yet";
  sign();
  const auto size = covered();
  EXPECT_EQ(archive(size - 1, first).error().code, ExitCode::usage) << "no checkpoint that small";
  std::ofstream(first) << "mine";
  EXPECT_EQ(archive(size, first).error().code, ExitCode::data);
  EXPECT_EQ(read(first), "mine");
  tamper("UPDATE audit SET record = CAST(replace(CAST(record AS TEXT), 'kept', 'lost') AS BLOB) WHERE seq = 100");
  const auto refused = archive(size, second);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("nothing was removed"));
  EXPECT_FALSE(std::filesystem::exists(second));
  EXPECT_EQ(vault.audit_size(vault.vault_id), static_cast<std::size_t>(size));
  vault.close();
  const auto unknown = archive_audit(
      {.database = vault.database, .log = "vault_0000000000000000", .before = 9, .file = second}, way,
      crypto::system_random(), vault.clock, kQuiet);
  EXPECT_EQ(unknown.error().code, ExitCode::usage);
  vault.restart();
}

TEST_F(Archives, AreMadeOnlyOfWhatVerifiesAfterwards) {
  add_records(1'200);
  sign();
  add_records(1'200);
  sign();
  const auto size = covered();
  const auto records = vault.audit_size(vault.vault_id);
  const auto backup = vault.folder / "kept";
  vault.close();
  std::filesystem::copy_file(vault.database, backup);
  vault.restart();
  const auto of = " WHERE log = '" + vault.vault_id + "' AND ";
  const auto number = std::to_string(size);
  const auto spoil = "UPDATE audit_checkpoints SET note = replace(note, substr(note, -1000, 10), 'AAAAAAAAAA')";
  for (const auto& [change, why] : std::vector<std::pair<std::string, std::string>>{
           {spoil + of + "size = " + number, "was not signed with the key"},
           {"UPDATE audit_checkpoints SET note = (SELECT note FROM audit_checkpoints" + of + "size < " + number + ")" +
                of + "size = " + number,
            "was not signed with the key"},
           {spoil + of + "size < " + number, "does not hold"},
           {"UPDATE audit_tiles SET hashes = zeroblob(length(hashes))" + of + "level = 0 AND tile = 3",
            "does not hold"}}) {
    vault.close();
    tamper(change);
    vault.restart();
    const auto refused = archive(size, first);
    ASSERT_FALSE(refused) << change;
    EXPECT_EQ(refused.error().code, ExitCode::data);
    EXPECT_THAT(refused.error().message, AllOf(HasSubstr(why), HasSubstr("nothing was removed"))) << change;
    EXPECT_FALSE(std::filesystem::exists(first)) << change;
    EXPECT_EQ(vault.audit_size(vault.vault_id), records) << change;
    vault.close();
    std::filesystem::copy_file(backup, vault.database, std::filesystem::copy_options::overwrite_existing);
    vault.restart();
  }
  const auto done = archive(size, first);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(verify_files({read(first)}));
}

TEST_F(Archives, AreMadeOnlyByWhoeverHasTheRootKey) {
  add_records(300);
  sign();
  const auto size = covered();
  const auto key = vault.folder / "away.key";
  std::filesystem::rename(way.key_file, key);
  const auto none = archive(size, first);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, AllOf(HasSubstr("--root-key-file"), HasSubstr("nothing was removed")));
  Made other;
  ASSERT_TRUE(other.file(way.key_file, crypto::sha256(as_bytes("another"))));
  EXPECT_FALSE(archive(size, first));
  EXPECT_FALSE(std::filesystem::exists(first));
  EXPECT_EQ(vault.audit_size(vault.vault_id), static_cast<std::size_t>(size));
  way.key_file = key;
  EXPECT_TRUE(archive(size, first));
}

TEST_F(Archives, DoNotLetOtherRecordsGo) {
  add_records(20);
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(vault.database.c_str(), &database), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(database, "DELETE FROM audit WHERE seq = 1", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

TEST_F(Archives, AFolderWhoseRecordsAreNotThoseThatWereSignedIsNotGood) {
  add_records(600);
  sign();
  const auto size = covered();
  add_records(3);
  const auto good = verify_folder();
  ASSERT_TRUE(good) << good.error().message;
  EXPECT_THAT(*good, AllOf(HasSubstr("the first " + std::to_string(size) + " records are as they were signed"),
                           HasSubstr("no checkpoint covers record " + std::to_string(size + 1) + " and on")));
  const auto backup = vault.folder / "kept";
  const auto refusal = [&](const std::string& change) {
    vault.close();
    std::filesystem::copy_file(vault.database, backup, std::filesystem::copy_options::overwrite_existing);
    tamper(change);
    vault.restart();
    const auto verified = verify_folder();
    vault.close();
    std::filesystem::copy_file(backup, vault.database, std::filesystem::copy_options::overwrite_existing);
    vault.restart();
    return verified ? *verified : verified.error().message;
  };
  const auto of = " AND log = '" + vault.vault_id + "'";
  EXPECT_THAT(refusal("UPDATE audit SET record = CAST(replace(CAST(record AS TEXT), 'kept', 'lost') AS BLOB) "
                      "WHERE seq IN (300, 400)" +
                      of),
              HasSubstr("record 300 is not the one that was signed"));
  EXPECT_THAT(refusal("UPDATE audit_tiles SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND tile = 1" + of),
              HasSubstr("the kept hash of record 257 was changed"));
  EXPECT_THAT(refusal("UPDATE audit_checkpoints SET root = zeroblob(32) WHERE size > 0" + of),
              HasSubstr("do not give the root"));
  EXPECT_THAT(refusal("DELETE FROM audit_tiles WHERE level = 0 AND tile = 1" + of),
              HasSubstr("lacks the hash of record 257"));
}

TEST_F(Archives, AreNotWhatWasOnlyLeftOut) {
  add_records(600);
  sign();
  const auto left_out = [&](std::int64_t size) {
    tamper("INSERT OR REPLACE INTO audit_archives VALUES ('" + vault.vault_id + "', " + std::to_string(size) + ")");
    tamper("DELETE FROM audit WHERE log = '" + vault.vault_id + "' AND seq <= " + std::to_string(size));
  };
  left_out(300);
  const auto folder = verify_folder();
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().message, HasSubstr("no record says that they were archived"));
  sign();
  const auto found = verify_files({exported()});
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().what, HasSubstr("no record says that they were archived"));
  EXPECT_EQ(found.error().last, 300U);
}

TEST_F(Archives, OfARecordMoreThanItsRecordSaysAreFound) {
  add_records(600);
  sign();
  const auto size = covered();
  ASSERT_TRUE(archive(size, first));
  add_records(2);
  sign();
  ASSERT_TRUE(verify_folder());
  tamper("UPDATE audit_archives SET size = size + 1 WHERE log = '" + vault.vault_id + "'");
  tamper("DELETE FROM audit WHERE log = '" + vault.vault_id + "' AND seq = " + std::to_string(size + 1));
  const auto folder = verify_folder();
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().message, HasSubstr("no record says that they were archived"));
}

}  // namespace
}  // namespace signet::app
