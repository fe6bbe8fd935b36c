// SPDX-License-Identifier: Apache-2.0
#include "keyring/root_key_slot.hpp"

#include "at_rest.hpp"
#include "keyring/keyring.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace signet::keyring {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kSealed = 2;
constexpr std::size_t kWrappedRootKey = 1 + kBoxOverhead + kKeyBytes;  // 73
constexpr std::size_t kSealedRootKey = 1 + crypto::kEnvelopeOverhead + kKeyBytes;  // 1182

Context slot_context(const SlotId& slot, std::string_view kind, std::string_view root_key_id) {
  Context context;
  context.text("signet/root-slot/v1").text(slot.str()).text(kind).text(root_key_id);
  return context;
}

std::unexpected<std::string> unknown_form(const SlotId& slot) {
  return std::unexpected(fmt::format(
      "key slot {} has a form that this program does not know: use the program that made it", slot.str()));
}

// The id is in the context too; the second look costs nothing and does not trust the writer.
std::expected<SecretBytes, std::string> checked(std::optional<SecretBytes> root_key, const SlotId& slot,
                                                std::string_view expected_id) {
  if (!root_key || root_key_id(root_key->expose()) != expected_id)
    return std::unexpected(
        fmt::format("this key does not open slot {} of root key {}: it belongs to another slot or installation",
                    slot.str(), expected_id));
  return std::move(*root_key);
}

}  // namespace

SecretBytes make_root_key(crypto::Random& random) {
  SecretBytes key(kKeyBytes);
  random.fill(key.expose_mutable());
  return key;
}

std::string root_key_id(ByteView root_key) {
  constexpr std::string_view kLabel = "signet/mk-id/v1";
  constexpr std::size_t kShown = 8;
  std::array<std::uint8_t, crypto_generichash_BYTES> digest{};
  crypto_generichash(digest.data(), digest.size(), as_bytes(kLabel).data(), kLabel.size(), root_key.data(),
                     root_key.size());
  return to_hex(ByteView(digest).first(kShown));
}

Bytes wrap_root_key(ByteView slot_key, const SlotId& slot, std::string_view kind, ByteView root_key,
                    crypto::Random& random) {
  Bytes wrapped{kVersion};
  seal_into(wrapped, slot_key, slot_context(slot, kind, root_key_id(root_key)), root_key, random);
  return wrapped;
}

Bytes slot_public_key(ByteView slot_key) {
  return crypto::SealingPrivateKey::from_seed(slot_key).public_key().raw();
}

Bytes seal_root_key(ByteView public_key, const SlotId& slot, std::string_view kind, ByteView root_key,
                    crypto::Random& random) {
  const auto to = crypto::SealingPublicKey::from_raw(public_key);
  if (!to) throw std::invalid_argument("slot " + slot.str() + " has no public key");
  Bytes wrapped{kSealed};
  const auto envelope = to->seal(slot_context(slot, kind, root_key_id(root_key)).bytes(), root_key, random);
  wrapped.insert(wrapped.end(), envelope.begin(), envelope.end());
  return wrapped;
}

Bytes slot_mac(const Keyring& keyring, const SlotId& slot, std::string_view kind, ByteView public_key,
               ByteView parameters) {
  Context context;
  context.text(slot.str()).text(kind).text(as_text(public_key)).text(as_text(parameters));
  const auto mac = keyring.keyed_digest("key-slot", context.bytes());
  return {mac.begin(), mac.end()};
}

std::expected<SecretBytes, std::string> unwrap_root_key(ByteView slot_key, const SlotId& slot, std::string_view kind,
                                                        std::string_view expected_id, ByteView wrapped) {
  if (wrapped.size() == kSealedRootKey && wrapped[0] == kSealed)
    return unwrap_root_key(crypto::SealingPrivateKey::from_seed(slot_key), slot, kind, expected_id, wrapped);
  if (wrapped.size() != kWrappedRootKey || wrapped[0] != kVersion) return unknown_form(slot);
  return checked(open_box(slot_key, slot_context(slot, kind, expected_id), wrapped.subspan(1)), slot, expected_id);
}

std::expected<SecretBytes, std::string> unwrap_root_key(const crypto::SealingPrivateKey& key, const SlotId& slot,
                                                        std::string_view kind, std::string_view expected_id,
                                                        ByteView wrapped) {
  if (wrapped.size() != kSealedRootKey || wrapped[0] != kSealed) return unknown_form(slot);
  return checked(key.open(slot_context(slot, kind, expected_id).bytes(), wrapped.subspan(1)), slot, expected_id);
}

}  // namespace signet::keyring
