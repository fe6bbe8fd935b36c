// SPDX-License-Identifier: Apache-2.0
// Checkpoints: when they are signed, that the tree they sign is that of the records as they are stored, and that
// nothing is signed over a log that is not the one that was signed before.
#include "api/housekeeping.hpp"
#include "api/sign_checkpoints.hpp"
#include "audit/tree.hpp"
#include "checkpoint_signer.hpp"
#include "signet/schema/encoding.hpp"
#include "store/key_rotations.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace signet::testing {
namespace {

using namespace std::chrono_literals;

struct Checkpoints : ::testing::Test {
  Installation vault;
  std::string log = vault.vault_id;

  std::unique_ptr<store::Reader> reader() { return vault.services().store.reader(); }
  std::optional<AuditCheckpoint> newest() { return reader()->snapshot()->audit_tree().newest_checkpoint(log); }
  std::int64_t covered() { return newest() ? newest()->size : 0; }
  std::int64_t records() { return reader()->snapshot()->newest_audit(log); }
  void sign_due() { api::sign_due_checkpoints(vault.services(), vault.committer()); }
  void sign_all() { api::sign_all_checkpoints(vault.services(), vault.committer()); }
  void add_records(int count) {
    ASSERT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) {
      for (int i = 0; i < count; ++i)
        tx.append_audit({log, vault.clock.now(), "secret_read", "", "", ""}, [](std::int64_t seq) {
          const auto record = "{\"seq\":" + std::to_string(seq) + "}";
          return Bytes(record.begin(), record.end());
        });
    }));
  }
  /// What the root must be, from the records.
  TreeHash root_of_records(std::int64_t size) {
    crypto::MerkleFrontier tree;
    reader()->snapshot()->audit_tree().each_record(log, 0, size,
                                                   [&](ByteView record) { tree.append(crypto::leaf_hash(record)); });
    return tree.root();
  }
  /// The newest one, verified with the public keys.
  void expect_good() {
    const auto read = reader();
    const auto snapshot = read->snapshot();
    const auto signer = api::checkpoint_signer(vault.services(), *snapshot, log);
    ASSERT_TRUE(signer);
    const auto checkpoint = newest();
    ASSERT_TRUE(checkpoint);
    const auto opened = crypto::open_checkpoint(checkpoint->note, signer->keys());
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->origin, audit::origin_of(vault.installation_id, log));
    EXPECT_EQ(static_cast<std::int64_t>(opened->size), checkpoint->size);
    EXPECT_EQ(opened->root, root_of_records(checkpoint->size));
  }
  /// Behind the server's back, where no trigger stands in the way.
  void tamper(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(vault.database.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    EXPECT_GT(sqlite3_changes(database), 0);
    sqlite3_close(database);
  }
};

TEST_F(Checkpoints, ComeAtOnceThenAfterTenSecondsOrAThousandRecords) {
  add_records(3);
  sign_due();
  const auto first = covered();
  EXPECT_EQ(first, records());
  expect_good();
  add_records(999);
  vault.clock.advance(9'999ms);
  sign_due();
  EXPECT_EQ(covered(), first);
  add_records(1);
  sign_due();
  EXPECT_EQ(covered(), first + 1'000);
  expect_good();
  add_records(1);
  sign_due();
  EXPECT_EQ(covered(), first + 1'000);
  vault.clock.advance(10s);
  sign_due();
  EXPECT_EQ(covered(), first + 1'001);
  expect_good();
  vault.clock.advance(10s);
  sign_due();
  EXPECT_EQ(covered(), first + 1'001) << "nothing happened, so there is nothing to sign";
}

TEST_F(Checkpoints, AreSignedByHousekeepingAndForEveryLog) {
  const auto other =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(1s);
  housekeeping.tick();
  for (const auto& each : {vault.vault_id, other, vault.installation_id}) {
    log = each;
    if (records() != 0) expect_good();
    EXPECT_EQ(covered(), records()) << each;
    EXPECT_EQ(vault.services().heads->of(each).empty(), records() == 0);
  }
}

TEST_F(Checkpoints, CoverALongLogInPartsAcrossTiles) {
  add_records(9'000);
  sign_all();
  EXPECT_EQ(covered(), records());
  expect_good();
  const auto read = reader();
  const auto snapshot = read->snapshot();
  audit::StoredTree tree(snapshot->audit_tree(), log);
  for (const std::int64_t size : {1, 255, 256, 257, 4'095, 4'096, 8'999})
    EXPECT_EQ(crypto::root_at(static_cast<std::uint64_t>(size), tree.subtrees()), root_of_records(size)) << size;
  add_records(66'000 - static_cast<int>(records()));  // into the third level
  sign_all();
  expect_good();
}

TEST_F(Checkpoints, KeepOneForAThousandRecords) {
  for (int i = 0; i < 30; ++i) {
    add_records(100);
    sign_all();
  }
  const auto kept = reader()->snapshot()->audit_tree().list_checkpoints(log, 0, 100);
  EXPECT_EQ(kept.size(), 4U);
  EXPECT_EQ(kept.back().size, records());
}

TEST_F(Checkpoints, GoOnAfterACrashBetweenARecordAndItsCheckpoint) {
  sign_all();
  add_records(300);
  vault.restart();  // what was not covered then is covered now
  sign_all();
  EXPECT_EQ(covered(), records());
  expect_good();
}

TEST_F(Checkpoints, AreNotSignedOverAChangedRecordOrTree) {
  add_records(300);
  sign_all();
  const auto before = covered();
  const auto kept = vault.folder / "kept";
  for (const auto* change :
       {"UPDATE audit SET record = X'7b7d' WHERE seq = (SELECT max(seq) - 1 FROM audit)",
        "UPDATE audit_tiles SET hashes = zeroblob(length(hashes)) WHERE level = 1",
        "UPDATE audit_tiles SET hashes = zeroblob(32) WHERE level = 0 AND tile = 1",
        "DELETE FROM audit_tiles WHERE level = 1", "UPDATE audit_checkpoints SET root = zeroblob(32)"}) {
    SCOPED_TRACE(change);
    vault.close();
    std::filesystem::copy_file(vault.database, kept, std::filesystem::copy_options::overwrite_existing);
    tamper(change);
    vault.restart();
    add_records(5);
    sign_all();
    EXPECT_EQ(covered(), before);
    EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("")).status, 200) << "and the vault works";
    vault.close();
    std::filesystem::copy_file(kept, vault.database, std::filesystem::copy_options::overwrite_existing);
    vault.restart();
  }
  add_records(5);
  sign_all();
  EXPECT_EQ(covered(), records());
}

TEST_F(Checkpoints, AreNotFollowedIfAnotherKeySignedTheLast) {
  for (const auto& each : {vault.vault_id, vault.installation_id}) {
    SCOPED_TRACE(each);
    log = each;
    add_records(3);
    sign_all();
    const auto last = newest();
    ASSERT_TRUE(last);
    const auto origin = audit::origin_of(vault.installation_id, log);
    const crypto::CheckpointSigner stranger(origin, Bytes(crypto::CheckpointSigner::kSeedBytes, std::uint8_t{7}));
    const auto size = static_cast<std::uint64_t>(last->size);
    tamper("UPDATE audit_checkpoints SET note = '" + stranger.sign({origin, size, last->root}) + "' WHERE log = '" +
           log + "'");
    add_records(3);
    sign_all();
    EXPECT_EQ(covered(), last->size);
    tamper("UPDATE audit_checkpoints SET note = '" + last->note + "' WHERE log = '" + log + "'");
    sign_all();
    EXPECT_EQ(covered(), last->size + 3);
    expect_good();
  }
}

TEST_F(Checkpoints, AreNotFollowedIfTheLastWereTakenAway) {
  add_records(3);
  sign_all();
  const auto before = newest();
  add_records(3);
  sign_all();
  const auto after = newest();
  ASSERT_TRUE(before && after);
  const auto put = [&](const AuditCheckpoint& checkpoint) {
    return "INSERT INTO audit_checkpoints VALUES ('" + log + "', " + std::to_string(checkpoint.size) + ", X'" +
           to_hex(checkpoint.root) + "', '" + checkpoint.note + "', 0)";
  };
  const auto all = "DELETE FROM audit_checkpoints WHERE log = '" + log + "'";
  tamper(all);
  tamper("DELETE FROM audit_tiles WHERE log = '" + log + "'");
  add_records(3);
  sign_all();
  EXPECT_EQ(covered(), 0);
  tamper(put(*before));
  sign_all();
  EXPECT_EQ(covered(), before->size);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("")).status, 200) << "and the vault works";
}

TEST_F(Checkpoints, AreNotFollowedIfRecordsThatTheyCoverAreGone) {
  add_records(8);
  sign_all();
  const auto size = covered();
  tamper("DELETE FROM audit WHERE log = '" + log + "' AND seq > 2");
  vault.restart();
  ::testing::internal::CaptureStderr();
  sign_all();
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr(log + " has lost records"));
  EXPECT_EQ(covered(), size);
}

TEST_F(Checkpoints, OfTheInstallationKeepTheirKeyWhenTheRootKeyIsReplaced) {
  log = vault.installation_id;
  add_records(3);
  sign_all();
  const auto keys = [&] {
    const auto read = reader();
    const auto signer = api::checkpoint_signer(vault.services(), *read->snapshot(), log);
    return signer ? signer->keys().front().text() : std::string();
  };
  const auto before = keys();
  ASSERT_NE(before, "");
  ASSERT_EQ(vault.send(vault.root, "POST", vault.installation_path("/root-key/rotate"), "{}").status, 200);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  for (int i = 0; i < 2; ++i) {
    vault.clock.advance(31s);
    housekeeping.tick();
  }
  EXPECT_TRUE(reader()->snapshot()->key_rotations().list_former_root_keys().empty());
  sign_all();
  EXPECT_EQ(covered(), records());
  EXPECT_EQ(keys(), before);
  expect_good();
}

TEST_F(Checkpoints, OfTwoThatGrowFromTheSameOneOnlyOneIsWritten) {
  add_records(5);
  sign_all();
  add_records(10);
  const auto read = reader();
  auto snapshot = read->snapshot();
  const auto logs = snapshot->audit_tree().list_logs();
  const auto state = std::ranges::find(logs, log, &AuditLogState::log);
  const auto signer = api::checkpoint_signer(vault.services(), *snapshot, log);
  const auto growth =
      audit::grow(*snapshot, *state, *signer, audit::origin_of(vault.installation_id, log), vault.clock.now());
  snapshot.reset();
  const auto write = [&](store::Transaction& tx) { audit::write(tx, growth); };
  EXPECT_TRUE(store::commit_and_wait(vault.committer(), write));
  EXPECT_THROW(store::commit_and_wait(vault.committer(), write), std::runtime_error);
  expect_good();
}

}  // namespace
}  // namespace signet::testing
