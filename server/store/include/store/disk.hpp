// SPDX-License-Identifier: Apache-2.0
// The file system that the data lie on, and the reserve on it: a file that takes room for as long as there is room, so
// that it can be given up when there is none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace signet::store {

inline constexpr std::uint64_t kReserveBytes = std::uint64_t{64} * 1'024 * 1'024;

/// In bytes, for this user: what only root may fill counts neither as used nor as available.
struct DiskSpace {
  std::uint64_t used;
  std::uint64_t available;
  [[nodiscard]] std::uint64_t total() const { return used + available; }
};

enum class Reserve : std::uint8_t {
  none,      // never made, or taken away by hand
  whole,     // it takes its room
  given_up,  // empty: it is remembered that somebody needed the room
};

class Disk {
 public:
  virtual ~Disk() = default;
  /// Null if it does not say.
  [[nodiscard]] virtual std::optional<DiskSpace> space() const = 0;
  [[nodiscard]] virtual Reserve reserve() const = 0;
  /// Allocates all of it, or changes nothing and is false.
  virtual bool make_reserve() = 0;
  virtual bool give_up_reserve() = 0;
};

/// The reserve is `signet.reserve` in that folder, 0600.
[[nodiscard]] std::unique_ptr<Disk> disk_under(std::filesystem::path folder);

}  // namespace signet::store
