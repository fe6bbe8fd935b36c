// SPDX-License-Identifier: Apache-2.0
#include "store/disk_watch.hpp"

#include <fmt/format.h>

#include <utility>

namespace signet::store {
namespace {

constexpr std::uint64_t kMebi = std::uint64_t{1'024} * 1'024;

unsigned per_cent(const DiskSpace& space) {
  if (space.total() == 0) return 100;
  return static_cast<unsigned>(static_cast<double>(space.used) * 100 / static_cast<double>(space.total()));
}

}  // namespace

DiskWatch::DiskWatch(std::unique_ptr<Disk> disk)
    : disk_(std::move(disk)), on_reserve_(disk_->reserve() == Reserve::given_up) {}

std::vector<DiskNews> DiskWatch::look() {
  const std::lock_guard lock(mutex_);
  auto news = std::exchange(untold_, {});
  const auto space = disk_->space();
  if (!space) return news;
  look_at_alarm(*space, news);
  look_at_reserve(*space, news);
  return news;
}

void DiskWatch::look_at_alarm(const DiskSpace& space, std::vector<DiskNews>& news) {
  const auto used = per_cent(space);
  if (alarm_ && used < kAlarmOverAt) {
    alarm_.reset();
    news.push_back({DiskNews::Kind::alarm_over, fmt::format("the disk of the data folder is {} % full again", used)});
  } else if (used >= kAlarmFrom && (!alarm_ || used >= *alarm_ + kAlarmAgainEach)) {
    alarm_ = used;
    news.push_back({DiskNews::Kind::alarm,
                    fmt::format("the disk of the data folder is {} % full, {} MiB are left: make room, for once it is "
                                "full machines get no answers",
                                used, space.available / kMebi)});
  }
}

void DiskWatch::look_at_reserve(const DiskSpace& space, std::vector<DiskNews>& news) {
  const auto reserve = disk_->reserve();
  if (reserve == Reserve::given_up) {
    on_reserve_ = true;
    if (!std::exchange(told_used_, true))
      news.push_back({DiskNews::Kind::reserve_used,
                      fmt::format("the disk is full: operators have its reserve of {} MiB to make room with, machines "
                                  "are answered 503 until {} MiB are free",
                                  kReserveBytes / kMebi, kRoomForReserve / kMebi)});
  }
  if (reserve == Reserve::whole) return;
  if (space.available >= kRoomForReserve && disk_->make_reserve()) {
    on_reserve_ = false;
    const bool again = std::exchange(told_used_, false);
    told_none_ = false;
    news.push_back({again ? DiskNews::Kind::reserve_restored : DiskNews::Kind::reserve_made,
                    again ? "the disk has room and its reserve again: machines are served"
                          : fmt::format("{} MiB of the disk are kept in reserve", kReserveBytes / kMebi)});
  } else if (reserve == Reserve::none) {
    on_reserve_ = false;
    if (!std::exchange(told_none_, true))
      news.push_back({DiskNews::Kind::no_reserve,
                      fmt::format("the disk has no room for a reserve of {} MiB: once it is full, nobody can write",
                                  kReserveBytes / kMebi)});
  }
}

void DiskWatch::tell_again(DiskNews news) {
  const std::lock_guard lock(mutex_);
  untold_.push_back(std::move(news));
}

void DiskWatch::give_up_reserve() {
  const std::lock_guard lock(mutex_);
  if (disk_->reserve() == Reserve::whole && disk_->give_up_reserve()) on_reserve_ = true;
}

void DiskWatch::make_room_to_start() {
  const auto space = disk_->space();
  if (space && space->available < kRoomToStart) give_up_reserve();
}

}  // namespace signet::store
