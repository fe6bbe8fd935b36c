// SPDX-License-Identifier: Apache-2.0
// What a request answers whose group was run more than once.
#include "support/installation.hpp"
#include "task.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace signet::testing {
namespace {

/// Throws in its first runs.
class Stumbling final : public api::AnsweringTask {
 public:
  Stumbling(const api::Services& services, int times) : AnsweringTask(services), times_(times) {
    response_ = {.status = 200};
  }
  int remains = 0;

 private:
  void work(store::Transaction&) override {
    if (times_-- > 0) throw std::runtime_error("stumbled");
  }
  void write_remains(store::Transaction&) override { ++remains; }
  int times_;
};

/// As the committer does with a member of a group.
void run(store::Transaction& transaction, Stumbling& task) {
  try {
    task.run(transaction);
  } catch (const std::exception& failure) {
    task.record_failure(transaction, failure);
  }
}

TEST(AnsweringTask, AnswersByItsLastRun) {
  Installation vault;
  for (const auto& [times, status] : {std::pair(0, 200), {1, 200}, {2, 500}}) {
    Stumbling task(vault.services(), times);
    int answered = 0;
    task.on_answer = [&](api::Response response) noexcept { answered = response.status; };
    store::commit_and_wait(vault.committer(), [&](store::Transaction& transaction) {
      run(transaction, task);
      run(transaction, task);
    });
    task.done(store::Outcome::committed);
    EXPECT_EQ(answered, status) << times;
    EXPECT_EQ(task.remains, times);
  }
}

}  // namespace
}  // namespace signet::testing
