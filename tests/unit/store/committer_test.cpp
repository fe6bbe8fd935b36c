// SPDX-License-Identifier: Apache-2.0
// The queue, the groups, and members that fail.
#include "database.hpp"
#include "tasks.hpp"

#include <thread>

namespace signet::store {
namespace {

struct Commits : StoreTest {
  static TestTask::Work adds(const std::string& address) {
    return [address](Transaction& t) { t.put_known_address("ada", address, kNow); };
  }
  bool has(const std::string& address) { return snapshot()->is_known_address("ada", address); }
  void submit(Batch& batch) { EXPECT_TRUE(committer->submit(batch.take()).empty()); }
  /// Reopens with a queue of this length.
  void queue_of(std::size_t length) {
    committer.reset();
    committer = store->committer({.queue = length, .on_unknown_outcome = {}});
  }
};

TEST_F(Commits, WhatIsDoneIsDurable) {
  Batch batch;
  const auto fate = batch.add(adds("a"));
  submit(batch);
  EXPECT_EQ(fate->outcome(), Outcome::committed);
  EXPECT_TRUE(has("a"));
}

TEST_F(Commits, WhatQueuedMeanwhileIsOneGroup) {
  Batch batch;
  std::vector<std::shared_ptr<Fate>> fates;
  {
    Pause pause(*committer);
    for (int i = 0; i < 3; ++i)
      fates.push_back(batch.add([&, i](Transaction& t) {
        t.put_known_address("ada", std::to_string(i), kNow);
        // A reader does not see the neighbour's row, but the transaction does: nothing was committed in between.
        if (i == 0) return;
        EXPECT_TRUE(t.read().is_known_address("ada", std::to_string(i - 1)));
        EXPECT_FALSE(has(std::to_string(i - 1)));
      }));
    submit(batch);
  }
  for (const auto& fate : fates) EXPECT_EQ(fate->outcome(), Outcome::committed);
}

TEST_F(Commits, AGroupEndsAt256) {
  Batch batch;
  std::vector<std::shared_ptr<Fate>> fates;
  {
    Pause pause(*committer);
    for (int i = 0; i < 300; ++i)
      fates.push_back(batch.add([&, i](Transaction& t) {
        t.put_known_address(i == 0 ? "ada" : "bob", std::to_string(i), kNow);
        if (i != 255 && i != 256) return;
        EXPECT_EQ(has("0"), i == 256);
      }));
    submit(batch);
  }
  for (const auto& fate : fates) EXPECT_EQ(fate->outcome(), Outcome::committed);
}

TEST_F(Commits, TasksRunInTheOrderOfSubmission) {
  std::vector<int> order;
  Batch batch;
  std::shared_ptr<Fate> last;
  for (int i = 0; i < 20; ++i) last = batch.add([&order, i](Transaction&) { order.push_back(i); });
  submit(batch);
  EXPECT_EQ(last->outcome(), Outcome::committed);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(order.at(static_cast<std::size_t>(i)), i);
}

TEST_F(Commits, WhoIsLightWaitsForOneHeavyAtMost) {
  std::vector<std::string> order;
  std::vector<std::shared_ptr<Fate>> fates;
  const auto note = [&](const std::string& name) {
    return [&order, name](Transaction& t) {
      t.put_known_address("ada", name, kNow);
      order.push_back(name);
    };
  };
  {
    Pause pause(*committer);
    Batch batch;
    for (const auto* name : {"heavy 1", "heavy 2", "heavy 3"}) fates.push_back(batch.add_heavy(note(name)));
    fates.push_back(batch.add(note("light 1")));
    fates.push_back(batch.add([&](Transaction& t) {
      note("light 2")(t);
      EXPECT_TRUE(has("heavy 1")) << "in a group before";
      EXPECT_FALSE(has("light 1")) << "in this group";
    }));
    submit(batch);
  }
  for (const auto& fate : fates) EXPECT_EQ(fate->outcome(), Outcome::committed);
  EXPECT_EQ(order, (std::vector<std::string>{"heavy 1", "light 1", "light 2", "heavy 2", "heavy 3"}));
}

TEST_F(Commits, AHeavyOneCanBeWithdrawnAndTakesItsPlaceInTheQueue) {
  queue_of(2);
  Pause pause(*committer);
  Batch batch;
  const auto gone = batch.add_heavy([](Transaction&) { FAIL(); });
  const auto* task = batch.last();
  const auto stays = batch.add(adds("a"));
  const auto none = batch.add(adds("b"));
  EXPECT_EQ(committer->submit(batch.take()).size(), 1U);
  EXPECT_NE(committer->withdraw(task), nullptr);
  EXPECT_EQ(committer->withdraw(task), nullptr);
  pause.end();
  EXPECT_EQ(stays->outcome(), Outcome::committed);
}

TEST_F(Commits, AMemberThatThrowsLeavesItsNeighboursAlone) {
  Batch batch;
  std::string reason;
  std::shared_ptr<Fate> before;
  std::shared_ptr<Fate> failing;
  std::shared_ptr<Fate> after;
  {
    Pause pause(*committer);
    before = batch.add(adds("before"));
    failing = batch.add(
        [](Transaction& t) {
          t.put_known_address("ada", "undone", kNow);
          throw std::runtime_error("refused");
        },
        [&](Transaction& t, const std::exception& failure) {
          reason = failure.what();
          EXPECT_FALSE(t.read().is_known_address("ada", "undone"));
          t.put_known_address("ada", "refusal", kNow);
        });
    after = batch.add(adds("after"));
    submit(batch);
  }
  EXPECT_EQ(before->outcome(), Outcome::committed);
  EXPECT_EQ(failing->outcome(), Outcome::failed);
  EXPECT_EQ(after->outcome(), Outcome::committed);
  EXPECT_EQ(reason, "refused");
  EXPECT_TRUE(has("before"));
  EXPECT_FALSE(has("undone"));
  EXPECT_TRUE(has("refusal"));
  EXPECT_TRUE(has("after"));
}

TEST_F(Commits, AMemberWhoseRefusalCannotBeWrittenEitherLeavesNothing) {
  Batch batch;
  const auto failing = batch.add([](Transaction&) { throw std::runtime_error("refused"); },
                                 [](Transaction& t, const std::exception&) {
                                   t.put_known_address("ada", "half", kNow);
                                   throw std::runtime_error("again");
                                 });
  const auto after = batch.add(adds("after"));
  submit(batch);
  EXPECT_EQ(failing->outcome(), Outcome::failed);
  EXPECT_EQ(after->outcome(), Outcome::committed);
  EXPECT_FALSE(has("half"));
}

TEST_F(Commits, WhatIsThrownNeedNotBeAnException) {
  Batch batch;
  std::string reason;
  const auto failing = batch.add([](Transaction&) { throw 7; },
                                 [&](Transaction&, const std::exception& failure) { reason = failure.what(); });
  submit(batch);
  EXPECT_EQ(failing->outcome(), Outcome::failed);
  EXPECT_EQ(reason, "something was thrown that is no exception");
}

TEST_F(Commits, AFullQueueGivesTasksBackInOrder) {
  queue_of(2);
  Pause pause(*committer);
  Batch batch;
  const auto first = batch.add(adds("1"));
  const auto second = batch.add(adds("2"));
  batch.add(adds("3"));
  const auto* third = batch.last();
  batch.add(adds("4"));
  auto back = committer->submit(batch.take());
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].get(), third);
  EXPECT_EQ(committer->submit(std::move(back)).size(), 2U) << "still full";
  pause.end();
  EXPECT_EQ(first->outcome(), Outcome::committed);
  EXPECT_EQ(second->outcome(), Outcome::committed);
  EXPECT_FALSE(has("3"));
}

TEST_F(Commits, ATaskIsWithdrawnOnlyWhileItIsQueued) {
  Batch batch;
  std::shared_ptr<Fate> kept;
  const Task* running = nullptr;
  {
    std::promise<void> reached;
    std::promise<void> go;
    Batch blocking;
    const auto blocker = blocking.add([&](Transaction&) {
      reached.set_value();
      go.get_future().wait();
    });
    running = blocking.last();
    submit(blocking);
    reached.get_future().wait();
    batch.add(adds("withdrawn"));
    const auto* queued = batch.last();
    kept = batch.add(adds("kept"));
    submit(batch);
    EXPECT_EQ(committer->withdraw(running), nullptr) << "it runs";
    const auto taken = committer->withdraw(queued);
    EXPECT_EQ(taken.get(), queued);
    EXPECT_EQ(committer->withdraw(queued), nullptr) << "it is out already";
    go.set_value();
    EXPECT_EQ(blocker->outcome(), Outcome::committed);
  }
  EXPECT_EQ(kept->outcome(), Outcome::committed);
  EXPECT_FALSE(has("withdrawn"));
  EXPECT_TRUE(has("kept"));
}

TEST_F(Commits, StoppingCommitsWhatIsQueuedAndTakesNoMore) {
  Batch batch;
  std::shared_ptr<Fate> fate;
  Pause pause(*committer);
  fate = batch.add(adds("queued"));
  submit(batch);
  std::jthread stopping([&] { committer->stop(); });
  pause.end();
  stopping.join();
  EXPECT_EQ(fate->outcome(), Outcome::committed);
  EXPECT_TRUE(has("queued"));
  Batch late;
  late.add(adds("late"));
  EXPECT_EQ(committer->submit(late.take()).size(), 1U);
  committer->stop();
  EXPECT_FALSE(commit_and_wait(*committer, adds("later")));
}

TEST_F(Commits, TheWriterItselfCanAskForTheEnd) {
  EXPECT_TRUE(commit_and_wait(*committer, [&](Transaction&) { committer->stop(); }));
  EXPECT_FALSE(commit_and_wait(*committer, adds("late")));
}

TEST_F(Commits, DestroyingCommitsWhatIsQueued) {
  Batch batch;
  const auto fate = batch.add(adds("queued"));
  submit(batch);
  committer.reset();
  EXPECT_EQ(fate->outcome(), Outcome::committed);
}

TEST_F(Commits, WaitingThrowsWhatTheWorkThrew) {
  EXPECT_THROW(static_cast<void>(commit_and_wait(*committer, [](Transaction&) { throw std::out_of_range("x"); })),
               std::out_of_range);
}

TEST_F(Commits, ManyThreadsSubmitAndWithdraw) {
  std::atomic<int> committed = 0;
  std::atomic<int> withdrawn = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 50; ++i) {
          Batch batch;
          const auto fate = batch.add([whose = std::to_string(thread) + "-" + std::to_string(i)](Transaction& t) {
            t.put_known_address(whose, "a", kNow);
          });
          const auto* task = batch.last();
          submit(batch);
          if (i % 2 == 0 && committer->withdraw(task))
            ++withdrawn;
          else if (fate->outcome() == Outcome::committed)
            ++committed;
        }
      });
  }
  EXPECT_EQ(committed + withdrawn, 200);
  EXPECT_EQ(query_sql(file, "SELECT count(*) FROM known_addresses").at(0), std::to_string(committed));
}

}  // namespace
}  // namespace signet::store
