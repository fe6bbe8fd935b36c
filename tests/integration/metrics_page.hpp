// SPDX-License-Identifier: Apache-2.0
// Where a server's metrics are, by what it says in its log.
#pragma once

#include "support/signetd_process.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace signet::testing {

inline std::uint16_t metrics_port(const Signetd& server) {
  constexpr std::string_view kBefore = "metrics at http://127.0.0.1:";
  const auto said = [&] { return server.log().rfind(kBefore); };
  if (!eventually([&] { return said() != std::string::npos; })) throw std::runtime_error("there are no metrics");
  return static_cast<std::uint16_t>(std::stoi(server.log().substr(said() + kBefore.size(), 5)));
}

}  // namespace signet::testing
