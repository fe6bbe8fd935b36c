// SPDX-License-Identifier: Apache-2.0
// What has to happen with time: the summary of refusals each second, the cleaning of spent nonces each minute, and the
// chores, each at its own pace.
#pragma once

#include "api/services.hpp"

#include <chrono>
#include <vector>

namespace signet::api {

/// Called about once a second from one thread. Nonces are kept 600 s; cleaning pauses for 600 s after the start and
/// whenever wall and monotonic clock part by more than 5 s.
class Housekeeping {
 public:
  Housekeeping(const Services& services, store::Committer& committer);
  void tick();
  /// The last one: writes down what is only in memory.
  void finish();

 private:
  [[nodiscard]] bool clock_is_steady();
  void write_activity();
  void write_refusals(Instant now);
  void do_chores();
  void clean_nonces();

  const Services& services_;
  store::Committer& committer_;
  std::chrono::milliseconds quiet_until_;          // monotonic
  std::chrono::milliseconds jump_forgotten_at_{};  // monotonic
  std::chrono::milliseconds next_cleaning_;        // monotonic
  std::chrono::milliseconds offset_;               // wall minus monotonic
  std::vector<std::chrono::milliseconds> next_chores_;  // monotonic, in the order of the table
};

}  // namespace signet::api
