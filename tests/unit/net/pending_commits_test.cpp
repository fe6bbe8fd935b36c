// SPDX-License-Identifier: Apache-2.0
#include "pending_commits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace signet::net {
namespace {

using std::chrono::milliseconds;

struct FakeRequest final : api::PendingRequest {
  explicit FakeRequest(std::string text) : name(std::move(text)) {}
  void run(store::Transaction&) override {}
  void record_failure(store::Transaction&, const std::exception&) override {}
  void done(store::Outcome outcome) noexcept override {
    if (outcome == store::Outcome::failed) return on_answer(api::busy_response());
    api::Response response;
    response.body = SecretBytes::from_text(name);
    on_answer(std::move(response));
  }
  const std::string name;
};

struct FakeCommitter final : store::Committer {
  std::vector<std::unique_ptr<store::Task>> submit(std::vector<std::unique_ptr<store::Task>> tasks) override {
    batches.push_back(tasks.size());
    std::vector<std::unique_ptr<store::Task>> back;
    for (auto& task : tasks) (queue.size() < room ? queue : back).push_back(std::move(task));
    return back;
  }
  std::unique_ptr<store::Task> withdraw(const store::Task* task) override {
    ++withdrawals;
    if (instead) return std::move(instead);
    const auto found = std::ranges::find_if(queue, [&](const auto& queued) { return queued.get() == task; });
    if (found == queue.end()) return nullptr;
    auto taken = std::move(*found);
    queue.erase(found);
    return taken;
  }
  std::size_t queued() const override { return 0; }
  void stop() override {}
  /// Takes all that is queued, as the writer does when a group begins.
  std::vector<std::unique_ptr<store::Task>> begin_group() { return std::exchange(queue, {}); }
  static void end_group(std::vector<std::unique_ptr<store::Task>> group) {
    for (auto& task : group) task->done(store::Outcome::committed);
  }

  std::size_t room = 100;
  std::vector<std::size_t> batches;
  std::vector<std::unique_ptr<store::Task>> queue;
  int withdrawals = 0;
  std::unique_ptr<store::Task> instead;
};

struct ManualClock final : Clock {
  Instant now() const override { return from_millis(0); }
  milliseconds monotonic() const override { return time; }
  milliseconds time{0};
};

class PendingCommitsTest : public testing::Test {
 protected:
  void add(const std::string& name) {
    commits->add(std::make_unique<FakeRequest>(name), [this](api::Response response) noexcept {
      answers.push_back(std::to_string(response.status) + " " + std::string(response.body.expose_text().substr(0, 2)));
    });
  }

  FakeCommitter committer;
  ManualClock clock;
  int wakes = 0;
  std::vector<std::string> answers;
  std::unique_ptr<PendingCommits> commits =
      std::make_unique<PendingCommits>(committer, clock, milliseconds(10'000), [this] { ++wakes; });
};

TEST_F(PendingCommitsTest, OneTurnSubmitsAllInOneBatch) {
  add("a1");
  add("a2");
  add("a3");
  EXPECT_EQ(wakes, 1);
  EXPECT_TRUE(committer.batches.empty());
  commits->turn();
  EXPECT_EQ(committer.batches, std::vector<std::size_t>{3});
  commits->turn();
  EXPECT_EQ(committer.batches.size(), 1U);
}

TEST_F(PendingCommitsTest, AnswersComeInTheNextTurn) {
  add("a1");
  add("a2");
  commits->turn();
  FakeCommitter::end_group(committer.begin_group());
  EXPECT_EQ(wakes, 2);  // one to submit, one for both answers
  EXPECT_TRUE(answers.empty());
  commits->turn();
  EXPECT_EQ(answers, (std::vector<std::string>{"200 a1", "200 a2"}));
}

TEST_F(PendingCommitsTest, WhatFindsTheQueueFullIsBusy) {
  committer.room = 1;
  add("a1");
  add("a2");
  commits->turn();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers[0].starts_with("503 "));
}

TEST_F(PendingCommitsTest, WhatIsQueuedForTooLongIsTakenBack) {
  add("a1");
  commits->turn();
  clock.time = milliseconds(9'999);
  commits->tick();
  EXPECT_EQ(committer.withdrawals, 0);
  clock.time = milliseconds(10'000);
  commits->tick();
  commits->turn();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers[0].starts_with("503 "));
  EXPECT_TRUE(committer.queue.empty());
}

TEST_F(PendingCommitsTest, WhatComesBackAndIsNoRequestHearsThatItDidNotHappen) {
  struct Stranger final : store::Task {
    explicit Stranger(std::vector<store::Outcome>& heard) : heard_(heard) {}
    void run(store::Transaction&) override {}
    void record_failure(store::Transaction&, const std::exception&) override {}
    void done(store::Outcome outcome) noexcept override { heard_.push_back(outcome); }
    std::vector<store::Outcome>& heard_;
  };
  std::vector<store::Outcome> heard;
  // As if a younger task of somebody else lived at the address of ours, which is gone.
  committer.instead = std::make_unique<Stranger>(heard);
  add("a1");
  commits->turn();
  auto ours = committer.begin_group();
  clock.time = milliseconds(10'000);
  commits->tick();
  EXPECT_EQ(heard, std::vector{store::Outcome::failed});
  FakeCommitter::end_group(std::move(ours));
  commits->turn();
  EXPECT_EQ(answers, std::vector<std::string>{"200 a1"});
}

TEST_F(PendingCommitsTest, WhatIsBeingCommittedIsWaitedFor) {
  add("a1");
  commits->turn();
  auto group = committer.begin_group();
  clock.time = milliseconds(20'000);
  commits->tick();
  commits->tick();
  EXPECT_EQ(committer.withdrawals, 1);
  commits->turn();
  EXPECT_TRUE(answers.empty());
  FakeCommitter::end_group(std::move(group));
  commits->turn();
  EXPECT_EQ(answers, std::vector<std::string>{"200 a1"});
}

TEST_F(PendingCommitsTest, OnlyTheOldAreTakenBack) {
  add("a1");
  commits->turn();
  clock.time = milliseconds(5'000);
  add("a2");
  commits->turn();
  clock.time = milliseconds(10'000);
  commits->tick();
  EXPECT_EQ(committer.queue.size(), 1U);
  FakeCommitter::end_group(committer.begin_group());
  commits->turn();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(answers[0].starts_with("503 "));
  EXPECT_EQ(answers[1], "200 a2");
}

TEST_F(PendingCommitsTest, AnswersAfterItsEndAreDropped) {
  add("a1");
  commits->turn();
  auto group = committer.begin_group();
  commits.reset();
  const auto before = wakes;
  FakeCommitter::end_group(std::move(group));
  EXPECT_EQ(wakes, before);
  EXPECT_TRUE(answers.empty());
}

TEST(PendingCommits, AnswersMayComeFromAnotherThread) {
  FakeCommitter committer;
  ManualClock clock;
  std::atomic<int> wakes = 0;
  PendingCommits commits(committer, clock, milliseconds(10'000), [&] { ++wakes; });
  int answered = 0;
  for (int i = 0; i < 100; ++i) {
    commits.add(std::make_unique<FakeRequest>("a"), [&](api::Response) noexcept { ++answered; });
    commits.turn();
    std::thread writer([group = committer.begin_group()]() mutable { FakeCommitter::end_group(std::move(group)); });
    commits.turn();
    writer.join();
  }
  commits.turn();
  EXPECT_EQ(answered, 100);
}

}  // namespace
}  // namespace signet::net
