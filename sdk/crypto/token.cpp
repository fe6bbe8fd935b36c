// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/token.hpp"

#include "byte_reader.hpp"
#include "hybrid.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "token_text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace signet::crypto {
namespace {

using namespace token_text;

constexpr std::size_t kKeyId = 8;  // bytes of the fingerprint
constexpr Algorithm kBoth = Algorithm::ed25519_mldsa65;
constexpr std::size_t kEd25519Signature = 64;
constexpr std::string_view kProofPrefix = "signet-token-v1:";
/// What the halves are called where each signs for itself, in the order in which they stand.
constexpr std::array<std::string_view, 2> kHalves{"EdDSA", "ML-DSA-65"};

void require_issuer(const PrivateKey& key) {
  if (key.algorithm() != kBoth) throw std::invalid_argument("tokens are issued by Ed25519+ML-DSA-65 keys");
}

std::string part(std::string_view json) { return to_base64url(as_bytes(json)); }

const PublicKey* find_key(std::span<const PublicKey> keys, std::string_view key_id) {
  const auto found = std::ranges::find_if(
      keys, [&](const PublicKey& key) { return key.algorithm() == kBoth && token_key_id(key) == key_id; });
  return found == keys.end() ? nullptr : &*found;
}

std::expected<TokenClaims, TokenFault> check_claims(std::string_view payload, const TokenExpectations& expected) {
  const auto json = from_base64url(payload);
  if (!json) return std::unexpected(TokenFault::malformed);
  auto claims = read_claims(*json);
  if (!claims) return claims;
  if (claims->issuer != expected.issuer) return std::unexpected(TokenFault::issuer);
  if (claims->audience != expected.audience) return std::unexpected(TokenFault::audience);
  const auto now = expected.now.time_since_epoch().count(), leeway = expected.leeway.count();
  if (now < claims->not_before - leeway) return std::unexpected(TokenFault::early);
  if (now >= claims->expires_at + leeway) return std::unexpected(TokenFault::expired);
  return claims;
}

std::expected<TokenClaims, TokenFault> verify_compact(std::string_view token, const TokenExpectations& expected) {
  const auto first = token.find('.'), second = token.find('.', first == token.npos ? first : first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return std::unexpected(TokenFault::malformed);
  const auto header = from_base64url(token.substr(0, first)), signature = from_base64url(token.substr(second + 1));
  if (!header || !signature) return std::unexpected(TokenFault::malformed);
  const auto key_id = read_header(*header, info(kBoth).name, false);
  if (!key_id) return std::unexpected(key_id.error());
  const PublicKey* const key = find_key(expected.keys, *key_id);
  if (key == nullptr) return std::unexpected(TokenFault::unknown_key);
  if (!key->verify(as_bytes(token.substr(0, second)), *signature)) return std::unexpected(TokenFault::signature);
  return check_claims(token.substr(first + 1, second - first - 1), expected);
}

struct Half {
  std::string protected_header;
  std::string key_id;
  Bytes signature;
};

std::expected<Half, TokenFault> read_half(const Json& object, std::string_view algorithm) {
  if (!object.is_object()) return std::unexpected(TokenFault::malformed);
  const auto *header = find_text_of(object, 2, "protected"), *signature = find_text_of(object, 2, "signature");
  const auto json = header != nullptr ? from_base64url(*header) : std::nullopt;
  auto bytes = signature != nullptr ? from_base64url(*signature) : std::nullopt;
  if (!json || !bytes) return std::unexpected(TokenFault::malformed);
  auto key_id = read_header(*json, algorithm, true);
  if (!key_id) return std::unexpected(key_id.error());
  return Half{std::string(std::string_view(*header)), std::move(*key_id), std::move(*bytes)};
}

bool verify_half(Algorithm algorithm, ByteView raw, const Half& half, std::string_view payload) {
  const auto key = PublicKey::from_stored(algorithm, raw);
  return key && key->verify(as_bytes(half.protected_header + "." + std::string(payload)), half.signature);
}

std::expected<TokenClaims, TokenFault> verify_json(std::string_view token, const TokenExpectations& expected) {
  const auto object = parse_json_object(as_bytes(token));
  if (!object) return std::unexpected(TokenFault::malformed);
  const auto* const payload = find_text_of(*object, 2, "payload");
  const Json* const signatures = find_member(*object, "signatures");
  if (payload == nullptr || signatures == nullptr || !signatures->is_array() || signatures->size() != kHalves.size()) {
    return std::unexpected(TokenFault::malformed);
  }
  const auto one = read_half((*signatures)[0], kHalves[0]);
  if (!one) return std::unexpected(one.error());
  const auto two = read_half((*signatures)[1], kHalves[1]);
  if (!two) return std::unexpected(two.error());
  const PublicKey* const key = find_key(expected.keys, one->key_id);
  if (key == nullptr || one->key_id != two->key_id) return std::unexpected(TokenFault::unknown_key);
  const auto halves = hybrid::split_public_key(kBoth, key->raw());
  const bool classical = verify_half(Algorithm::ed25519, halves->ed25519, *one, *payload);
  const bool lattice = verify_half(Algorithm::mldsa65, halves->mldsa, *two, *payload);
  if ((static_cast<unsigned>(classical) & static_cast<unsigned>(lattice)) != 1U) {
    return std::unexpected(TokenFault::signature);
  }
  return check_claims(*payload, expected);
}

}  // namespace

std::string_view describe(TokenFault fault) {
  switch (fault) {
    case TokenFault::malformed: return "this is not a token";
    case TokenFault::header: return "the header of this token is not exactly that of one of ours";
    case TokenFault::algorithm: return "this token names another algorithm than that of the key";
    case TokenFault::unknown_key: return "this token is by none of the issuer's keys";
    case TokenFault::signature: return "a signature of this token is not good";
    case TokenFault::claims: return "a claim of this token is missing or makes no sense";
    case TokenFault::issuer: return "this token is by another issuer";
    case TokenFault::audience: return "this token is for another audience";
    case TokenFault::early: return "this token is not valid yet";
    case TokenFault::expired: return "this token has expired";
  }
  throw std::logic_error("a fault without a description");
}

std::string token_key_id(const PublicKey& key) { return to_hex(ByteView(key.fingerprint()).first(kKeyId)); }

std::string issue_token(const PrivateKey& issuer, const TokenClaims& claims) {
  require_issuer(issuer);
  const auto header = write_header(info(kBoth).name, token_key_id(issuer.public_key()), false);
  const std::string input = part(header) + "." + part(write_claims(claims));
  return input + "." + to_base64url(issuer.sign(as_bytes(input)));
}

std::string issue_json_token(const PrivateKey& issuer, const TokenClaims& claims) {
  require_issuer(issuer);
  const std::string payload = part(write_claims(claims)), key_id = token_key_id(issuer.public_key());
  auto signatures = Json::array();
  for (const std::string_view half : kHalves) {
    const std::string header = part(write_header(half, key_id, true));
    // Both halves sign both inputs, and of each the half is kept that belongs to it.
    const Bytes both = issuer.sign(as_bytes(header + "." + payload));
    const ByteView kept = half == kHalves[0] ? ByteView(both).first(kEd25519Signature)
                                             : ByteView(both).subspan(kEd25519Signature);
    signatures.push_back({{"protected", json_text(header)}, {"signature", json_text(to_base64url(kept))}});
  }
  return to_public_text({{"payload", json_text(payload)}, {"signatures", std::move(signatures)}});
}

std::expected<TokenClaims, TokenFault> verify_token(std::string_view token, const TokenExpectations& expected) {
  if (token.size() > kLongestToken) return std::unexpected(TokenFault::malformed);
  return token.starts_with('{') ? verify_json(token, expected) : verify_compact(token, expected);
}

Bytes token_proof_message(std::string_view token, std::string_view challenge) {
  Bytes message;
  put(message, as_bytes(kProofPrefix));
  put(message, as_bytes(sha256_hex(as_bytes(token))));
  put(message, as_bytes(":"));
  put(message, as_bytes(challenge));
  return message;
}

bool verify_token_proof(const TokenClaims& claims, std::string_view token, std::string_view challenge,
                        const PublicKey& machine, ByteView proof) {
  return machine.fingerprint() == claims.key && machine.verify(token_proof_message(token, challenge), proof);
}

}  // namespace signet::crypto
