// SPDX-License-Identifier: Apache-2.0
#include "keyring/former_root_key.hpp"

#include "at_rest.hpp"
#include "keyring/root_key_slot.hpp"

namespace signet::keyring {
namespace {

constexpr std::uint8_t kVersion = 1;

Context context_of(const std::string& former_id, ByteView root_key) {
  Context context;
  context.text("signet/former-root-key/v1").text(former_id).text(root_key_id(root_key));
  return context;
}

}  // namespace

Bytes wrap_former_root_key(ByteView root_key, ByteView former, crypto::Random& random) {
  Bytes wrapped{kVersion};
  seal_into(wrapped, root_key, context_of(root_key_id(former), root_key), former, random);
  return wrapped;
}

std::optional<SecretBytes> unwrap_former_root_key(ByteView root_key, const std::string& former_id, ByteView wrapped) {
  if (wrapped.size() != 1 + kBoxOverhead + kKeyBytes || wrapped[0] != kVersion) return std::nullopt;
  auto former = open_box(root_key, context_of(former_id, root_key), wrapped.subspan(1));
  if (!former || root_key_id(former->expose()) != former_id) return std::nullopt;
  return former;
}

}  // namespace signet::keyring
