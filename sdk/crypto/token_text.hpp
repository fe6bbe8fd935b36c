// SPDX-License-Identifier: Apache-2.0
// Claims and headers of tokens as JSON, both ways.
#pragma once

#include "signet/crypto/token.hpp"
#include "signet/schema/json.hpp"

namespace signet::crypto::token_text {

inline constexpr std::string_view kType = "signet-rt+jwt";
/// The extension that the JSON form's headers call critical: the other signature must hold too.
inline constexpr std::string_view kPair = "signet-pair";

[[nodiscard]] std::string write_claims(const TokenClaims& claims);
/// claims, if one is missing, of another type, out of order or too far apart.
[[nodiscard]] std::expected<TokenClaims, TokenFault> read_claims(ByteView json);

/// {"alg","kid","typ"}, and for one signature of a pair "crit" and "signet-pair" as well.
[[nodiscard]] std::string write_header(std::string_view algorithm, std::string_view key_id, bool of_pair);
/// The kid. malformed, header or algorithm, if it is not exactly such a header.
[[nodiscard]] std::expected<std::string, TokenFault> read_header(ByteView json, std::string_view algorithm,
                                                                bool of_pair);

/// Null unless the object has exactly `size` members and this one is a text.
[[nodiscard]] const SecretString* find_text_of(const Json& object, std::size_t size, std::string_view name);

}  // namespace signet::crypto::token_text
