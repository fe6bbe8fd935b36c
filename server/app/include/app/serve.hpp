// SPDX-License-Identifier: Apache-2.0
// `signetd serve`: builds the whole server, runs it until somebody says stop, and takes it down in reverse order.
#pragma once

#include "app/config.hpp"
#include "app/exit_code.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace signet::app {

enum class Order : std::uint8_t { stop, reload };

struct ServeOptions {
  std::optional<std::filesystem::path> port_file = std::nullopt;  // gets the port when the server listens
  std::filesystem::path credential = {};       // a key file that systemd passed on
  std::filesystem::path passphrase_file = {};  // opens a slot instead of the key file
  std::function<Order()> next_order;                              // waits for one
};

/// Logs why, if it does not end with ExitCode::done.
[[nodiscard]] ExitCode serve(const Config& config, const ServeOptions& options);

}  // namespace signet::app
