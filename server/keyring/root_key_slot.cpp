// SPDX-License-Identifier: Apache-2.0
#include "keyring/root_key_slot.hpp"

#include "at_rest.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <array>

namespace signet::keyring {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kWrappedRootKey = 1 + kBoxOverhead + kKeyBytes;  // 73

Context slot_context(const SlotId& slot, std::string_view kind, std::string_view root_key_id) {
  Context context;
  context.text("signet/root-slot/v1").text(slot.str()).text(kind).text(root_key_id);
  return context;
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

std::expected<SecretBytes, std::string> unwrap_root_key(ByteView slot_key, const SlotId& slot, std::string_view kind,
                                                        std::string_view expected_id, ByteView wrapped) {
  if (wrapped.size() != kWrappedRootKey || wrapped[0] != kVersion)
    return std::unexpected(fmt::format(
        "key slot {} has a form that this program does not know: use the program that made it", slot.str()));
  auto root_key = open_box(slot_key, slot_context(slot, kind, expected_id), wrapped.subspan(1));
  // The id is in the context too; the second look costs nothing and does not trust the writer.
  if (!root_key || root_key_id(root_key->expose()) != expected_id)
    return std::unexpected(
        fmt::format("this key does not open slot {} of root key {}: it belongs to another slot or installation",
                    slot.str(), expected_id));
  return std::move(*root_key);
}

}  // namespace signet::keyring
