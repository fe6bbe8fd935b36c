// SPDX-License-Identifier: Apache-2.0
// Tokens that prove a machine to third parties, as JSON Web Signatures by an Ed25519+ML-DSA-65 key:
//   compact   b64u({"alg":"Ed25519+ML-DSA-65","kid":...,"typ":"signet-rt+jwt"}) . b64u(claims) . b64u(hybrid signature)
//   JSON      {"payload":b64u(claims),"signatures":[{"protected","signature"} by Ed25519, the same by ML-DSA-65]},
//             where both protected headers have a "crit", so that who checks one signature and not the other refuses.
// Whoever has a token is not yet the machine: it is asked for a proof over a challenge as well.
#pragma once

#include "signet/crypto/keys.hpp"

#include <chrono>
#include <cstdint>
#include <span>

namespace signet::crypto {

inline constexpr std::size_t kLongestToken = 8 * 1'024;
inline constexpr std::chrono::seconds kLongestTokenLife{900};

struct TokenClaims {
  std::string issuer, audience, subject, id;
  std::int64_t issued_at = 0, not_before = 0, expires_at = 0;  // Unix seconds
  Fingerprint key{};                                           // of the machine
  friend bool operator==(const TokenClaims&, const TokenClaims&) = default;
};

/// Sixteen hex digits of its fingerprint: what a token calls the key that issued it.
[[nodiscard]] std::string token_key_id(const PublicKey& key);

/// Both throw std::invalid_argument if the key is of another algorithm, the claims are not in order, or live longer
/// than kLongestTokenLife.
[[nodiscard]] std::string issue_token(const PrivateKey& issuer, const TokenClaims& claims);
[[nodiscard]] std::string issue_json_token(const PrivateKey& issuer, const TokenClaims& claims);

enum class TokenFault : std::uint8_t {
  malformed,    // not three parts of base64url, not the JSON form, too long, a member missing, unknown or twice
  header,       // a member of a header that is not exactly ours
  algorithm,    // not the one of our keys
  unknown_key,  // a kid that is none of ours
  signature,
  claims,    // one missing, of another type, or living too long
  issuer,    // another
  audience,  // another
  early,     // not yet
  expired,
};
[[nodiscard]] std::string_view describe(TokenFault fault);

/// Whom to trust, and for whom the token must be.
struct TokenExpectations {
  std::span<const PublicKey> keys;  // of the issuer
  std::string_view issuer, audience;
  std::chrono::sys_seconds now;
  std::chrono::seconds leeway{0};  // for clocks that differ
};
/// Either form.
[[nodiscard]] std::expected<TokenClaims, TokenFault> verify_token(std::string_view token,
                                                                 const TokenExpectations& expected);

/// What the machine signs to show that a token is its own: `signet-token-v1:{hex SHA-256 of the token}:{challenge}`.
[[nodiscard]] Bytes token_proof_message(std::string_view token, std::string_view challenge);
[[nodiscard]] bool verify_token_proof(const TokenClaims& claims, std::string_view token, std::string_view challenge,
                                      const PublicKey& machine, ByteView proof);

}  // namespace signet::crypto
