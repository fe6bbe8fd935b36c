// SPDX-License-Identifier: Apache-2.0
// One POST to somebody else's server, for threads that may wait.
#pragma once

#include "domain/webhook.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signet::outgoing {

using Headers = std::vector<std::pair<std::string, std::string>>;
/// The status of the answer, or what went wrong.
using Posted = std::expected<int, std::string>;
using Post = std::function<Posted(const HttpsUrl&, const Headers&, std::string_view body, const std::stop_token&)>;

struct PostOptions {
  bool allow_private_addresses = false;
  std::chrono::milliseconds time = std::chrono::seconds(10);  // for everything, the look-up of the name included
};

/// The name is looked up once, every address is checked, and one that was checked is connected to; the certificate must
/// be for the name, from an authority that is trusted here (SSL_CERT_FILE, else the system's). No redirect is followed,
/// no proxy is used, at most 64 KiB are read. Whoever stops need not wait for more than an instant. Thread-safe.
[[nodiscard]] Post make_https_post(const PostOptions& options);

}  // namespace signet::outgoing
