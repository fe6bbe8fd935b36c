// SPDX-License-Identifier: Apache-2.0
// Who looks at the disk: an alarm while it is nearly full, and the reserve, which is given up when a write finds no
// room and made again when there is some. From the one to the other only those write who may use it, so that nobody
// eats what operators need to make room.
#pragma once

#include "store/disk.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace signet::store {

/// Something that an operator should know.
struct DiskNews {
  enum class Kind : std::uint8_t {
    alarm,            // so full that somebody should make room
    alarm_over,       // somebody has
    no_reserve,       // there is no room for it
    reserve_made,     // for the first time
    reserve_used,     // a write found no room
    reserve_restored  // after that
  };
  Kind kind;
  std::string sentence;
};

/// Thread-safe.
class DiskWatch {
 public:
  static constexpr unsigned kAlarmFrom = 80;                           // per cent
  static constexpr unsigned kAlarmOverAt = 78;                         // below it
  static constexpr unsigned kAlarmAgainEach = 5;                       // per cent more
  static constexpr std::uint64_t kRoomForReserve = 2 * kReserveBytes;  // as much must be left when it is made
  static constexpr std::uint64_t kRoomToStart = std::uint64_t{1'024} * 1'024;

  explicit DiskWatch(std::unique_ptr<Disk> disk);

  /// What changed since the last call. Makes the reserve where it is missing and there is room.
  [[nodiscard]] std::vector<DiskNews> look();
  /// The next look() begins with it: what is to be done about it could not be done.
  void tell_again(DiskNews news);
  /// A write found no room.
  void give_up_reserve();
  /// Before a start, which has to write: gives the reserve up if next to nothing is left beside it.
  void make_room_to_start();
  /// Whether only those are to write who may use the reserve.
  [[nodiscard]] bool is_on_reserve() const { return on_reserve_.load(std::memory_order_acquire); }
  [[nodiscard]] std::optional<DiskSpace> space() const { return disk_->space(); }
  [[nodiscard]] bool has_reserve() const { return disk_->reserve() == Reserve::whole; }

 private:
  void look_at_alarm(const DiskSpace& space, std::vector<DiskNews>& news);
  void look_at_reserve(const DiskSpace& space, std::vector<DiskNews>& news);

  const std::unique_ptr<Disk> disk_;
  std::mutex mutex_;  // of the file and of what follows
  std::atomic<bool> on_reserve_;
  std::vector<DiskNews> untold_;
  std::optional<unsigned> alarm_;  // the per cent that were told
  bool told_none_ = false;
  bool told_used_ = false;
};

}  // namespace signet::store
