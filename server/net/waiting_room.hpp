// SPDX-License-Identifier: Apache-2.0
// The requests of one I/O thread that wait for something to change. A commit that changed it puts their numbers into a
// mailbox, on the thread that writes; everything else happens on the I/O thread.
#pragma once

#include "api/pipeline.hpp"
#include "domain/clock.hpp"
#include "mailbox.hpp"
#include "net/service.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace signet::net {

/// All calls on the I/O thread.
class WaitingRoom {
 public:
  /// `finish` gets what is to be answered, or committed and then answered.
  WaitingRoom(api::Pipeline& pipeline, const Clock& clock, Wake wake,
              std::function<void(api::Prepared, Answer)> finish);
  ~WaitingRoom();
  WaitingRoom(const WaitingRoom&) = delete;
  WaitingRoom& operator=(const WaitingRoom&) = delete;

  /// Looks once more before it waits: what changed meanwhile would wake nobody. Answers at once if there is no room.
  void park(std::unique_ptr<api::Parked> parked, Answer answer);
  /// Looks again at those that were woken.
  void turn();
  /// Answers those whose time is over.
  void tick();
  /// Answers all. From now on nobody waits.
  void close();

 private:
  struct Woken {};
  struct Guest {
    std::unique_ptr<api::Parked> parked;
    std::unique_ptr<api::Waiters::Place> place;
    Answer answer;
  };
  void look(std::uint64_t id, bool over);

  api::Pipeline& pipeline_;
  const Clock& clock_;
  const std::function<void(api::Prepared, Answer)> finish_;
  const std::shared_ptr<Mailbox<Woken>> mailbox_;
  std::map<std::uint64_t, Guest> guests_;
  std::uint64_t next_id_ = 0;
  bool closed_ = false;
};

}  // namespace signet::net
