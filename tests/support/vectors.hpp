// SPDX-License-Identifier: Apache-2.0
// Test vectors: the project's own in schema/vectors, and the public collections where they are at hand.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace signet::testing {

/// A list in a file of schema/vectors. Throws if it is not there.
[[nodiscard]] nlohmann::json load_vectors(std::string_view file, std::string_view list);

/// A file of SIGNET_VECTORS_DIR, or of ../shared/vectors beside the sources. Nothing if that folder is not there.
[[nodiscard]] std::optional<nlohmann::json> find_public_vectors(std::string_view file);
inline constexpr const char* kNoPublicVectors = "no public vectors: set SIGNET_VECTORS_DIR to their folder";

/// Of a vector's member. Upper and lower case; throws on anything else.
[[nodiscard]] Bytes hex_bytes(const nlohmann::json& text);
[[nodiscard]] Bytes base64_bytes(const nlohmann::json& text);

}  // namespace signet::testing
