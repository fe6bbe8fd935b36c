// SPDX-License-Identifier: Apache-2.0
// Signatures of releases, in a file beside each: FILE.slhdsa holds the base64 of the SLH-DSA-SHA2-128s signature over
// FILE's bytes, pure mode, empty context. Any implementation of FIPS 205 verifies it.
#pragma once

#include "signet/crypto/keys.hpp"

#include <optional>

namespace signet::crypto {

inline constexpr std::string_view kSidecarSuffix = ".slhdsa";
/// More than that is no sidecar.
inline constexpr std::size_t kLongestSidecar = 16 * 1'024;

/// Lines of 64 characters. Throws std::invalid_argument if the key is of another algorithm.
[[nodiscard]] std::string sign_release(const PrivateKey& key, ByteView file);

enum class ReleaseFault : std::uint8_t { key, sidecar, signature };
[[nodiscard]] std::string_view describe(ReleaseFault fault);

/// The sidecar may be on one line or several.
[[nodiscard]] std::expected<void, ReleaseFault> verify_release(const PublicKey& key, ByteView file,
                                                              std::string_view sidecar);

}  // namespace signet::crypto
