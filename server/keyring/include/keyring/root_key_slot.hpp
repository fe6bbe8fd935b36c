// SPDX-License-Identifier: Apache-2.0
// The root key is random and never stored in clear. Each slot wraps it for one way to open it; today the way is a key
// file (0600, outside the data folder). Losing one slot loses nothing while another is there.
#pragma once

#include "domain/ids.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <expected>
#include <filesystem>
#include <string>

namespace signet::keyring {

[[nodiscard]] SecretBytes make_root_key(crypto::Random& random);
[[nodiscard]] std::string root_key_id(ByteView root_key);

/// A key file: one line `signet-root-slot-key-v1 <base64 of 32 bytes>`. Written 0600 with fsync; never overwrites.
/// Errors are sentences that name the file and say what to do.
[[nodiscard]] std::expected<SecretBytes, std::string> make_key_file(const std::filesystem::path& file,
                                                                    crypto::Random& random);
/// Refuses a file that others can read.
[[nodiscard]] std::expected<SecretBytes, std::string> read_key_file(const std::filesystem::path& file);

[[nodiscard]] Bytes wrap_root_key(ByteView slot_key, const SlotId& slot, std::string_view kind, ByteView root_key,
                                  crypto::Random& random);
/// Absent: this is not the slot's key.
[[nodiscard]] std::expected<SecretBytes, std::string> unwrap_root_key(ByteView slot_key, const SlotId& slot,
                                                                      std::string_view kind,
                                                                      std::string_view root_key_id, ByteView wrapped);

}  // namespace signet::keyring
