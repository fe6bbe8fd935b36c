// SPDX-License-Identifier: Apache-2.0
#include "signet/client/identity_tokens.hpp"

#include "connection_setup.hpp"
#include "decode.hpp"
#include "fail.hpp"
#include "signet/client/client.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

constexpr std::chrono::seconds kLeeway{60};

IdentityToken read_identity_token(ObjectReader& object) {
  return {.token = object.text("token"), .key_id = object.text("keyId"), .expires_at = object.time("expiresAt")};
}

IssuerKey read_issuer_key(ObjectReader& object) {
  return {.key_id = object.text("keyId"),
          .algorithm = object.text("algorithm"),
          .public_key = object.text("publicKey"),
          .created_at = object.time("createdAt"),
          .listed_until = object.time_or_none("listedUntil")};
}

struct Listed {
  std::string issuer;
  std::vector<IssuerKey> keys;
};

Listed read_listed(ObjectReader& object) {
  return {.issuer = object.text("issuer"), .keys = object.items("keys", read_issuer_key)};
}

std::vector<std::string> read_audiences(ObjectReader& object) {
  return object.texts_or_none("audiences").value_or(std::vector<std::string>());
}

Target audiences_of(const std::string& vault_id, std::string_view machine_id) {
  return in(vault_id) / "machines" / machine_id / "audiences";
}

}  // namespace

Result<IdentityKeys> fetch_identity_keys(std::string_view api_url, std::string_view vault_id,
                                         const ConnectOptions& options) {
  const auto exchange = open_unsigned(api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  const auto listed = decode((*exchange)->read(Target("/v1/identity/keys").query("vault", vault_id)), read_listed);
  if (!listed) return std::unexpected(listed.error());
  IdentityKeys keys{.issuer = listed->issuer, .keys = {}};
  for (const auto& one : listed->keys) {
    const auto algorithm = parse_algorithm(one.algorithm);
    const auto raw = from_base64(one.public_key);
    const auto key = algorithm && raw ? crypto::PublicKey::from_raw(*algorithm, *raw)
                                      : std::expected<crypto::PublicKey, crypto::KeyError>(std::unexpect);
    if (!key || crypto::token_key_id(*key) != one.key_id)
      return fail(ErrorKind::server,
                  fmt::format("the key {} of {} is not what it is said to be", one.key_id, keys.issuer));
    keys.keys.push_back(*key);
  }
  return keys;
}

Result<crypto::TokenClaims> verify_identity_token(std::string_view token, const IdentityKeys& keys,
                                                  std::string_view audience, Time now) {
  const auto claims = crypto::verify_token(token, {.keys = keys.keys,
                                                   .issuer = keys.issuer,
                                                   .audience = audience,
                                                   .now = std::chrono::floor<std::chrono::seconds>(now),
                                                   .leeway = kLeeway});
  if (!claims) return fail(ErrorKind::local, std::string(crypto::describe(claims.error())));
  return *claims;
}

Result<IdentityToken> Client::identity_token(std::string_view audience, const TokenWish& wish) {
  Json body{{"audience", json_text(audience)}};
  if (wish.form == TokenForm::json) body["form"] = json_text("json");
  if (wish.life) body["lifetimeSeconds"] = wish.life->count();
  return decode(exchange_->ask(Target("/v1/identity/token"), body), read_identity_token);
}

Result<std::vector<std::string>> VaultAdmin::audiences(std::string_view machine_id) {
  return decode(exchange_->read(audiences_of(vault_id_, machine_id)), read_audiences);
}

Result<std::vector<std::string>> VaultAdmin::set_audiences(std::string_view machine_id,
                                                           const std::vector<std::string>& audiences) {
  Json all = Json::array();
  for (const auto& audience : audiences) all.push_back(json_text(audience));
  return decode(exchange_->write("PUT", audiences_of(vault_id_, machine_id), {{"audiences", std::move(all)}}),
                read_audiences);
}

Result<IssuerKey> VaultAdmin::rotate_identity_key(bool distrust_old) {
  Json body = Json::object();
  if (distrust_old) body["distrustOld"] = true;
  return decode(exchange_->write("POST", in(vault_id_) / "identity-keys" / "rotate", body), read_issuer_key);
}

}  // namespace signet::client
