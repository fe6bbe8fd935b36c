// SPDX-License-Identifier: Apache-2.0
// What a request signature covers, and the grammars that make it unambiguous:
//   METHOD ":" TARGET ":" TIMESTAMP ":" NONCE ":" hex(SHA-256(body))
// Only TARGET may contain a colon; each other field is checked against a grammar without one before it gets here.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signet {

namespace header {
inline constexpr std::string_view kMachineId = "X-Machine-Id";
inline constexpr std::string_view kOperatorId = "X-Operator-Id";
inline constexpr std::string_view kTimestamp = "X-Timestamp";
inline constexpr std::string_view kNonce = "X-Nonce";
inline constexpr std::string_view kSignature = "X-Signature";
inline constexpr std::string_view kAlgorithm = "X-Algorithm";
inline constexpr std::string_view kReason = "X-Signet-Reason";
inline constexpr std::string_view kOutcome = "X-Signet-Outcome";
inline constexpr std::string_view kSecretVersion = "X-Secret-Version";
}  // namespace header

/// `[1-9][0-9]{9}`, Unix seconds.
[[nodiscard]] std::optional<std::int64_t> parse_timestamp(std::string_view text);
/// `[A-Za-z0-9+/=_-]{16,128}`, opaque.
[[nodiscard]] bool is_nonce(std::string_view text);
/// `[A-Z]{1,16}`.
[[nodiscard]] bool is_method(std::string_view text);
/// Origin-form, at most kMaxTarget bytes, no "//", no "." or ".." segment, only the allowed characters, every % escape
/// complete and needed (never an RFC 3986 unreserved character or NUL, and in the path never / \ %), no empty query.
[[nodiscard]] bool is_target(std::string_view text);
/// A path parameter: `[A-Za-z0-9_.-]{1,128}`.
[[nodiscard]] bool is_path_parameter(std::string_view text);

/// The bytes that are signed. `body_hash` is 64 lower-case hex digits (crypto::sha256 of the raw body).
[[nodiscard]] std::string canonical_request(std::string_view method, std::string_view target,
                                            std::string_view timestamp, std::string_view nonce,
                                            std::string_view body_hash);

}  // namespace signet
