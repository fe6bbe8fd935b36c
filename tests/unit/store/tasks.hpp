// SPDX-License-Identifier: Apache-2.0
// Tasks made of functions, which note what becomes of them.
#pragma once

#include "store/committer.hpp"

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signet::store {

class Fate {
 public:
  /// Waits until done() was called.
  [[nodiscard]] Outcome outcome() { return promise_.get_future().get(); }

 private:
  friend class TestTask;
  std::promise<Outcome> promise_;
};

class TestTask final : public Task {
 public:
  using Work = std::function<void(Transaction&)>;
  using Failure = std::function<void(Transaction&, const std::exception&)>;

  TestTask(Work work, Failure failure, std::shared_ptr<Fate> fate)
      : work_(std::move(work)), failure_(std::move(failure)), fate_(std::move(fate)) {}
  void run(Transaction& transaction) override { work_(transaction); }
  void record_failure(Transaction& transaction, const std::exception& failure) override {
    if (failure_) failure_(transaction, failure);
  }
  void done(Outcome outcome) noexcept override { fate_->promise_.set_value(outcome); }
  [[nodiscard]] bool heavy() const override { return heavy_; }
  void make_heavy() { heavy_ = true; }
  [[nodiscard]] bool may_use_reserve() const override { return may_use_reserve_; }
  void let_use_reserve() { may_use_reserve_ = true; }

 private:
  Work work_;
  Failure failure_;
  std::shared_ptr<Fate> fate_;
  bool heavy_ = false;
  bool may_use_reserve_ = false;
};

/// Tasks on their way into one submit().
class Batch {
 public:
  std::shared_ptr<Fate> add(TestTask::Work work, TestTask::Failure failure = {}) {
    auto fate = std::make_shared<Fate>();
    tasks_.push_back(std::make_unique<TestTask>(std::move(work), std::move(failure), fate));
    return fate;
  }
  std::shared_ptr<Fate> add_heavy(TestTask::Work work) { return add_marked(std::move(work), &TestTask::make_heavy); }
  std::shared_ptr<Fate> add_for_reserve(TestTask::Work work) {
    return add_marked(std::move(work), &TestTask::let_use_reserve);
  }
  [[nodiscard]] const Task* last() const { return tasks_.back().get(); }
  [[nodiscard]] std::vector<std::unique_ptr<Task>> take() { return std::move(tasks_); }

 private:
  std::shared_ptr<Fate> add_marked(TestTask::Work work, void (TestTask::*mark)()) {
    auto fate = std::make_shared<Fate>();
    auto task = std::make_unique<TestTask>(std::move(work), TestTask::Failure{}, fate);
    (task.get()->*mark)();
    tasks_.push_back(std::move(task));
    return fate;
  }

  std::vector<std::unique_ptr<Task>> tasks_;
};

/// Keeps the writer in one task until it is let go, so that what is submitted meanwhile becomes one group.
class Pause {
 public:
  explicit Pause(Committer& committer) {
    Batch batch;
    auto reached = std::make_shared<std::promise<void>>();
    auto is_reached = reached->get_future();
    batch.add([reached, go = go_.get_future().share()](Transaction&) {
      reached->set_value();
      go.wait();
    });
    if (!committer.submit(batch.take()).empty()) throw std::runtime_error("no room for the pause");
    is_reached.wait();
  }
  ~Pause() { end(); }
  void end() {
    if (!std::exchange(ended_, true)) go_.set_value();
  }

 private:
  std::promise<void> go_;
  bool ended_ = false;
};

}  // namespace signet::store
