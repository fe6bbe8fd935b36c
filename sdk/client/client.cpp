// SPDX-License-Identifier: Apache-2.0
#include "signet/client/client.hpp"

#include "connection_setup.hpp"
#include "decode.hpp"
#include "fail.hpp"
#include "offline_cache.hpp"
#include "read_secrets.hpp"
#include "sealed_answers.hpp"
#include "signet/client/in_memory.hpp"
#include "signet/schema/canonical_request.hpp"

#include <charconv>

namespace signet::client {
namespace {

constexpr std::string_view kSecret = "/v1/secret";
constexpr std::string_view kSealed = "/v1/sealed/secret";

std::uint64_t version_of(const WireResponse& response) {
  const auto text = response.find(header::kSecretVersion).value_or("");
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  return error == std::errc{} && end == text.data() + text.size() ? version : 0;
}

Result<SecretValue> read_clear(const Result<Answer>& answer) {
  auto value = decode(answer, read_value);
  if (!value) return std::unexpected(value.error());
  return SecretValue{.value = std::move(*value), .version = version_of(answer->response)};
}

CoSignature read_co_signature(ObjectReader& object) {
  return {.secret_id = object.text("secretId"), .expires_at = object.time("expiresAt")};
}

}  // namespace

Result<Client> Client::open(Identity identity, const ConnectOptions& options) {
  auto exchange =
      open_signed(Plane::machine, identity.machine_id, identity.private_key_path, identity.api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  const auto kept = identity.folder.empty() ? identity.folder : identity.folder / "audit-heads";
  (*exchange)->watch(std::make_shared<AuditHeads>(kept, options.on_warning));
  auto sealing = Sealing::load(identity);
  if (!sealing) return std::unexpected(sealing.error());
  Client client(std::move(identity), std::move(*exchange));
  client.sealing_ = std::move(*sealing);
  return client;
}

Result<Client> Client::open(InMemoryIdentity identity, const ConnectOptions& options) {
  auto exchange = open_signed(Plane::machine, identity.identity.machine_id, std::move(identity.key),
                              identity.identity.api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  (*exchange)->watch(std::make_shared<AuditHeads>(std::filesystem::path(), options.on_warning));
  return Client(std::move(identity.identity), std::move(*exchange));
}

Client::Client(Identity identity, std::shared_ptr<Exchange> exchange)
    : identity_(std::move(identity)), exchange_(std::move(exchange)) {}

Result<SecretValue> Client::read_secret(std::string_view secret_id, Manner manner) {
  auto secret = sealing_
                    ? sealing_->open_value(exchange_->read(Target(kSealed) / secret_id, std::move(manner)), secret_id)
                    : read_clear(exchange_->read(Target(kSecret) / secret_id, std::move(manner)));
  if (!secret) {
    const int status = secret.error().status;
    if (cache_ && (status == 403 || status == 404)) cache_->forget(secret_id);
    return secret;
  }
  if (cache_) cache_->keep(secret_id, {.value = secret->value.clone(), .at = exchange_->now()});
  return secret;
}

Result<SecretValue> Client::get(std::string_view secret_id) {
  auto secret = read_secret(secret_id, {});
  if (secret || !cache_ || !is_outage(secret.error()) || exchange_->is_stopped()) return secret;
  auto kept = cache_->secret(secret_id);
  if (!kept) return secret;
  return SecretValue{.value = std::move(kept->value), .cached_at = kept->at};
}

Result<SecretFields> Client::get_fields(std::string_view secret_id) {
  const auto secret = get(secret_id);
  if (!secret) return std::unexpected(secret.error());
  auto fields = fields_of(secret->value);
  if (!fields) {
    return fail(ErrorKind::invalid_request,
                fmt::format("{} has no fields: it is a single value; read it whole", secret_id));
  }
  return SecretFields{.fields = std::move(*fields), .version = secret->version, .cached_at = secret->cached_at};
}

Result<void> Client::use_cache(const std::filesystem::path& folder) {
  if (folder.empty() && identity_.folder.empty()) {
    return fail(ErrorKind::local,
                "an identity that is not on disk has no offline cache: its key is gone with the process");
  }
  auto cache = OfflineCache::open(folder.empty() ? identity_.folder / "cache" : folder,
                                  {.vault_id = identity_.vault_id, .machine_id = identity_.machine_id},
                                  exchange_->signer()->key());
  if (!cache) return std::unexpected(cache.error());
  cache_ = std::move(*cache);
  return {};
}

std::optional<Error> Client::cache_problem() const { return cache_ ? cache_->problem() : std::nullopt; }

Result<CoSignature> Client::co_sign(std::string_view secret_id) {
  return decode(exchange_->write("POST", Target("/v1/secret") / secret_id / "co-sign", Json::object()),
                read_co_signature);
}

}  // namespace signet::client
