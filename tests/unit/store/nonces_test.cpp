// SPDX-License-Identifier: Apache-2.0
// A nonce is spent once, for ever.
#include "database.hpp"
#include "sqlite/nonce_guard.hpp"
#include "tasks.hpp"

#include <atomic>
#include <thread>

namespace signet::store {
namespace {

struct Nonces : FurnishedStore {
  bool spend(std::int64_t timestamp, const std::string& identity, const std::string& nonce) {
    bool spent = false;
    write([&](Transaction& t) { spent = t.spend_nonce(timestamp, identity, nonce); });
    return spent;
  }
  std::size_t kept() {
    return std::stoul(
        query_sql(file, "SELECT coalesce(sum(length(entries) - length(replace(entries, char(10), ''))), 0) "
                        "FROM spent_nonces").at(0));
  }
};

constexpr std::int64_t kTime = 1'760'000'000;

TEST_F(Nonces, AReplayIsRefused) {
  EXPECT_FALSE(snapshot()->is_nonce_spent("ada", "n1"));
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
  EXPECT_FALSE(spend(kTime, "ada", "n1"));
  EXPECT_TRUE(snapshot()->is_nonce_spent("ada", "n1"));
}

TEST_F(Nonces, TheSameNonceWithAnotherTimestampIsRefused) {
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
  EXPECT_FALSE(spend(kTime + 1, "ada", "n1"));
  EXPECT_FALSE(spend(kTime - 1, "ada", "n1"));
  EXPECT_EQ(kept(), 1U);
}

TEST_F(Nonces, IdentitiesDoNotShareNonces) {
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
  EXPECT_TRUE(spend(kTime, "bob", "n1"));
  EXPECT_TRUE(spend(kTime, "ada", "n2"));
  EXPECT_TRUE(spend(kTime, "adan", "1")) << "the border between identity and nonce counts";
}

TEST_F(Nonces, ARestartForgetsNothing) {
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
  restart();
  EXPECT_FALSE(spend(kTime, "ada", "n1"));
  EXPECT_FALSE(spend(kTime + 1, "ada", "n1")) << "the guard was rebuilt";
}

TEST_F(Nonces, ANonceInAFailedTransactionIsNotSpent) {
  expect_refused([](Transaction& t) {
    EXPECT_TRUE(t.spend_nonce(kTime, "ada", "n1"));
    throw std::runtime_error("no");
  });
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
}

TEST_F(Nonces, ASavepointThatIsRolledBackGivesItsNoncesBack) {
  write([](Transaction& t) {
    EXPECT_TRUE(t.spend_nonce(kTime, "ada", "kept"));
    EXPECT_FALSE(t.savepoint([&] {
      EXPECT_TRUE(t.spend_nonce(kTime, "ada", "undone"));
      EXPECT_FALSE(t.spend_nonce(kTime, "ada", "kept"));
      EXPECT_TRUE(t.savepoint([&] { return t.spend_nonce(kTime, "ada", "inner"); }));
      return false;
    }));
    EXPECT_TRUE(t.spend_nonce(kTime + 1, "ada", "undone"));
    EXPECT_TRUE(t.spend_nonce(kTime + 1, "ada", "inner"));
    EXPECT_FALSE(t.spend_nonce(kTime + 1, "ada", "kept"));
  });
  EXPECT_EQ(kept(), 3U);
}

TEST_F(Nonces, ASavepointThatThrowsGivesItsNoncesBack) {
  write([](Transaction& t) {
    EXPECT_THROW(t.savepoint([&]() -> bool {
      EXPECT_TRUE(t.spend_nonce(kTime, "ada", "n1"));
      throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_TRUE(t.spend_nonce(kTime + 1, "ada", "n1"));
  });
}

TEST_F(Nonces, OldOnesAreForgottenAndTheFloorRises) {
  EXPECT_TRUE(spend(kTime - 1, "ada", "old"));
  EXPECT_TRUE(spend(kTime, "ada", "new"));
  write([](Transaction& t) { EXPECT_TRUE(t.forget_nonces(kTime, 100)); });
  EXPECT_EQ(kept(), 1U);
  EXPECT_EQ(snapshot()->nonce_floor(), kTime);
  EXPECT_TRUE(spend(kTime, "ada", "old")) << "with a timestamp that is still allowed it is a new nonce";
  EXPECT_FALSE(spend(kTime, "ada", "new"));
}

TEST_F(Nonces, BelowTheFloorEverythingCountsAsSpent) {
  EXPECT_TRUE(spend(kTime - 1, "ada", "old"));
  write([](Transaction& t) { EXPECT_TRUE(t.forget_nonces(kTime, 100)); });
  EXPECT_FALSE(spend(kTime - 1, "ada", "old"));
  EXPECT_FALSE(spend(kTime - 1, "ada", "never-seen"));
  EXPECT_TRUE(spend(kTime, "ada", "never-seen"));
}

TEST_F(Nonces, TheFloorNeverFalls) {
  write([](Transaction& t) { t.forget_nonces(kTime, 100); });
  write([](Transaction& t) { t.forget_nonces(kTime - 100, 100); });
  EXPECT_EQ(snapshot()->nonce_floor(), kTime);
  const Connection connection(file, Connection::Use::write);
  EXPECT_NE(sqlite3_exec(connection.raw(), "UPDATE installation SET nonce_floor = 1", nullptr, nullptr, nullptr),
            SQLITE_OK);
  restart();
  EXPECT_EQ(snapshot()->nonce_floor(), kTime);
}

TEST_F(Nonces, ThoseOfACommitAreOneRow) {
  write([](Transaction& t) {
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(t.spend_nonce(kTime - i, "ada", "n" + std::to_string(i)));
  });
  write([](Transaction&) {});
  EXPECT_EQ(kept(), 10U);
  EXPECT_EQ(query_sql(file, "SELECT newest FROM spent_nonces"), std::vector{std::to_string(kTime)});
}

TEST_F(Nonces, ForgettingIsDoneInSlicesUnderAFloorThatIsUpFromTheFirst) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(spend(kTime + i / 4, "ada", "n" + std::to_string(i)));
  const auto forget = [&](std::size_t limit) {
    bool all = false;
    write([&](Transaction& t) { all = t.forget_nonces(kTime + 2, limit); });
    return all;
  };
  EXPECT_FALSE(forget(3));
  EXPECT_EQ(kept(), 7U);
  EXPECT_EQ(snapshot()->nonce_floor(), kTime + 2);
  EXPECT_FALSE(forget(0)) << "at least one";
  EXPECT_EQ(kept(), 6U);
  EXPECT_TRUE(forget(100));
  EXPECT_EQ(kept(), 2U);
  EXPECT_TRUE(forget(100));
}

TEST_F(Nonces, OneFromAClockThatRunsAheadKeepsThoseBehindIt) {
  EXPECT_TRUE(spend(kTime + 60, "ada", "ahead"));
  EXPECT_TRUE(spend(kTime, "ada", "behind"));
  write([](Transaction& t) { EXPECT_TRUE(t.forget_nonces(kTime + 1, 100)); });
  EXPECT_EQ(kept(), 2U);
  write([](Transaction& t) { EXPECT_TRUE(t.forget_nonces(kTime + 61, 100)); });
  EXPECT_EQ(kept(), 0U);
}

TEST_F(Nonces, ARowThatIsDamagedStopsTheStart) {
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
  committer.reset();
  run_sql(file, "UPDATE spent_nonces SET entries = 'ada n1'");
  EXPECT_THROW(restart(), CorruptStore);
}

TEST_F(Nonces, AForgettingThatIsRolledBackForgetsNothing) {
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
  expect_refused([](Transaction& t) {
    EXPECT_TRUE(t.forget_nonces(kTime + 1, 100));
    throw std::runtime_error("no");
  });
  EXPECT_FALSE(spend(kTime + 1, "ada", "n1"));
  EXPECT_EQ(snapshot()->nonce_floor(), 0);
}

TEST_F(Nonces, OfTwoHundredAtOnceOneSpendsIt) {
  std::atomic<int> spent = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&] {
        std::vector<std::shared_ptr<Fate>> fates;
        for (int i = 0; i < 50; ++i) {
          Batch batch;
          fates.push_back(batch.add([&, i](Transaction& t) {
            if (!t.spend_nonce(kTime + i, "ada", "n1")) throw std::runtime_error("spent");
          }));
          EXPECT_TRUE(committer->submit(batch.take()).empty());
        }
        for (const auto& fate : fates) spent += fate->outcome() == Outcome::committed ? 1 : 0;
      });
  }
  EXPECT_EQ(spent, 1);
  EXPECT_EQ(kept(), 1U);
}

TEST_F(Nonces, TwoProcessesOnOneFileSpendItOnce) {
  SqliteStore second(file);  // past the lock file
  const auto other = second.committer({});
  constexpr int kNonces = 100;
  std::atomic<int> spent = 0;
  const auto spend_all = [&](Committer& process) {
    for (int i = 0; i < kNonces; ++i)
      EXPECT_TRUE(commit_and_wait(process, [&](Transaction& t) {
        if (t.spend_nonce(kTime, "ada", "n" + std::to_string(i))) ++spent;
      }));
  };
  {
    const std::jthread one([&] { spend_all(*committer); });
    const std::jthread two([&] { spend_all(*other); });
  }
  EXPECT_EQ(spent, kNonces);
  EXPECT_EQ(kept(), static_cast<std::size_t>(kNonces));
}

TEST_F(Nonces, AnotherProcessMaySpendThemAtAnotherTimeToo) {
  SqliteStore second(file);  // past the lock file
  const auto other = second.committer({});
  EXPECT_TRUE(spend(kTime, "ada", "n1"));
  EXPECT_TRUE(commit_and_wait(*other, [&](Transaction& t) {
    EXPECT_FALSE(t.spend_nonce(kTime + 1, "ada", "n1"));
    EXPECT_TRUE(t.spend_nonce(kTime, "ada", "n2"));
  }));
  EXPECT_FALSE(spend(kTime + 1, "ada", "n2"));
  EXPECT_TRUE(spend(kTime, "ada", "n3"));
}

TEST_F(Nonces, TheGuardFollowsTheTransaction) {
  EXPECT_TRUE(spend(kTime, "ada", "stored"));
  Connection connection(file, Connection::Use::write);
  Writer writer(connection);
  Query(connection, sql("BEGIN IMMEDIATE")).run();
  LiveNonces live;
  NonceGuard guard(connection, live);
  const auto knows = [&](std::string_view nonce) { return live.contains(live.hash("ada", nonce)); };
  EXPECT_EQ(guard.size(), 1U);
  EXPECT_TRUE(knows("stored"));
  EXPECT_TRUE(guard.spend(kTime, "ada", "kept"));
  const auto mark = guard.mark();
  Query(connection, sql("SAVEPOINT effect")).run();
  EXPECT_TRUE(guard.spend(kTime, "ada", "undone"));
  EXPECT_TRUE(guard.forget(writer, kTime + 1, 100));
  EXPECT_FALSE(guard.spend(kTime, "ada", "kept"));
  Query(connection, sql("ROLLBACK TO effect")).run();
  guard.roll_back_to(mark);
  EXPECT_FALSE(knows("kept")) << "it is not committed";
  EXPECT_FALSE(guard.spend(kTime, "ada", "kept"));
  guard.commit();
  EXPECT_TRUE(knows("stored")) << "the forgetting was rolled back";
  EXPECT_TRUE(knows("kept"));
  EXPECT_FALSE(knows("undone"));
  EXPECT_EQ(guard.size(), 2U);
  EXPECT_EQ(live.size(), 2U);
  EXPECT_TRUE(guard.forget(writer, kTime + 1, 100));
  guard.commit();
  EXPECT_FALSE(knows("stored"));
}

}  // namespace
}  // namespace signet::store
