// SPDX-License-Identifier: Apache-2.0
#include "keyring/one_time.hpp"

#include "at_rest.hpp"
#include "signet/crypto/digest.hpp"

namespace signet::keyring {
namespace {

SecretBytes key_of(const LinkId& link, ByteView link_key, ByteView passphrase_hash) {
  SecretBytes both(link_key);
  both.append(passphrase_hash);
  return crypto::hkdf_sha256(both.expose(), as_bytes("signet/one-time/v1"), link.str(), kKeyBytes);
}

Context context_of(const LinkId& link) {
  Context context;
  context.text("signet/one-time/v1").text(link.str());
  return context;
}

}  // namespace

Bytes seal_for_link(const LinkId& link, ByteView link_key, ByteView passphrase_hash, ByteView plain,
                    crypto::Random& random) {
  Bytes sealed;
  seal_into(sealed, key_of(link, link_key, passphrase_hash).expose(), context_of(link), plain, random);
  return sealed;
}

std::optional<SecretBytes> open_for_link(const LinkId& link, ByteView link_key, ByteView passphrase_hash,
                                         ByteView sealed) {
  if (sealed.size() < kBoxOverhead) return std::nullopt;
  return open_box(key_of(link, link_key, passphrase_hash).expose(), context_of(link), sealed);
}

}  // namespace signet::keyring
