// SPDX-License-Identifier: Apache-2.0
// The requests of one I/O thread that wait for their commit. They go to the committer once a turn of the loop, all
// together: waking the writer for each of them was the largest waste that a prototype showed. Answers come back
// from the writer thread through a mailbox.
#pragma once

#include "api/pipeline.hpp"
#include "domain/clock.hpp"
#include "mailbox.hpp"
#include "net/service.hpp"
#include "store/committer.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace signet::net {

/// All calls on the I/O thread. Answers that arrive after its end are dropped, and wiped.
class PendingCommits {
 public:
  /// `park` gets, from turn(), what wants to wait once its commit is durable.
  PendingCommits(store::Committer& committer, const Clock& clock, std::chrono::milliseconds deadline, Wake wake,
                 std::function<void(std::unique_ptr<api::Parked>, Answer)> park = {});
  ~PendingCommits();
  PendingCommits(const PendingCommits&) = delete;
  PendingCommits& operator=(const PendingCommits&) = delete;

  /// `answer` comes from turn(), never from in here.
  void add(std::unique_ptr<api::PendingRequest> request, Answer answer);
  /// Submits what was added, hands out what was answered.
  void turn();
  /// Takes back what has been queued for too long; a request that is already being committed is waited for.
  void tick();

 private:
  /// One of the two.
  struct Settled {
    api::Response response = {};
    std::unique_ptr<api::Parked> parked = nullptr;
  };
  struct Waiting {
    Answer answer;
    const store::Task* task;
    std::chrono::milliseconds deadline;
  };

  store::Committer& committer_;
  const Clock& clock_;
  const std::chrono::milliseconds deadline_;
  const Wake wake_;
  const std::function<void(std::unique_ptr<api::Parked>, Answer)> park_;
  std::shared_ptr<Mailbox<Settled>> mailbox_;
  std::vector<std::unique_ptr<store::Task>> batch_;
  std::map<std::uint64_t, Waiting> waiting_;  // by age
  std::uint64_t next_id_ = 0;
};

}  // namespace signet::net
