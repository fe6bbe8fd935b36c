// SPDX-License-Identifier: Apache-2.0
// Files that hold keys: readable by their owner alone, written whole or not at all.
#pragma once

#include "signet/client/error.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <filesystem>

namespace signet::client {

enum class IfThere : std::uint8_t { refuse, replace };

/// Mode 0600 in a folder that is made with mode 0700: a temporary file, synced, renamed, and the folder synced. Error:
/// local; the file is then as it was before.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path, ByteView bytes, IfThere if_there);

/// At most 64 KiB. Refuses a file that group or others may read or write.
[[nodiscard]] Result<SecretBytes> read_private_file(const std::filesystem::path& path);

/// A private key in PEM, through read_private_file.
[[nodiscard]] Result<crypto::PrivateKey> load_private_key(const std::filesystem::path& path);

}  // namespace signet::client
