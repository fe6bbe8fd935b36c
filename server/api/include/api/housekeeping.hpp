// SPDX-License-Identifier: Apache-2.0
// What has to happen with time: the summary of refusals each second, the cleaning of spent nonces and remembered
// requests each minute.
#pragma once

#include "api/services.hpp"

namespace signet::api {

/// Called about once a second from one thread. Nonces are kept 600 s; cleaning pauses for 600 s after the start and
/// whenever wall and monotonic clock part by more than 5 s.
class Housekeeping {
 public:
  Housekeeping(const Services& services, store::Committer& committer);
  void tick();

 private:
  [[nodiscard]] bool clock_is_steady();

  const Services& services_;
  store::Committer& committer_;
  std::chrono::milliseconds quiet_until_;   // monotonic
  std::chrono::milliseconds next_cleaning_;  // monotonic
  std::chrono::milliseconds offset_;         // wall minus monotonic
};

}  // namespace signet::api
