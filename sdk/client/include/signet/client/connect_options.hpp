// SPDX-License-Identifier: Apache-2.0
// How to reach a server. Its certificate is always verified; there is no switch for that.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>

namespace signet::client {

struct ConnectOptions {
  /// PEM certificates of the authorities to trust, instead of the system's. Empty: `$SSL_CERT_FILE`, else the system's.
  std::filesystem::path ca_file = {};
  /// For one attempt, from looking up the name to the last byte of the answer. A call makes at most four, and waits
  /// 1, 2 and 4 seconds between them (or as the server asks, up to 10).
  std::chrono::milliseconds timeout{15'000};
  /// Once this is requested, calls end at once with a network error, those in progress too.
  std::stop_token stop = {};
};

}  // namespace signet::client
