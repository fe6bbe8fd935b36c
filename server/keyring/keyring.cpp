// SPDX-License-Identifier: Apache-2.0
#include "keyring/keyring.hpp"

#include "at_rest.hpp"
#include "keyring/former_root_key.hpp"
#include "keyring/root_key_slot.hpp"
#include "locked_key.hpp"
#include "signet/crypto/digest.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
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
    case Purpose::proof: return "proof";
  }
  std::unreachable();
}

template <class Id>
std::string_view text_of(const std::optional<Id>& id) {
  return id ? std::string_view(id->str()) : std::string_view();
}

std::string whose_key(const Place& place) {
  if (place.project) return "the key of project " + place.project->str();
  return place.vault ? "the key of vault " + place.vault->str() : "the key of the installation";
}

Context place_context(std::string_view purpose, const Place& place) {
  Context context;
  context.text(kFormat).text(purpose).text(text_of(place.vault)).text(text_of(place.project)).text(place.object);
  context.u64(place.version);
  return context;
}

Context data_key_context(Purpose purpose, const Place& place, std::uint32_t generation) {
  auto context = place_context(name_of(purpose) + "/dk", place);
  context.u32(generation);
  return context;
}

Context project_key_context(const std::optional<VaultId>& vault, const std::optional<ProjectId>& project,
                            std::uint32_t generation, std::string_view root_key_id) {
  Context context;
  context.text(kFormat).text("project-key").text(text_of(vault)).text(text_of(project));
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
std::string data_key_of(const Place& place) { return "the data key of " + whose(place); }

/// `name` gives a text, which is made only for an error.
template <class Name>
void require_version(ByteView blob, std::size_t length, const Name& name) {
  if (blob.size() != length) throw CannotOpen(name() + " has a length that it never has");
  if (blob[0] != kVersion) throw CannotOpen(name() + " has a format that this program does not know");
}

struct Root {
  explicit Root(ByteView bytes) : key(bytes), id(keyring::root_key_id(bytes)) {}
  LockedKey key;
  std::string id;
};

/// The one that wraps first.
using Roots = std::vector<std::shared_ptr<const Root>>;

SecretBytes open_project_key(const Roots& roots, const std::optional<VaultId>& vault,
                             const std::optional<ProjectId>& project, const ProjectKey& key) {
  const Place place{.vault = vault, .project = project, .object = {}, .version = 1};
  require_version(key.wrapped, kWrappedProjectKey, [&] { return whose_key(place); });
  for (const auto& root : roots) {
    const auto context = project_key_context(vault, project, key.generation, root->id);
    if (auto opened = open_box(root->key.expose(), context, ByteView(key.wrapped).subspan(1)))
      return std::move(*opened);
  }
  throw CannotOpen(whose_key(place) + " does not open with this root key");
}

ProjectKey wrap_project_key(const Root& root, const std::optional<VaultId>& vault,
                            const std::optional<ProjectId>& project, std::uint32_t generation, ByteView key,
                            crypto::Random& random) {
  ProjectKey made{.generation = generation, .wrapped = {kVersion}, .root_key_id = root.id};
  seal_into(made.wrapped, root.key.expose(), project_key_context(vault, project, generation, root.id), key, random);
  return made;
}

Bytes wrap_data_key(Purpose purpose, const Place& place, std::uint32_t generation, ByteView wrapping_key,
                    ByteView data_key, crypto::Random& random) {
  Bytes wrapped{kVersion};
  append_u32(wrapped, generation);
  seal_into(wrapped, wrapping_key, data_key_context(purpose, place, generation), data_key, random);
  return wrapped;
}

/// Of the generation that the wrapped data key names.
const ProjectKey& generation_of(const Place& place, const ProjectKey& newest, ByteView wrapped_key) {
  std::uint32_t generation = 0;
  for (const auto byte : wrapped_key.subspan(1, sizeof generation)) generation = generation << 8 | byte;
  const auto names = [&](const ProjectKey& key) { return key.generation == generation; };
  if (names(newest)) return newest;
  const auto former = std::ranges::find_if(newest.former, names);
  if (former == newest.former.end())
    throw CannotOpen(data_key_of(place) + " is wrapped by another generation of its project's key");
  return *former;
}

SecretBytes open_data_key(const Roots& roots, Purpose purpose, const Place& place, const ProjectKey& project_key,
                          ByteView wrapped_key) {
  require_version(wrapped_key, kWrappedDataKey, [&] { return data_key_of(place); });
  const auto& key = generation_of(place, project_key, wrapped_key);
  const auto wrapping_key = open_project_key(roots, place.vault, place.project, key);
  auto data_key = open_box(wrapping_key.expose(), data_key_context(purpose, place, key.generation),
                           wrapped_key.subspan(1 + sizeof key.generation));
  if (!data_key) throw CannotOpen(data_key_of(place) + " does not open: damaged, or of another place");
  return std::move(*data_key);
}

std::array<std::uint8_t, 32> digest_under(const Root& root, std::string_view use, ByteView bytes) {
  const auto key = crypto::hkdf_sha256(root.key.expose(), as_bytes("signet/keyed-digest/v1"), use,
                                       crypto_auth_hmacsha256_KEYBYTES);
  return crypto::hmac_sha256(key.expose(), bytes);
}

}  // namespace

struct Keyring::LockedRoots {
  Roots roots;  // with room for those that the keyring holds
};

struct Keyring::State {
  crypto::Random& random;
  std::atomic<bool> sealed = true;
  std::mutex mutex = {};
  std::shared_ptr<const Roots> roots = std::make_shared<const Roots>();

  std::shared_ptr<const Roots> held() {
    const std::scoped_lock lock(mutex);
    return roots;
  }
  std::shared_ptr<const Roots> all() {
    if (sealed) throw ServerSealed();
    return held();
  }
  std::shared_ptr<const Root> present() { return all()->front(); }
  ProjectKey make_key(const std::optional<VaultId>& vault, const std::optional<ProjectId>& project,
                      std::uint32_t generation) {
    return wrap_project_key(*present(), vault, project, generation, random_key(random).expose(), random);
  }
};

Keyring::Keyring(crypto::Random& random) : state_(new State{random}) {}
Keyring::Keyring(ByteView root_key, crypto::Random& random) : Keyring(random) { adopt(root_key); }
Keyring::Keyring(Keyring&&) noexcept = default;
Keyring& Keyring::operator=(Keyring&&) noexcept = default;
Keyring::~Keyring() = default;

bool Keyring::is_sealed() const { return state_->sealed; }

std::shared_ptr<Keyring::LockedRoots> Keyring::lock_in_memory(ByteView root_key,
                                                              std::span<const SecretBytes> former) const {
  auto locked = std::make_shared<LockedRoots>();
  locked->roots.reserve(1 + former.size() + state_->held()->size());
  locked->roots.push_back(std::make_shared<const Root>(root_key));
  for (const auto& key : former) locked->roots.push_back(std::make_shared<const Root>(key.expose()));
  return locked;
}

// Whoever uses the ones before keeps them for as long; here and below.
void Keyring::adopt(std::shared_ptr<LockedRoots> locked) noexcept {
  const std::scoped_lock guard(state_->mutex);
  auto& roots = locked->roots;
  for (const auto& held : *state_->roots)
    if (std::ranges::none_of(roots, [&](const auto& root) { return root->id == held->id; })) roots.push_back(held);
  state_->roots = std::shared_ptr<const Roots>(std::move(locked), &roots);
  state_->sealed = false;
}

void Keyring::adopt(ByteView root_key, std::span<const SecretBytes> former) { adopt(lock_in_memory(root_key, former)); }

void Keyring::forget_former(std::span<const std::string> ids) {
  const std::scoped_lock guard(state_->mutex);
  auto next = *state_->roots;
  const auto wrapping = next.empty() ? nullptr : next.front();
  std::erase_if(next, [&](const auto& root) {
    return root != wrapping && std::ranges::find(ids, root->id) != ids.end();
  });
  state_->roots = std::make_shared<const Roots>(std::move(next));
}

NextRoot Keyring::make_next_root() const {
  NextRoot next{make_root_key(state_->random), {}, {}};
  next.id = keyring::root_key_id(next.root_key.expose());
  next.wrapped_former =
      wrap_former_root_key(next.root_key.expose(), state_->present()->key.expose(), state_->random);
  return next;
}

std::string Keyring::root_key_id() const { return state_->present()->id; }

ProjectKey Keyring::make_project_key(const VaultId& vault, const ProjectId& project) const {
  return state_->make_key(vault, project, 1);
}

ProjectKey Keyring::make_vault_key(const std::optional<VaultId>& vault) const {
  return state_->make_key(vault, {}, 1);
}

ProjectKey Keyring::make_next_key(const VaultId& vault, const ProjectId& project, const ProjectKey& key) const {
  auto next = state_->make_key(vault, project, key.generation + 1);
  next.former = key.former;
  next.former.push_back({key.generation, key.wrapped, key.root_key_id, {}});
  return next;
}

ProjectKey Keyring::rewrap(const std::optional<VaultId>& vault, const std::optional<ProjectId>& project,
                           const ProjectKey& key) const {
  const auto roots = state_->all();
  return wrap_project_key(*roots->front(), vault, project, key.generation,
                          open_project_key(*roots, vault, project, key).expose(), state_->random);
}

Bytes Keyring::rewrap(Purpose purpose, const Place& place, const ProjectKey& project_key, ByteView wrapped_key) const {
  const auto roots = state_->all();
  const auto data_key = open_data_key(*roots, purpose, place, project_key, wrapped_key);
  const auto wrapping_key = open_project_key(*roots, place.vault, place.project, project_key);
  return wrap_data_key(purpose, place, project_key.generation, wrapping_key.expose(), data_key.expose(),
                       state_->random);
}

Sealed Keyring::seal(Purpose purpose, const Place& place, const ProjectKey& project_key, ByteView plain) const {
  const auto wrapping_key = open_project_key(*state_->all(), place.vault, place.project, project_key);
  const auto data_key = random_key(state_->random);
  Sealed sealed;
  sealed.ciphertext.push_back(kVersion);
  seal_into(sealed.ciphertext, data_key.expose(), place_context(name_of(purpose), place), plain, state_->random);
  sealed.wrapped_key = wrap_data_key(purpose, place, project_key.generation, wrapping_key.expose(), data_key.expose(),
                                     state_->random);
  return sealed;
}

SecretBytes Keyring::open(Purpose purpose, const Place& place, const ProjectKey& project_key, ByteView ciphertext,
                          ByteView wrapped_key) const {
  const auto value_of = [&] { return "the value of " + whose(place); };
  if (ciphertext.size() < 1 + kBoxOverhead) throw CannotOpen(value_of() + " is cut off");
  require_version(ciphertext, ciphertext.size(), value_of);
  const auto data_key = open_data_key(*state_->all(), purpose, place, project_key, wrapped_key);
  auto plain = open_box(data_key.expose(), place_context(name_of(purpose), place), ciphertext.subspan(1));
  if (!plain) throw CannotOpen(value_of() + " does not open: damaged, or of another place");
  return std::move(*plain);
}

bool Keyring::opens(const std::optional<VaultId>& vault, const std::optional<ProjectId>& project,
                    const ProjectKey& project_key) const {
  try {
    static_cast<void>(open_project_key(*state_->all(), vault, project, project_key));
    return true;
  } catch (const CannotOpen&) {
    return false;
  }
}

std::array<std::uint8_t, 32> Keyring::keyed_digest(std::string_view use, ByteView bytes) const {
  return digest_under(*state_->present(), use, bytes);
}

bool Keyring::is_keyed_digest(ByteView digest, std::string_view use, ByteView bytes) const {
  const auto roots = state_->all();
  return std::ranges::any_of(*roots, [&](const auto& root) {
    return constant_time_equal(digest, digest_under(*root, use, bytes));
  });
}

}  // namespace signet::keyring
