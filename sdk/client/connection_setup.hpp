// SPDX-License-Identifier: Apache-2.0
// What open() of every client has in common.
#pragma once

#include "exchange.hpp"
#include "signet/client/connect_options.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace signet::client {

/// Errors: local (address, key), tls.
[[nodiscard]] Result<std::shared_ptr<Exchange>> open_signed(Plane plane, const std::string& id,
                                                            const std::filesystem::path& key, std::string_view api_url,
                                                            const ConnectOptions& options);
[[nodiscard]] Result<std::shared_ptr<Exchange>> open_signed(Plane plane, const std::string& id, SigningKeys key,
                                                            std::string_view api_url, const ConnectOptions& options);
[[nodiscard]] Result<std::shared_ptr<Exchange>> open_unsigned(std::string_view api_url, const ConnectOptions& options);

}  // namespace signet::client
