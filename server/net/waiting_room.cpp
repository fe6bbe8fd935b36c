// SPDX-License-Identifier: Apache-2.0
#include "waiting_room.hpp"

#include <utility>
#include <vector>

namespace signet::net {

WaitingRoom::WaitingRoom(api::Pipeline& pipeline, const Clock& clock, Wake wake,
                         std::function<void(api::Prepared, Answer)> finish)
    : pipeline_(pipeline),
      clock_(clock),
      finish_(std::move(finish)),
      mailbox_(std::make_shared<Mailbox<Woken>>(std::move(wake))) {}

WaitingRoom::~WaitingRoom() { mailbox_->close(); }

void WaitingRoom::park(std::unique_ptr<api::Parked> parked, Answer answer) {
  const auto id = next_id_++;
  auto wake = [mailbox = mailbox_, id]() noexcept { mailbox->put(id, Woken{}); };
  auto place = closed_ ? nullptr : pipeline_.enter(*parked, std::move(wake));
  if (!place) {
    answer(std::move(parked->otherwise));
    return;
  }
  answer.hold([this, id] { look(id, true); });
  guests_.emplace(id, Guest{std::move(parked), std::move(place), std::move(answer)});
  look(id, false);
}

void WaitingRoom::look(std::uint64_t id, bool over) {
  const auto found = guests_.find(id);
  if (found == guests_.end()) return;  // answered or gone since
  auto& guest = found->second;
  guest.place->rearm();
  auto prepared = pipeline_.resume(std::move(guest.parked), over);
  if (prepared.parked) {
    guest.parked = std::move(prepared.parked);
    return;
  }
  auto answer = std::move(guest.answer);
  guests_.erase(found);
  finish_(std::move(prepared), std::move(answer));
}

void WaitingRoom::turn() {
  for (const auto& letter : mailbox_->take()) look(letter.id, false);
}

void WaitingRoom::tick() {
  const auto now = clock_.monotonic();
  std::vector<std::uint64_t> over;
  for (const auto& [id, guest] : guests_)
    if (guest.parked->until <= now) over.push_back(id);
  for (const auto id : over) look(id, true);
}

void WaitingRoom::close() {
  closed_ = true;
  while (!guests_.empty()) look(guests_.begin()->first, true);
}

}  // namespace signet::net
