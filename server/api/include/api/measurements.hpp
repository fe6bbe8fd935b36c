// SPDX-License-Identifier: Apache-2.0
// What the API counts for a monitoring system: answers by route and status, refusals by reason. Both come from tables
// of the program: nothing that a client or an operator wrote becomes a label.
#pragma once

#include "domain/action.hpp"
#include "observe/metrics.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace signet::api {

/// Thread-safe, without a lock.
class Measurements {
 public:
  Measurements();

  /// `route` is Response::route. A status that Signet does not give counts as 0.
  void answered(std::size_t route, int status);
  /// Who was not let in, and why; what is no reason of the table counts as "other".
  void refused(Action action, std::string_view reason);
  void write(observe::Exposition& out) const;

 private:
  std::vector<std::atomic<std::uint64_t>> answers_;  // of each route, by status
  std::vector<std::atomic<std::uint64_t>> refusals_;
};

/// Of Response::route: GET, and /v1/secret/{secret}; empty for none.
[[nodiscard]] std::string_view method_of_route(std::size_t route);
[[nodiscard]] std::string_view path_of_route(std::size_t route);

}  // namespace signet::api
