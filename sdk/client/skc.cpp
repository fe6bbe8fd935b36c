// SPDX-License-Identifier: Apache-2.0
#include "skc.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <algorithm>

namespace signet::client {
namespace {

constexpr std::string_view kFormat = "sikkerkey-cache-v1";
constexpr std::string_view kFormatWithoutEd25519 = "signet-cache-v1";
constexpr std::uint64_t kVersion = 1;
constexpr std::uint64_t kYear9999 = 253'402'300'799;  // later ones could not be shown

std::optional<Bytes> base64_member(const Json& object, std::string_view name) {
  const auto* text = find_text(object, name);
  return text != nullptr ? from_base64(*text) : std::nullopt;
}

std::optional<std::uint64_t> number_member(const Json& object, std::string_view name) {
  const Json* member = find_member(object, name);
  if (member == nullptr || !member->is_number_unsigned()) return std::nullopt;
  return member->get<std::uint64_t>();
}

std::string additional_data(const SkcPlace& place, std::chrono::sys_seconds at) {
  std::string text(kFormat);
  for (const auto& part :
       {place.vault_id, place.machine_id, place.name, std::to_string(at.time_since_epoch().count())}) {
    text += '\0';
    text += part;
  }
  return text;
}

}  // namespace

std::optional<SkcFile> parse_skc(ByteView text) {
  const auto json = parse_json_object(text);
  if (!json || json->size() != 4 || number_member(*json, "v") != kVersion) return std::nullopt;
  const auto nonce = base64_member(*json, "nonce");
  auto sealed = base64_member(*json, "ct");
  const auto at = number_member(*json, "cachedAt");
  if (!nonce || nonce->size() != crypto::kAesGcmNonce || !sealed || !at || *at > kYear9999) return std::nullopt;
  SkcFile file{.sealed = std::move(*sealed), .cached_at = std::chrono::sys_seconds(std::chrono::seconds(*at))};
  std::ranges::copy(*nonce, file.nonce.begin());
  return file;
}

std::string to_text(const SkcFile& file) {
  return to_public_text({{"v", kVersion},
                         {"nonce", json_text(to_base64(file.nonce))},
                         {"ct", json_text(to_base64(file.sealed))},
                         {"cachedAt", static_cast<std::uint64_t>(file.cached_at.time_since_epoch().count())}});
}

SecretBytes skc_key(const crypto::PrivateKey& key, std::string_view vault_id) {
  const auto format = has_ed25519(key.algorithm()) ? kFormat : kFormatWithoutEd25519;
  return crypto::hkdf_sha256(key.first_seed(), as_bytes(vault_id), format, crypto::kAesKey);
}

SkcFile seal_skc(const SecretBytes& key, const SkcPlace& place, std::chrono::sys_seconds at, ByteView plaintext,
                 crypto::Random& random) {
  SkcFile file{.cached_at = at};
  random.fill(file.nonce);
  file.sealed =
      crypto::seal_aes256_gcm(key.expose(), file.nonce, plaintext, as_bytes(additional_data(place, file.cached_at)));
  return file;
}

std::optional<SecretBytes> open_skc(const SecretBytes& key, const SkcPlace& place, const SkcFile& file) {
  return crypto::open_aes256_gcm(key.expose(), file.nonce, file.sealed,
                                 as_bytes(additional_data(place, file.cached_at)));
}

}  // namespace signet::client
