// SPDX-License-Identifier: Apache-2.0
#include "open_keyring.hpp"

#include "keyring/former_root_key.hpp"
#include "keyring/root_key_slot.hpp"
#include "keyring/share.hpp"
#include "keyring/slot_passphrase.hpp"
#include "store/key_rotations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace signet::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostPem = 4'096;

/// The root key, if that is what the slot opens to.
using Try = std::function<std::optional<SecretBytes>(const store::KeySlot& slot)>;

struct Attempt {
  Try open;
  std::string name;                             // of what was tried, for a sentence
  std::function<Bytes()> public_key = nullptr;  // of the key that was tried, if it is a slot's own
};

template <class Key>
std::optional<SecretBytes> unwrap(const Key& key, const store::KeySlot& slot, const std::string& root_key_id) {
  auto root_key = keyring::unwrap_root_key(key, slot.id, slot.kind, root_key_id, slot.wrapped_root_key);
  if (!root_key) return std::nullopt;
  return std::move(*root_key);
}

Result<Attempt> by_passphrase(const fs::path& file, const std::string& root_key_id) {
  auto passphrase = read_secret_file(file, keyring::kMostPassphrase);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto kept = std::make_shared<const SecretBytes>(std::move(*passphrase));
  return Attempt{[kept, root_key_id](const store::KeySlot& slot) -> std::optional<SecretBytes> {
                   if (slot.kind != "passphrase") return std::nullopt;
                   const auto key = keyring::passphrase_slot_key(kept->expose(), slot.parameters);
                   return key ? unwrap(key->expose(), slot, root_key_id) : std::nullopt;
                 },
                 "the passphrase in " + file.string()};
}

Result<Attempt> by_recovery_key(const fs::path& file, const std::string& root_key_id) {
  const auto pem = read_secret_file(file, kMostPem);
  if (!pem) return std::unexpected(pem.error());
  auto key = crypto::SealingPrivateKey::from_pem(pem->expose_text());
  if (!key) return fail(ExitCode::data, fmt::format("{} holds no recovery key", file.string()));
  const auto kept = std::make_shared<const crypto::SealingPrivateKey>(std::move(*key));
  return Attempt{[kept, root_key_id](const store::KeySlot& slot) { return unwrap(*kept, slot, root_key_id); },
                 file.string()};
}

Result<Attempt> by_key_file(const Way& way, const std::string& root_key_id) {
  std::error_code error;
  const bool passed_on = !way.credential.empty() && fs::exists(way.credential, error);
  const auto& file = passed_on ? way.credential : way.key_file;
  auto key = keyring::read_key_file(file, passed_on);
  if (!key) return fail(ExitCode::data, key.error());
  const auto kept = std::make_shared<const SecretBytes>(std::move(*key));
  return Attempt{[kept, root_key_id](const store::KeySlot& slot) { return unwrap(kept->expose(), slot, root_key_id); },
                 file.string(), [kept] { return keyring::slot_public_key(kept->expose()); }};
}

Result<Attempt> by_shares(const fs::path& file, const std::string& root_key_id) {
  const auto lines = read_secret_file(file, (keyring::kShareText + 1) * keyring::kMostShares);
  if (!lines) return std::unexpected(lines.error());
  const auto refused = [&] { return fail(ExitCode::data, fmt::format("the shares in {} do not open", file.string())); };
  std::vector<keyring::Point> points;
  std::optional<SlotId> of;
  unsigned threshold = 0;
  for (auto rest = lines->expose_text(); !rest.empty();) {
    auto share = keyring::parse_share(rest.substr(0, rest.find('\n')));
    const bool again = share && std::ranges::find(points, share->point.x, &keyring::Point::x) != points.end();
    if (!share || again || (of && share->slot != *of)) return refused();
    of = share->slot;
    threshold = share->threshold;
    points.push_back(std::move(share->point));
    rest.remove_prefix(std::min(rest.size(), keyring::kShareText + 1));
  }
  if (points.size() < threshold) return refused();
  const auto kept = std::make_shared<const SecretBytes>(keyring::combine(points));
  return Attempt{[kept, root_key_id, of](const store::KeySlot& slot) {
                   return slot.id == *of ? unwrap(kept->expose(), slot, root_key_id) : std::nullopt;
                 },
                 "what the shares say"};
}

Result<Attempt> attempt(const Way& way, const std::string& root_key_id) {
  if (!way.passphrase_file.empty()) return by_passphrase(way.passphrase_file, root_key_id);
  if (!way.recovery_key.empty()) return by_recovery_key(way.recovery_key, root_key_id);
  if (!way.shares_file.empty()) return by_shares(way.shares_file, root_key_id);
  return by_key_file(way, root_key_id);
}

}  // namespace

Result<OpenedSlot> open_slot(const Way& way, store::Snapshot& snapshot) {
  const auto id = snapshot.load_installation().root_key_id;
  const auto tried = attempt(way, id);
  if (!tried) return std::unexpected(tried.error());
  for (auto&& slot : snapshot.list_key_slots()) {
    auto root_key = tried->open(slot);
    if (!root_key) continue;
    OpenedSlot opened{slot.id, std::move(*root_key)};
    if (slot.mac.empty() && tried->public_key) {  // whatever its public key was: this is the one of what opened it
      slot.public_key = tried->public_key();
      slot.mac = keyring::slot_mac(keyring::Keyring(opened.root_key.expose(), crypto::system_random()), slot.id,
                                   slot.kind, slot.public_key, slot.parameters);
      opened.completed = std::move(slot);
    }
    return opened;
  }
  return fail(ExitCode::data,
              fmt::format("{} is not the key of this data folder (its root key id is {}): name the file "
                          "that init made for it with --root-key-file",
                          tried->name, id));
}

Result<keyring::Keyring> open_keyring(const Way& way, store::Snapshot& snapshot, crypto::Random& random) {
  const auto opened = open_slot(way, snapshot);
  if (!opened) return std::unexpected(opened.error());
  return make_keyring(opened->root_key.expose(), snapshot, random);
}

Result<keyring::Keyring> make_keyring(ByteView root_key, store::Snapshot& snapshot, crypto::Random& random) {
  std::vector<SecretBytes> opened;
  for (const auto& former : snapshot.key_rotations().list_former_root_keys()) {
    auto key = keyring::unwrap_former_root_key(root_key, former.id, former.wrapped);
    if (!key) return fail(ExitCode::data, fmt::format("the former root key {} is damaged: use a backup", former.id));
    opened.push_back(std::move(*key));
  }
  keyring::Keyring keyring(random);
  keyring.adopt(root_key, opened);
  return keyring;
}

bool nothing_is_at_hand(const Way& way) {
  std::error_code error;
  return way.passphrase_file.empty() && way.recovery_key.empty() && way.shares_file.empty() &&
         !fs::exists(way.key_file, error) && (way.credential.empty() || !fs::exists(way.credential, error));
}

}  // namespace signet::app
