// SPDX-License-Identifier: Apache-2.0
#include "token_text.hpp"

#include "signet/schema/encoding.hpp"

#include <algorithm>

namespace signet::crypto::token_text {
namespace {

constexpr std::size_t kHeaderMembers = 3, kPairMembers = 5;

std::optional<std::int64_t> find_seconds(const Json& object, std::string_view name) {
  const Json* const member = find_member(object, name);
  if (member == nullptr || !member->is_number_unsigned() || member->get<std::uint64_t>() > 99'999'999'999) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(member->get<std::uint64_t>());
}

std::optional<Fingerprint> find_confirmation(const Json& object) {
  const Json* const cnf = find_member(object, "cnf");
  const auto* const text = cnf != nullptr && cnf->is_object() ? find_text_of(*cnf, 1, "fp") : nullptr;
  const auto bytes = text != nullptr ? from_hex(*text) : std::nullopt;
  Fingerprint fingerprint{};
  if (!bytes || bytes->size() != fingerprint.size()) return std::nullopt;
  std::ranges::copy(*bytes, fingerprint.begin());
  return fingerprint;
}

bool is_in_order(const TokenClaims& claims) {
  return claims.issued_at <= claims.not_before && claims.not_before < claims.expires_at &&
         claims.expires_at - claims.issued_at <= kLongestTokenLife.count();
}

/// Exactly ["signet-pair"].
bool is_critical(const Json* crit) {
  return crit != nullptr && crit->is_array() && crit->size() == 1 && crit->front().is_string() &&
         text_of(crit->front()) == kPair;
}

}  // namespace

const SecretString* find_text_of(const Json& object, std::size_t size, std::string_view name) {
  return object.size() == size ? find_text(object, name) : nullptr;
}

std::string write_claims(const TokenClaims& claims) {
  if (!is_in_order(claims)) throw std::invalid_argument("a token lives for at most fifteen minutes, and forwards");
  return to_public_text({{"iss", json_text(claims.issuer)},
                         {"aud", json_text(claims.audience)},
                         {"sub", json_text(claims.subject)},
                         {"jti", json_text(claims.id)},
                         {"iat", claims.issued_at},
                         {"nbf", claims.not_before},
                         {"exp", claims.expires_at},
                         {"cnf", {{"fp", json_text(to_hex(claims.key))}}}});
}

std::expected<TokenClaims, TokenFault> read_claims(ByteView json) {
  const auto object = parse_json_object(json);
  if (!object) return std::unexpected(TokenFault::malformed);
  const auto *iss = find_text(*object, "iss"), *aud = find_text(*object, "aud"), *sub = find_text(*object, "sub"),
             *jti = find_text(*object, "jti");
  const auto iat = find_seconds(*object, "iat"), nbf = find_seconds(*object, "nbf"), exp = find_seconds(*object, "exp");
  const auto key = find_confirmation(*object);
  if (iss == nullptr || aud == nullptr || sub == nullptr || jti == nullptr || !iat || !nbf || !exp || !key) {
    return std::unexpected(TokenFault::claims);
  }
  TokenClaims claims{.issuer = std::string(std::string_view(*iss)),
                     .audience = std::string(std::string_view(*aud)),
                     .subject = std::string(std::string_view(*sub)),
                     .id = std::string(std::string_view(*jti)),
                     .issued_at = *iat,
                     .not_before = *nbf,
                     .expires_at = *exp,
                     .key = *key};
  if (!is_in_order(claims)) return std::unexpected(TokenFault::claims);
  return claims;
}

std::string write_header(std::string_view algorithm, std::string_view key_id, bool of_pair) {
  Json header{{"alg", json_text(algorithm)}, {"kid", json_text(key_id)}, {"typ", json_text(kType)}};
  if (of_pair) {
    header["crit"] = Json::array({json_text(kPair)});
    header[kPair] = json_text(info(kDefaultAlgorithm).name);
  }
  return to_public_text(header);
}

std::expected<std::string, TokenFault> read_header(ByteView json, std::string_view algorithm, bool of_pair) {
  const auto object = parse_json_object(json);
  if (!object) return std::unexpected(TokenFault::malformed);
  const std::size_t members = of_pair ? kPairMembers : kHeaderMembers;
  const auto *alg = find_text_of(*object, members, "alg"), *kid = find_text_of(*object, members, "kid"),
             *typ = find_text_of(*object, members, "typ");
  if (alg == nullptr || kid == nullptr || typ == nullptr || *typ != kType) return std::unexpected(TokenFault::header);
  if (of_pair) {
    const auto* const pair = find_text(*object, kPair);
    const bool pairs = pair != nullptr && *pair == info(kDefaultAlgorithm).name;
    if (!pairs || !is_critical(find_member(*object, "crit"))) return std::unexpected(TokenFault::header);
  }
  if (*alg != algorithm) return std::unexpected(TokenFault::algorithm);
  return std::string(std::string_view(*kid));
}

}  // namespace signet::crypto::token_text
