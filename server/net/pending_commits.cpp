// SPDX-License-Identifier: Apache-2.0
#include "pending_commits.hpp"

#include <utility>

namespace signet::net {
namespace {

/// Nothing has happened, and the task's owner hears so.
void give_back(std::unique_ptr<store::Task> task) { task->done(store::Outcome::failed); }

}  // namespace

PendingCommits::PendingCommits(store::Committer& committer, const Clock& clock, std::chrono::milliseconds deadline,
                               Wake wake, std::function<void(std::unique_ptr<api::Parked>, Answer)> park)
    : committer_(committer), clock_(clock), deadline_(deadline), wake_(wake), park_(std::move(park)),
      mailbox_(std::make_shared<Mailbox<Settled>>(std::move(wake))) {}

PendingCommits::~PendingCommits() { mailbox_->close(); }

void PendingCommits::add(std::unique_ptr<api::PendingRequest> request, Answer answer) {
  const auto id = next_id_++;
  request->on_answer = [mailbox = mailbox_, id](api::Response response) noexcept {
    mailbox->put(id, Settled{.response = std::move(response)});
  };
  if (park_)
    request->on_park = [mailbox = mailbox_, id](std::unique_ptr<api::Parked> parked) noexcept {
      mailbox->put(id, Settled{.parked = std::move(parked)});
    };
  waiting_.emplace(id, Waiting{std::move(answer), request.get(), clock_.monotonic() + deadline_});
  batch_.push_back(std::move(request));
  if (batch_.size() == 1) wake_();
}

void PendingCommits::turn() {
  if (!batch_.empty()) {
    for (auto& task : committer_.submit(std::exchange(batch_, {}))) give_back(std::move(task));
  }
  for (auto& letter : mailbox_->take()) {
    auto waiting = waiting_.extract(letter.id);
    auto& answer = waiting.mapped().answer;
    if (letter.content.parked) {
      park_(std::move(letter.content.parked), std::move(answer));
    } else {
      answer(std::move(letter.content.response));
    }
  }
}

void PendingCommits::tick() {
  const auto now = clock_.monotonic();
  for (auto& [id, waiting] : waiting_) {
    if (waiting.deadline > now) break;
    if (waiting.task == nullptr) continue;
    // Should the task be gone already and a younger one of anybody live at its address, that one comes back: its owner
    // hears that nothing happened, which is true, and ours gets the answer that is on its way.
    if (auto task = committer_.withdraw(std::exchange(waiting.task, nullptr))) give_back(std::move(task));
  }
}

}  // namespace signet::net
