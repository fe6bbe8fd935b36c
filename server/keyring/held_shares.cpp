// SPDX-License-Identifier: Apache-2.0
#include "keyring/held_shares.hpp"

#include "locked_key.hpp"

#include <algorithm>
#include <mutex>

namespace signet::keyring {
namespace {

struct Held {
  SlotId slot;
  std::uint8_t x;
  LockedKey y;
  std::chrono::milliseconds since;
};

}  // namespace

struct HeldShares::State {
  std::mutex mutex;
  std::vector<Held> held;

  void drop_old(std::chrono::milliseconds now) {
    std::erase_if(held, [&](const Held& one) { return now - one.since >= kKept; });
  }
  void drop(const SlotId& slot) {
    std::erase_if(held, [&](const Held& one) { return one.slot == slot; });
  }
  std::size_t count(const SlotId& slot) const {
    return static_cast<std::size_t>(std::ranges::count(held, slot, &Held::slot));
  }
};

HeldShares::HeldShares() : state_(std::make_unique<State>()) {}
HeldShares::~HeldShares() = default;

HeldShares::Outcome HeldShares::give(const Share& share, std::chrono::milliseconds now) {
  const std::scoped_lock lock(state_->mutex);
  auto& held = state_->held;
  state_->drop_old(now);
  const auto same = std::ranges::find_if(
      held, [&](const Held& one) { return one.slot == share.slot && one.x == share.point.x; });
  if (same == held.end()) {
    held.push_back({share.slot, share.point.x, LockedKey(share.point.y.expose()), now});
  } else if (!constant_time_equal(same->y.expose(), share.point.y.expose())) {
    state_->drop(share.slot);
    return {Given::contradicts, 0};
  }
  if (state_->count(share.slot) < share.threshold) return {Given::held, state_->count(share.slot)};
  std::vector<Point> points;
  for (const auto& one : held)
    if (one.slot == share.slot) points.push_back({one.x, SecretBytes(one.y.expose())});
  return {Given::complete, 0, combine(points)};
}

std::size_t HeldShares::count(const SlotId& slot, std::chrono::milliseconds now) {
  const std::scoped_lock lock(state_->mutex);
  state_->drop_old(now);
  return state_->count(slot);
}

void HeldShares::drop(const SlotId& slot) {
  const std::scoped_lock lock(state_->mutex);
  state_->drop(slot);
}

void HeldShares::drop_old(std::chrono::milliseconds now) {
  const std::scoped_lock lock(state_->mutex);
  state_->drop_old(now);
}

void HeldShares::wipe() {
  const std::scoped_lock lock(state_->mutex);
  state_->held.clear();
}

}  // namespace signet::keyring
