// SPDX-License-Identifier: Apache-2.0
// Whose certificates are believed. Our own OpenSSL may have been built without knowing where a system keeps them.
#pragma once

#include "signet/client/environment.hpp"
#include "signet/client/error.hpp"

#include <filesystem>

namespace signet::client {

/// `chosen` if it is not empty, else $SSL_CERT_FILE, else the system's bundle. Error: tls if there is none, or the file
/// that was named is not there.
[[nodiscard]] Result<std::filesystem::path> trusted_authorities(const std::filesystem::path& chosen,
                                                                const Environment& environment);

}  // namespace signet::client
