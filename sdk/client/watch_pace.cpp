// SPDX-License-Identifier: Apache-2.0
#include "watch_pace.hpp"

#include <algorithm>
#include <utility>

namespace signet::client {
namespace {

using std::chrono::seconds;

constexpr seconds kInterval{10};  // the least that servers without waiting ask for
constexpr seconds kAfterNews{1};  // news that are said again and again must not become a flood of requests
constexpr seconds kLongestPause{60};
constexpr seconds kMeasuringError{1};

}  // namespace

WatchPace::Duration WatchPace::after_silence(Duration took) {
  failures_ = 0;
  if (wait_.count() > 0 && took + kMeasuringError >= wait_) return Duration(0);
  return std::max(Duration(0), kInterval - took);
}

WatchPace::Duration WatchPace::after_news() {
  failures_ = 0;
  return kAfterNews;
}

WatchPace::Step WatchPace::after_failure(const Error& error) {
  switch (error.kind) {
    case ErrorKind::network:
    case ErrorKind::tls:
    case ErrorKind::server:
    case ErrorKind::clock_skew: return {.pause = longer_each_time()};
    case ErrorKind::locked_out:
    case ErrorKind::sealed_or_busy:
      return {.pause = std::max<Duration>(longer_each_time(), error.retry_after.value_or(seconds(0)))};
    case ErrorKind::access_denied: return {.pause = kLongestPause};  // disabled, suspended or frozen, which people undo
    case ErrorKind::invalid_request:
      if (error.status == 400 && std::exchange(wait_, seconds(0)).count() > 0) return {.pause = kInterval};
      return {.ends = true};
    case ErrorKind::authentication:  // trying on would lock the address out
    case ErrorKind::not_found:
    case ErrorKind::conflict:
    case ErrorKind::local: return {.ends = true};
  }
  std::unreachable();
}

WatchPace::Duration WatchPace::longer_each_time() {
  const Duration pause = std::min(seconds(1) * (1 << std::min(failures_, 6u)), kLongestPause);
  ++failures_;
  return pause;
}

}  // namespace signet::client
