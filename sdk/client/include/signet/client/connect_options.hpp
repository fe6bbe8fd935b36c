// SPDX-License-Identifier: Apache-2.0
// How to reach a server. Its certificate is always verified; there is no switch for that.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace signet::client {

struct ConnectOptions {
  /// PEM certificates of the authorities to trust, instead of the system's. Empty: `$SSL_CERT_FILE`, else the system's.
  std::filesystem::path ca_file = {};
  /// For one attempt, from looking up the name to the last byte of the answer. A call makes at most four, and waits
  /// 1, 2 and 4 seconds between them (or as the server asks, up to 10).
  std::chrono::milliseconds timeout{15'000};
  /// Once this is requested, calls end at once with a network error, those in progress too.
  std::stop_token stop = {};
  /// Told, on whatever thread calls, what is no error of the call and somebody should know: that an audit log is
  /// shorter than it was, or another one.
  std::function<void(const std::string& warning)> on_warning = {};
};

}  // namespace signet::client
