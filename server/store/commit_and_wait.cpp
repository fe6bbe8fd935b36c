// SPDX-License-Identifier: Apache-2.0
#include "store/committer.hpp"

#include <future>

namespace signet::store {
namespace {

class Waiting final : public Task {
 public:
  Waiting(const std::function<void(Transaction&)>& work, std::promise<Outcome> outcome, std::exception_ptr& thrown)
      : work_(work), outcome_(std::move(outcome)), thrown_(thrown) {}

  void run(Transaction& transaction) override {
    thrown_ = nullptr;
    try {
      work_(transaction);
    } catch (...) {
      thrown_ = std::current_exception();
      throw;
    }
  }
  void record_failure(Transaction&, const std::exception&) override {}
  void done(Outcome outcome) noexcept override { outcome_.set_value(outcome); }
  [[nodiscard]] bool may_use_reserve() const override { return true; }

 private:
  const std::function<void(Transaction&)>& work_;
  std::promise<Outcome> outcome_;
  std::exception_ptr& thrown_;  // the waiter reads it after the outcome
};

}  // namespace

bool commit_and_wait(Committer& committer, const std::function<void(Transaction&)>& work) {
  std::promise<Outcome> promise;
  auto outcome = promise.get_future();
  std::exception_ptr thrown;
  std::vector<std::unique_ptr<Task>> tasks;
  tasks.push_back(std::make_unique<Waiting>(work, std::move(promise), thrown));
  if (!committer.submit(std::move(tasks)).empty()) return false;
  const bool committed = outcome.get() == Outcome::committed;
  if (thrown) std::rethrow_exception(thrown);
  return committed;
}

}  // namespace signet::store
