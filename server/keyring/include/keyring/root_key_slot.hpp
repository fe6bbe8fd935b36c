// SPDX-License-Identifier: Apache-2.0
// The root key is random and never stored in clear. Each slot wraps it for one way to open it: a key file, a
// passphrase, some of several shares ... Losing one slot loses nothing while another is there. Every way ends in a slot
// key of 32 bytes, which is also the seed of a key pair: whoever has the root key can seal another one to a slot that
// is closed.
#pragma once

#include "domain/ids.hpp"
#include "signet/crypto/random.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <expected>
#include <filesystem>
#include <string>

namespace signet::keyring {

class Keyring;

[[nodiscard]] SecretBytes make_root_key(crypto::Random& random);
[[nodiscard]] std::string root_key_id(ByteView root_key);

/// A key file: one line `signet-root-slot-key-v1 <base64 of 32 bytes>`. Written 0600 with fsync; never overwrites.
/// Errors are sentences that name the file and say what to do.
[[nodiscard]] std::expected<SecretBytes, std::string> make_key_file(const std::filesystem::path& file,
                                                                    crypto::Random& random);
/// Refuses a file that others can read, unless it lies where only `others_kept_out` sees to that.
[[nodiscard]] std::expected<SecretBytes, std::string> read_key_file(const std::filesystem::path& file,
                                                                    bool others_kept_out = false);

/// Raw: what seal_root_key() seals to.
[[nodiscard]] Bytes slot_public_key(ByteView slot_key);

[[nodiscard]] Bytes wrap_root_key(ByteView slot_key, const SlotId& slot, std::string_view kind, ByteView root_key,
                                  crypto::Random& random);
/// By whoever does not have the slot's key. Throws std::invalid_argument if `public_key` is none.
[[nodiscard]] Bytes seal_root_key(ByteView public_key, const SlotId& slot, std::string_view kind, ByteView root_key,
                                  crypto::Random& random);
/// By whoever has the root key, over what another one is sealed to: else anybody who writes to the database could put a
/// row of their own there. docs/formats.md has the bytes.
[[nodiscard]] Bytes slot_mac(const Keyring& keyring, const SlotId& slot, std::string_view kind, ByteView public_key,
                             ByteView parameters);
/// Of both. Absent: this is not the slot's key.
[[nodiscard]] std::expected<SecretBytes, std::string> unwrap_root_key(ByteView slot_key, const SlotId& slot,
                                                                      std::string_view kind,
                                                                      std::string_view root_key_id, ByteView wrapped);
/// Of a slot that was sealed.
[[nodiscard]] std::expected<SecretBytes, std::string> unwrap_root_key(const crypto::SealingPrivateKey& key,
                                                                      const SlotId& slot, std::string_view kind,
                                                                      std::string_view root_key_id, ByteView wrapped);

}  // namespace signet::keyring
