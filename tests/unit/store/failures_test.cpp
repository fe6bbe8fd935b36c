// SPDX-License-Identifier: Apache-2.0
// What members are told when the whole transaction is lost, when COMMIT fails, and when nobody can know.
#include "database.hpp"
#include "failing_disk.hpp"
#include "tasks.hpp"

namespace signet::store {
namespace {

struct Failures : testing::Test {
  Failures() {
    create_sqlite(file);
    // Vault names that make the database misbehave, as disks do.
    run_sql(
        file,
        "CREATE TRIGGER lose AFTER INSERT ON vaults WHEN new.name = 'lose' BEGIN SELECT RAISE(ROLLBACK, 'lost'); END;"
        "CREATE TABLE dangling (v TEXT REFERENCES vaults (id) DEFERRABLE INITIALLY DEFERRED);"
        "CREATE TRIGGER dangle AFTER INSERT ON vaults WHEN new.name = 'dangle' "
        "BEGIN INSERT INTO dangling VALUES ('nothing'); END;");
    store = std::make_unique<SqliteStore>(file);
    committer = store->committer({.on_unknown_outcome = [this](const std::string& what) { unknown.push_back(what); },
                                  .on_failure = [this](const WriteFailure& failure) { failed.push_back(failure); },
                                  .is_on_reserve = [this] { return on_reserve.load(); }});
  }
  ~Failures() override { committer.reset(); }

  static TestTask::Work vault(const std::string& name) {
    return [name](Transaction& t) { t.insert_vault(some_vault(name)); };
  }
  bool has(const std::string& name) {
    return query_sql(file, "SELECT count(*) FROM vaults WHERE name = '" + name + "'").at(0) == "1";
  }
  void submit_as_one_group(Batch& batch) {
    Pause pause(*committer);
    EXPECT_TRUE(committer->submit(batch.take()).empty());
  }
  /// The writer is between two groups when this returns.
  void settle() {
    static_cast<void>(commit_and_wait(*committer, [](Transaction&) {}));
  }

  Folder folder;
  std::filesystem::path file = folder / "signet.db";
  FailingDisk disk;
  std::vector<std::string> unknown;
  std::vector<WriteFailure> failed;
  std::atomic<bool> on_reserve = false;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Committer> committer;
};

TEST_F(Failures, WhenTheTransactionIsLostTheOthersRunAgainOneByOne) {
  int runs = 0;
  Batch batch;
  const auto before = batch.add([&](Transaction& t) {
    ++runs;
    t.insert_vault(some_vault("before"));
    EXPECT_TRUE(t.spend_nonce(1, "ada", "n")) << "the guard was rolled back with the transaction";
  });
  bool recorded = false;
  const auto losing = batch.add(vault("lose"), [&](Transaction&, const std::exception&) { recorded = true; });
  const auto after = batch.add(vault("after"));
  submit_as_one_group(batch);
  EXPECT_EQ(before->outcome(), Outcome::committed);
  EXPECT_EQ(losing->outcome(), Outcome::failed);
  EXPECT_EQ(after->outcome(), Outcome::committed);
  EXPECT_EQ(runs, 2);
  EXPECT_FALSE(recorded) << "there was no transaction to record it in";
  EXPECT_TRUE(has("before"));
  EXPECT_FALSE(has("lose"));
  EXPECT_TRUE(has("after"));
  EXPECT_TRUE(unknown.empty());
}

TEST_F(Failures, ATransactionLostWhileRecordingARefusalIsLost) {
  Batch batch;
  const auto before = batch.add(vault("before"));
  const auto refused = batch.add([](Transaction&) { throw std::runtime_error("no"); },
                                 [](Transaction& t, const std::exception&) { t.insert_vault(some_vault("lose")); });
  submit_as_one_group(batch);
  EXPECT_EQ(before->outcome(), Outcome::committed);
  EXPECT_EQ(refused->outcome(), Outcome::failed);
  EXPECT_TRUE(has("before"));
}

TEST_F(Failures, NothingIsWrittenOutsideALostTransaction) {
  Batch batch;
  const auto stubborn = batch.add([](Transaction& t) {
    EXPECT_ANY_THROW(t.insert_vault(some_vault("lose")));
    EXPECT_ANY_THROW(t.insert_vault(some_vault("afterwards")));
    EXPECT_ANY_THROW(t.savepoint([] { return true; }));
    EXPECT_ANY_THROW(static_cast<void>(t.spend_nonce(1, "ada", "n")));
  });
  submit_as_one_group(batch);
  EXPECT_EQ(stubborn->outcome(), Outcome::failed) << "it swallowed the error, and is told all the same";
  EXPECT_FALSE(has("afterwards"));
}

TEST_F(Failures, ALossInsideASavepointReachesTheOutside) {
  Batch batch;
  const auto nested = batch.add([](Transaction& t) {
    EXPECT_ANY_THROW(t.savepoint([&] {
      EXPECT_ANY_THROW(t.insert_vault(some_vault("lose")));
      return false;
    }));
  });
  submit_as_one_group(batch);
  EXPECT_EQ(nested->outcome(), Outcome::failed);
}

TEST_F(Failures, ACommitThatIsRefusedWithItsTransactionOpenIsTriedOneByOne) {
  Batch batch;
  const auto before = batch.add(vault("before"));
  const auto dangling = batch.add(vault("dangle"));
  const auto refused = batch.add([](Transaction&) { throw std::runtime_error("no"); },
                                 [](Transaction& t, const std::exception&) { t.insert_vault(some_vault("refusal")); });
  submit_as_one_group(batch);
  EXPECT_EQ(before->outcome(), Outcome::committed);
  EXPECT_EQ(dangling->outcome(), Outcome::failed);
  EXPECT_EQ(refused->outcome(), Outcome::failed);
  EXPECT_TRUE(has("before"));
  EXPECT_FALSE(has("dangle"));
  EXPECT_TRUE(has("refusal"));
  EXPECT_TRUE(unknown.empty());
}

TEST_F(Failures, OnAFullDiskEverythingFailsAndRecoversWhenThereIsSpace) {
  settle();
  FailingDisk::log_write = SQLITE_FULL;
  Batch batch;
  const auto first = batch.add([](Transaction& t) {
    EXPECT_TRUE(t.spend_nonce(1, "ada", "n"));
    t.insert_vault(some_vault("first"));
  });
  const auto second = batch.add(vault("second"));
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  EXPECT_EQ(first->outcome(), Outcome::failed);
  EXPECT_EQ(second->outcome(), Outcome::failed);
  settle();
  FailingDisk::log_write = 0;
  EXPECT_FALSE(has("first"));
  EXPECT_TRUE(commit_and_wait(*committer, [](Transaction& t) {
    EXPECT_TRUE(t.spend_nonce(1, "ada", "n")) << "it was not spent";
    t.insert_vault(some_vault("first"));
  }));
  EXPECT_TRUE(has("first"));
  committer.reset();
  EXPECT_TRUE(unknown.empty());
  ASSERT_FALSE(failed.empty()) << "clients are told to try again, and nobody is told why";
  EXPECT_THAT(failed[0].what, testing::HasSubstr("full"));
  EXPECT_TRUE(failed[0].no_room);
}

TEST_F(Failures, WhatElseIsWrongIsNoWantOfRoom) {
  settle();
  FailingDisk::writer_lock = SQLITE_IOERR_SHMLOCK;
  EXPECT_FALSE(commit_and_wait(*committer, vault("locked")));
  FailingDisk::writer_lock = 0;
  Batch batch;
  const auto losing = batch.add(vault("lose"));
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  EXPECT_EQ(losing->outcome(), Outcome::failed);
  committer.reset();
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_FALSE(failed[0].no_room);
  EXPECT_FALSE(failed[1].no_room);
}

TEST_F(Failures, OnTheReserveOnlyThoseRunWhoMayUseIt) {
  settle();
  Batch batch;
  const auto before = batch.add(vault("before"));
  submit_as_one_group(batch);
  EXPECT_EQ(before->outcome(), Outcome::committed);
  on_reserve = true;
  int runs = 0;
  Batch mixed;
  const auto first = mixed.add([&](Transaction&) { ++runs; });
  const auto operators = mixed.add_for_reserve(vault("operators"));
  const auto heavy = mixed.add_heavy([&](Transaction&) { ++runs; });
  EXPECT_TRUE(committer->submit(mixed.take()).empty());
  EXPECT_EQ(first->outcome(), Outcome::failed);
  EXPECT_EQ(operators->outcome(), Outcome::committed);
  EXPECT_EQ(heavy->outcome(), Outcome::failed);
  EXPECT_EQ(runs, 0);
  EXPECT_TRUE(has("operators"));
  EXPECT_TRUE(commit_and_wait(*committer, vault("housekeeping")));
  on_reserve = false;
  EXPECT_TRUE(commit_and_wait(*committer, vault("well again")));
  Batch after;
  const auto again = after.add(vault("again"));
  EXPECT_TRUE(committer->submit(after.take()).empty());
  EXPECT_EQ(again->outcome(), Outcome::committed);
  committer.reset();
  EXPECT_TRUE(failed.empty()) << "nothing was tried";
}

TEST_F(Failures, ADiskThatWasFullForAMomentLosesNobody) {
  settle();
  FailingDisk::failures_left = 1;
  FailingDisk::log_write = SQLITE_FULL;
  Batch batch;
  const auto first = batch.add(vault("first"));
  const auto second = batch.add(vault("second"));
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  EXPECT_EQ(first->outcome(), Outcome::committed);
  EXPECT_EQ(second->outcome(), Outcome::committed);
  EXPECT_TRUE(has("first"));
  EXPECT_TRUE(has("second"));
  committer.reset();
  EXPECT_TRUE(failed.empty());
}

TEST_F(Failures, ACommitThatCouldNotBeSyncedIsUnknownAndTheEnd) {
  Batch batch;
  std::vector<std::shared_ptr<Fate>> fates;
  for (int i = 0; i < 256; ++i)
    fates.push_back(batch.add([](Transaction& t) {
      FailingDisk::log_sync = SQLITE_IOERR_FSYNC;
      t.put_known_address("ada", "a", kNow);
    }));
  const auto later = batch.add(vault("later"));
  submit_as_one_group(batch);
  for (const auto& fate : fates) EXPECT_EQ(fate->outcome(), Outcome::unknown);
  EXPECT_EQ(later->outcome(), Outcome::failed) << "it was in the next group: nothing of it was tried";
  FailingDisk::log_sync = 0;
  EXPECT_FALSE(commit_and_wait(*committer, vault("never"))) << "even on a disk that is well again";
  committer.reset();
  ASSERT_EQ(unknown.size(), 1U);
  EXPECT_THAT(unknown[0], testing::HasSubstr("disk I/O error"));
}

TEST_F(Failures, EveryMemberOfAnUnknownGroupIsTold) {
  settle();
  FailingDisk::log_sync = SQLITE_IOERR_FSYNC;
  Batch batch;
  const auto first = batch.add(vault("first"));
  const auto refused = batch.add([](Transaction&) { throw std::runtime_error("no"); });
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  EXPECT_EQ(first->outcome(), Outcome::unknown);
  EXPECT_EQ(refused->outcome(), Outcome::unknown);
  committer.reset();
  EXPECT_EQ(unknown.size(), 1U);
}

TEST_F(Failures, AWriteErrorAtCommitIsUnknownToo) {
  settle();
  FailingDisk::log_write = SQLITE_IOERR_WRITE;
  Batch batch;
  const auto fate = batch.add(vault("first"));
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  EXPECT_EQ(fate->outcome(), Outcome::unknown);
}

TEST_F(Failures, NobodyNeedsToListen) {
  committer.reset();
  committer = store->committer({});
  settle();
  FailingDisk::log_sync = SQLITE_IOERR_FSYNC;
  EXPECT_FALSE(commit_and_wait(*committer, vault("first")));
  EXPECT_FALSE(commit_and_wait(*committer, vault("second")));
}

TEST_F(Failures, AnUnknownOutcomeAmongTheOneByOneStopsThere) {
  Batch batch;
  const auto before = batch.add(vault("before"));
  int losses = 0;
  const auto losing = batch.add([&](Transaction& t) {
    if (++losses == 2) FailingDisk::log_sync = SQLITE_IOERR_FSYNC;
    t.insert_vault(some_vault("lose"));
  });
  const auto hit = batch.add(vault("hit"));
  const auto after = batch.add(vault("after"));
  submit_as_one_group(batch);
  EXPECT_EQ(before->outcome(), Outcome::committed);
  EXPECT_EQ(losing->outcome(), Outcome::failed);
  EXPECT_EQ(hit->outcome(), Outcome::unknown);
  EXPECT_EQ(after->outcome(), Outcome::failed);
  committer.reset();
  EXPECT_EQ(unknown.size(), 1U);
}

TEST_F(Failures, WithoutTheLockNothingBeginsAndNothingIsTriedTwice) {
  settle();
  FailingDisk::writer_lock = SQLITE_IOERR_SHMLOCK;
  int runs = 0;
  Batch batch;
  const auto first = batch.add([&](Transaction&) { ++runs; });
  const auto second = batch.add([&](Transaction&) { ++runs; });
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  EXPECT_EQ(first->outcome(), Outcome::failed);
  EXPECT_EQ(second->outcome(), Outcome::failed);
  EXPECT_EQ(runs, 0);
  FailingDisk::writer_lock = 0;
  EXPECT_TRUE(commit_and_wait(*committer, vault("well again")));
}

TEST_F(Failures, ALockLostAmongTheOneByOneFailsTheRest) {
  Batch batch;
  const auto before = batch.add(vault("before"));
  int losses = 0;
  const auto losing = batch.add([&](Transaction& t) {
    if (++losses == 2) FailingDisk::writer_lock = SQLITE_IOERR_SHMLOCK;
    t.insert_vault(some_vault("lose"));
  });
  const auto after = batch.add(vault("after"));
  submit_as_one_group(batch);
  EXPECT_EQ(before->outcome(), Outcome::committed);
  EXPECT_EQ(losing->outcome(), Outcome::failed);
  EXPECT_EQ(after->outcome(), Outcome::failed);
  EXPECT_FALSE(has("after"));
}

struct Start : testing::Test {
  Folder folder;
  std::filesystem::path file = folder / "signet.db";
  FailingDisk disk;
  std::string refusal() const {
    return sentence([&] { static_cast<void>(open_sqlite(file)); });
  }
};

TEST_F(Start, AFullDiskIsNoticedBeforeTheFirstRequest) {
  create_sqlite(file);
  FailingDisk::log_write = SQLITE_FULL;
  EXPECT_THAT(refusal(), testing::HasSubstr("the disk is full"));
  FailingDisk::log_write = 0;
  EXPECT_NO_THROW(static_cast<void>(open_sqlite(file)));
}

TEST_F(Start, ABrokenDiskIsNoticedBeforeTheFirstRequest) {
  create_sqlite(file);
  FailingDisk::log_sync = SQLITE_IOERR_FSYNC;
  EXPECT_THAT(refusal(), testing::HasSubstr("check the disk"));
}

TEST_F(Start, AReadOnlyDiskIsNoticedBeforeTheFirstRequest) {
  create_sqlite(file);
  FailingDisk::open_for_writing = SQLITE_CANTOPEN;
  EXPECT_THAT(refusal(), testing::HasSubstr("cannot be written by this user"));
  FailingDisk::open_for_writing = 0;
  FailingDisk::log_write = SQLITE_READONLY;
  EXPECT_THAT(refusal(), testing::HasSubstr("cannot be written by this user"));
}

TEST_F(Start, AnotherProgramThatHoldsTheDatabaseIsNoticed) {
  create_sqlite(file);
  FailingDisk::writer_lock = SQLITE_LOCKED;
  EXPECT_THAT(refusal(), testing::HasSubstr("in use by another program"));
}

TEST_F(Start, WhatHasNoSentenceOfItsOwnIsQuoted) {
  create_sqlite(file);
  FailingDisk::writer_lock = SQLITE_PROTOCOL;
  EXPECT_THAT(refusal(), testing::HasSubstr("locking protocol"));
}

TEST_F(Start, ACreationOnAFullDiskLeavesNoFile) {
  FailingDisk::log_write = SQLITE_FULL;
  EXPECT_THAT(sentence([&] { create_sqlite(file); }), testing::HasSubstr("the disk is full"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace signet::store
