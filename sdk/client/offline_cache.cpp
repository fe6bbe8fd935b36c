// SPDX-License-Identifier: Apache-2.0
#include "offline_cache.hpp"

#include "fail.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kSecretEnding = ".skc";
constexpr std::string_view kAnswerEnding = ".answer";
constexpr std::size_t kMaxFile = 36 * 1'024 * 1'024;  // the longest answer, in base64

/// `[A-Za-z0-9_-]+`: what may become a file's name.
bool is_name(std::string_view text) {
  const auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= 200 && std::ranges::all_of(text, is_fine);
}

/// Ours, and nobody else may enter.
bool is_private_folder(const fs::path& folder) {
  struct stat status{};
  return ::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && (status.st_mode & 077) == 0 &&
         status.st_uid == ::geteuid();
}

std::optional<std::string> text_or_none(const Json& object, std::string_view name) {
  const auto* text = find_text(object, name);
  return text != nullptr ? std::optional<std::string>(std::string_view(*text)) : std::nullopt;
}

}  // namespace

bool is_outage(const Error& error) {
  const int status = error.status;
  return (status == 0 && error.kind == ErrorKind::network) || (status >= 502 && status <= 504) ||
         (status >= 520 && status <= 527) || status == 530;
}

Result<std::shared_ptr<OfflineCache>> OfflineCache::open(const fs::path& folder, Owner owner,
                                                         const crypto::PrivateKey& key) {
  if (const auto made = make_private_folders(folder); !made) return std::unexpected(made.error());
  if (!is_private_folder(folder)) {
    return fail(ErrorKind::local, fmt::format("{} must be a folder of yours that nobody else may enter (chmod 700): "
                                              "the offline cache is kept there",
                                              folder.string()));
  }
  auto sealing = skc_key(key, owner.vault_id);
  return std::shared_ptr<OfflineCache>(new OfflineCache(folder, std::move(owner), std::move(sealing)));
}

std::optional<OfflineCache::Opened> OfflineCache::load(std::string_view name, std::string_view ending) const {
  if (!is_name(name) || !is_private_folder(folder_)) return std::nullopt;
  const auto text = read_private_file(folder_ / fmt::format("{}{}", name, ending), kMaxFile);
  if (!text) return std::nullopt;
  const auto file = parse_skc(text->expose());
  if (!file) return std::nullopt;
  auto plaintext = open_skc(key_, {owner_.vault_id, owner_.machine_id, std::string(name)}, *file);
  if (!plaintext) return std::nullopt;
  return Opened{std::move(*plaintext), file->cached_at};
}

void OfflineCache::store(std::string_view name, std::string_view ending, ByteView plaintext, Time at) {
  if (!is_name(name)) return;
  const auto file = seal_skc(key_, {owner_.vault_id, owner_.machine_id, std::string(name)},
                             std::chrono::floor<std::chrono::seconds>(at), plaintext, crypto::system_random());
  // Not synced: what a power cut takes is one more miss.
  const auto written = write_private_file(folder_ / fmt::format("{}{}", name, ending), as_bytes(to_text(file)),
                                          IfThere::replace, Sync::no);
  const std::lock_guard lock(mutex_);
  problem_ = written ? std::nullopt : std::optional(written.error());
}

std::optional<CachedSecret> OfflineCache::secret(std::string_view id) const {
  const auto opened = load(id, kSecretEnding);
  if (!opened) return std::nullopt;
  const auto json = parse_json_object(opened->plaintext.expose());
  const auto* value = json ? find_text(*json, "value") : nullptr;
  if (value == nullptr) return std::nullopt;
  return CachedSecret{.value = SecretBytes::from_text(*value),
                      .name = text_or_none(*json, "name"),
                      .field_names = text_or_none(*json, "fieldNames"),
                      .at = opened->at};
}

void OfflineCache::keep(std::string_view id, const CachedSecret& secret) {
  const auto before = secret.name ? std::nullopt : this->secret(id);
  const auto& about = before ? *before : secret;
  Json json{{"value", json_text(secret.value.expose_text())}};
  if (about.name) json["name"] = json_text(*about.name);
  if (about.field_names) json["fieldNames"] = json_text(*about.field_names);
  store(id, kSecretEnding, to_secret_text(json).expose(), secret.at);
}

void OfflineCache::forget(std::string_view id) {
  if (!is_name(id)) return;
  std::error_code ignored;
  fs::remove(folder_ / fmt::format("{}{}", id, kSecretEnding), ignored);
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() == kAnswerEnding) fs::remove(entry.path(), ignored);
  }
}

std::optional<CachedAnswer> OfflineCache::answer(std::string_view name) const {
  auto opened = load(name, kAnswerEnding);
  if (!opened) return std::nullopt;
  return CachedAnswer{std::move(opened->plaintext), opened->at};
}

void OfflineCache::keep_answer(std::string_view name, ByteView body, Time at) { store(name, kAnswerEnding, body, at); }

std::optional<Error> OfflineCache::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

}  // namespace signet::client
