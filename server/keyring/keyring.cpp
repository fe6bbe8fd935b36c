// SPDX-License-Identifier: Apache-2.0
#include "keyring/keyring.hpp"

#include "at_rest.hpp"
#include "keyring/root_key_slot.hpp"
#include "locked_key.hpp"
#include "signet/crypto/digest.hpp"

#include <algorithm>
#include <utility>

namespace signet::keyring {
namespace {

constexpr std::string_view kFormat = "signet/at-rest/v1";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kWrappedProjectKey = 1 + kBoxOverhead + kKeyBytes;   // 73
constexpr std::size_t kWrappedDataKey = 1 + 4 + kBoxOverhead + kKeyBytes;  // 77

std::string name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::value: return "value";
    case Purpose::note: return "note";
    case Purpose::once: return "once";
    case Purpose::pending: return "pending";
    case Purpose::sync: return "sync";
    case Purpose::ca: return "ca";
    case Purpose::webhook: return "webhook";
    case Purpose::response: return "response";
    case Purpose::issuer: return "issuer";
    case Purpose::checkpoint: return "checkpoint";
  }
  std::unreachable();
}

std::string text_of(const std::optional<ProjectId>& project) { return project ? project->str() : std::string(); }

std::string whose_key(const Place& place) {
  return place.project ? "the key of project " + place.project->str() : "the key of vault " + place.vault.str();
}

Context place_context(std::string_view purpose, const Place& place) {
  Context context;
  context.text(kFormat).text(purpose).text(place.vault.str()).text(text_of(place.project)).text(place.object);
  context.u64(place.version);
  return context;
}

Context data_key_context(Purpose purpose, const Place& place, std::uint32_t generation) {
  return place_context(name_of(purpose) + "/dk", place).u32(generation);
}

Context project_key_context(const VaultId& vault, const std::optional<ProjectId>& project, std::uint32_t generation,
                            std::string_view root_key_id) {
  Context context;
  context.text(kFormat).text("project-key").text(vault.str()).text(text_of(project));
  context.u32(generation).text(root_key_id);
  return context;
}

void append_u32(Bytes& bytes, std::uint32_t value) {
  const auto number = Context().u32(value);
  bytes.insert(bytes.end(), number.bytes().begin(), number.bytes().end());
}

SecretBytes random_key(crypto::Random& random) {
  SecretBytes key(kKeyBytes);
  random.fill(key.expose_mutable());
  return key;
}

std::string whose(const Place& place) { return place.object + " version " + std::to_string(place.version); }

void require_version(ByteView blob, std::size_t length, std::string_view what) {
  if (blob.size() != length) throw CannotOpen(std::string(what) + " has a length that it never has");
  if (blob[0] != kVersion) throw CannotOpen(std::string(what) + " has a format that this program does not know");
}

}  // namespace

struct Keyring::Keys {
  LockedKey root;
  std::string root_id;
  crypto::Random& random;

  ProjectKey make_wrapping_key(const VaultId& vault, const std::optional<ProjectId>& project) const {
    ProjectKey made;
    made.wrapped.push_back(kVersion);
    const auto key = random_key(random);
    seal_into(made.wrapped, root.expose(), project_key_context(vault, project, made.generation, root_id),
              key.expose(), random);
    return made;
  }

  SecretBytes project_key(const Place& place, const ProjectKey& key) const {
    require_version(key.wrapped, kWrappedProjectKey, whose_key(place));
    const auto context = project_key_context(place.vault, place.project, key.generation, root_id);
    auto opened = open_box(root.expose(), context, ByteView(key.wrapped).subspan(1));
    if (!opened) throw CannotOpen(whose_key(place) + " does not open with this root key");
    return std::move(*opened);
  }
};

Keyring::Keyring(ByteView root_key, crypto::Random& random)
    : keys_(new Keys{LockedKey(root_key), keyring::root_key_id(root_key), random}) {}
Keyring::Keyring(Keyring&&) noexcept = default;
Keyring& Keyring::operator=(Keyring&&) noexcept = default;
Keyring::~Keyring() = default;

const std::string& Keyring::root_key_id() const { return keys_->root_id; }

ProjectKey Keyring::make_project_key(const VaultId& vault, const ProjectId& project) const {
  return keys_->make_wrapping_key(vault, project);
}

ProjectKey Keyring::make_vault_key(const VaultId& vault) const { return keys_->make_wrapping_key(vault, {}); }

Sealed Keyring::seal(Purpose purpose, const Place& place, const ProjectKey& project_key, ByteView plain) const {
  const auto wrapping_key = keys_->project_key(place, project_key);
  const auto data_key = random_key(keys_->random);
  Sealed sealed;
  sealed.ciphertext.push_back(kVersion);
  seal_into(sealed.ciphertext, data_key.expose(), place_context(name_of(purpose), place), plain, keys_->random);
  sealed.wrapped_key.push_back(kVersion);
  append_u32(sealed.wrapped_key, project_key.generation);
  seal_into(sealed.wrapped_key, wrapping_key.expose(), data_key_context(purpose, place, project_key.generation),
            data_key.expose(), keys_->random);
  return sealed;
}

SecretBytes Keyring::open(Purpose purpose, const Place& place, const ProjectKey& project_key, ByteView ciphertext,
                          ByteView wrapped_key) const {
  require_version(wrapped_key, kWrappedDataKey, "the data key of " + whose(place));
  if (ciphertext.size() < 1 + kBoxOverhead) throw CannotOpen("the value of " + whose(place) + " is cut off");
  require_version(ciphertext, ciphertext.size(), "the value of " + whose(place));
  Bytes generation;
  append_u32(generation, project_key.generation);
  if (!std::ranges::equal(wrapped_key.subspan(1, generation.size()), generation))
    throw CannotOpen("the data key of " + whose(place) + " is wrapped by another generation of its project's key");
  const auto wrapping_key = keys_->project_key(place, project_key);
  const auto data_key = open_box(wrapping_key.expose(), data_key_context(purpose, place, project_key.generation),
                                 wrapped_key.subspan(1 + generation.size()));
  if (!data_key) throw CannotOpen("the data key of " + whose(place) + " does not open: damaged, or of another place");
  auto plain = open_box(data_key->expose(), place_context(name_of(purpose), place), ciphertext.subspan(1));
  if (!plain) throw CannotOpen("the value of " + whose(place) + " does not open: damaged, or of another place");
  return std::move(*plain);
}

bool Keyring::opens(const VaultId& vault, const std::optional<ProjectId>& project, const ProjectKey& project_key) const {
  try {
    static_cast<void>(keys_->project_key({.vault = vault, .project = project, .object = {}, .version = 1}, project_key));
    return true;
  } catch (const CannotOpen&) {
    return false;
  }
}

std::array<std::uint8_t, 32> Keyring::keyed_digest(std::string_view use, ByteView bytes) const {
  const auto key = crypto::hkdf_sha256(keys_->root.expose(), as_bytes("signet/keyed-digest/v1"), use,
                                       crypto_auth_hmacsha256_KEYBYTES);
  return crypto::hmac_sha256(key.expose(), bytes);
}

}  // namespace signet::keyring
