// SPDX-License-Identifier: Apache-2.0
// Requests that are all decided on one state of the database before the first of them is committed.
#pragma once

#include "support/installation.hpp"

#include <gtest/gtest.h>

#include <future>
#include <latch>

namespace signet::testing {

class Race {
 public:
  /// The writer stands still from here to run().
  explicit Race(Installation& vault) : vault_(vault) {
    tasks_.push_back(std::make_unique<Pause>(latch_));
    EXPECT_TRUE(vault_.committer().submit(std::move(tasks_)).empty());
    tasks_.clear();
  }
  Race(const Race&) = delete;
  Race& operator=(const Race&) = delete;

  void add(const Signed& request) { add(Installation::copy(request.request)); }
  void add(api::Request request) {
    auto prepared = vault_.pipeline().prepare(std::move(request));
    if (prepared.slow) prepared = prepared.slow(*reader_);
    auto promise = std::make_shared<std::promise<api::Response>>();
    answers_.push_back(promise->get_future());
    if (prepared.answer) return promise->set_value(std::move(*prepared.answer));
    prepared.pending->on_answer = [promise](api::Response answer) noexcept { promise->set_value(std::move(answer)); };
    tasks_.push_back(std::move(prepared.pending));
  }

  /// In the order of add(). Once.
  [[nodiscard]] std::vector<api::Response> responses() {
    EXPECT_TRUE(vault_.committer().submit(std::move(tasks_)).empty());
    latch_.count_down();
    std::vector<api::Response> all;
    for (auto& answer : answers_) all.push_back(answer.get());
    return all;
  }
  [[nodiscard]] std::vector<int> run() {
    std::vector<int> statuses;
    for (const auto& response : responses()) statuses.push_back(response.status);
    return statuses;
  }

 private:
  class Pause final : public store::Task {
   public:
    explicit Pause(std::latch& latch) : latch_(latch) {}
    void run(store::Transaction&) override { latch_.wait(); }
    void record_failure(store::Transaction&, const std::exception&) override {}
    void done(store::Outcome) noexcept override {}

   private:
    std::latch& latch_;
  };

  Installation& vault_;
  std::unique_ptr<store::Reader> reader_ = vault_.services().store.reader();
  std::latch latch_{1};
  std::vector<std::unique_ptr<store::Task>> tasks_;
  std::vector<std::future<api::Response>> answers_;
};

}  // namespace signet::testing
