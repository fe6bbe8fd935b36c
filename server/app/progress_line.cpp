// SPDX-License-Identifier: Apache-2.0
#include "progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace signet::app {
namespace {

constexpr std::uint64_t kAll = 100;
constexpr std::string_view kClear = "\r      \r";

}  // namespace

store::Progress progress_line(std::ostream& terminal) {
  return [&terminal, shown = kAll](std::uint64_t done, std::uint64_t all) mutable {
    const auto share = all == 0 ? kAll : done * kAll / all;
    if (share == shown) return;
    shown = share;
    if (share == kAll)
      terminal << kClear << std::flush;
    else
      terminal << fmt::format("\r{:3} %", share) << std::flush;
  };
}

store::Progress show_progress(std::ostream& err) {
  if (&err == &std::cerr && isatty(STDERR_FILENO) == 1) return progress_line(err);
  return [](std::uint64_t, std::uint64_t) {};
}

}  // namespace signet::app
