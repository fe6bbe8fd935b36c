// SPDX-License-Identifier: Apache-2.0
// Values that are sealed and opened at the ends.
#include "signet/crypto/end_to_end.hpp"

#include "decode.hpp"
#include "fail.hpp"
#include "sealing_keys.hpp"
#include "signet/client/client.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

#include <algorithm>
#include <array>

namespace signet::client {
namespace {

struct Carried {
  std::string bundle;
  std::uint64_t version = 0;
};

Carried read_carried(ObjectReader& object) {
  return {.bundle = object.text("bundle"), .version = object.number("version")};
}

std::unexpected<Error> not_sealed_here(std::string_view secret_id, std::string_view why) {
  return fail(ErrorKind::server, fmt::format("the bundle of {} {}", secret_id, why));
}

/// Bundles name the secret that they are for, so its first one is made for an id that is not there yet.
std::string make_secret_id() {
  constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  constexpr std::uint8_t kFair = 256 - 256 % kAlphabet.size();
  std::string id = "sk_";
  while (id.size() < 13) {
    std::array<std::uint8_t, 1> byte{};
    crypto::system_random().fill(byte);
    if (byte[0] < kFair) id += kAlphabet[byte[0] % kAlphabet.size()];
  }
  return id;
}

Result<Json> seal(const crypto::EndToEndPlace& place, const SecretBytes& value, std::span<const HybridKey> recipients,
                  const crypto::PrivateKey& author) {
  std::vector<crypto::EndToEndRecipient> sealed_to;
  for (const auto& recipient : recipients) {
    auto key = crypto::SealingPublicKey::from_raw(recipient.public_key);
    if (!key) return fail(ErrorKind::invalid_request, key.error().message);
    if (std::ranges::find(sealed_to, recipient.machine_id, &crypto::EndToEndRecipient::machine) != sealed_to.end())
      return fail(ErrorKind::invalid_request,
                  fmt::format("{} stands twice among the recipients", recipient.machine_id));
    sealed_to.push_back({recipient.machine_id, std::move(*key)});
  }
  if (sealed_to.empty() || sealed_to.size() > crypto::kMostRecipients)
    return fail(ErrorKind::invalid_request,
                fmt::format("an end-to-end secret is for 1 to {} machines", crypto::kMostRecipients));
  const auto bundle = crypto::seal_end_to_end(place, sealed_to, value.expose(), author, crypto::system_random());
  return Json{{"bundle", json_text(to_base64(bundle))}};
}

}  // namespace

Result<EndToEndValue> Client::get_end_to_end(std::string_view secret_id) {
  const auto keys = load_sealing_keys(identity_.folder);
  if (!keys) return std::unexpected(keys.error());
  if (keys->empty())
    return fail(ErrorKind::local, "this machine has no key that could be sealed to: signet hybrid-key publish");
  const auto carried = decode(exchange_->read(Target("/v1/end-to-end/secret") / secret_id), read_carried);
  if (!carried) return std::unexpected(carried.error());
  const auto bytes = from_base64(carried->bundle);
  const auto bundle = bytes ? crypto::read_end_to_end(*bytes) : std::nullopt;
  if (!bundle) return not_sealed_here(secret_id, "is none, or nobody signed it");
  if (bundle->place != crypto::EndToEndPlace{identity_.vault_id, std::string(secret_id), carried->version})
    return not_sealed_here(secret_id, "was made for another secret or version");
  for (const auto& key : *keys)
    if (auto value = bundle->open(identity_.machine_id, key))
      return EndToEndValue{.value = std::move(*value),
                           .version = carried->version,
                           .author_algorithm = std::string(info(bundle->author.algorithm()).name),
                           .author_fingerprint = to_hex(bundle->author.fingerprint())};
  return not_sealed_here(secret_id, "is not sealed to a key that this machine has");
}

Result<Secret> VaultAdmin::create_end_to_end(std::string_view project_id, std::string_view name,
                                             const SecretBytes& value, std::span<const HybridKey> recipients) {
  auto body = seal({vault_id_, make_secret_id(), 1}, value, recipients, exchange_->signer()->key());
  if (!body) return std::unexpected(body.error());
  (*body)["name"] = json_text(name);
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "end-to-end", std::move(*body)),
                read_secret);
}

Result<Secret> VaultAdmin::put_end_to_end(std::string_view secret_id, const SecretBytes& value,
                                          std::span<const HybridKey> recipients) {
  const auto known = secret(secret_id);
  if (!known) return std::unexpected(known.error());
  auto body =
      seal({vault_id_, std::string(secret_id), known->version + 1}, value, recipients, exchange_->signer()->key());
  if (!body) return std::unexpected(body.error());
  return decode(exchange_->write("POST", in(vault_id_) / "secrets" / secret_id / "end-to-end", std::move(*body)),
                read_secret);
}

}  // namespace signet::client
