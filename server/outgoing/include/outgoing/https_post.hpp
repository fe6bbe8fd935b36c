// SPDX-License-Identifier: Apache-2.0
// One POST to somebody else's server, for a thread that may wait.
#pragma once

#include "domain/webhook.hpp"

#include <atomic>
#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signet::outgoing {

struct PostOptions {
  bool allow_private_addresses = false;
  std::chrono::milliseconds time = std::chrono::seconds(10);  // for everything but the look-up of the name
  const std::atomic<bool>* stopping = nullptr;                 // ends it early
};

/// The status of the answer, or what went wrong. The name is looked up once, every address is checked, and one that was
/// checked is connected to; the certificate must be for the name, from an authority that this system trusts
/// (SSL_CERT_FILE, else the system's). No redirect is followed, no proxy is used, at most 64 KiB are read.
[[nodiscard]] std::expected<int, std::string> https_post(
    const HttpsUrl& url, const std::vector<std::pair<std::string, std::string>>& headers, std::string_view body,
    const PostOptions& options);

}  // namespace signet::outgoing
