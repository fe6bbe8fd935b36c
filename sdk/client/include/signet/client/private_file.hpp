// SPDX-License-Identifier: Apache-2.0
// Files that hold keys: readable by their owner alone, written whole or not at all.
#pragma once

#include "signet/client/error.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace signet::client {

enum class IfThere : std::uint8_t { refuse, replace };
/// Whether the file must outlive a power cut that comes next.
enum class Sync : std::uint8_t { no, yes };

/// The longest file that is read as a key.
inline constexpr std::size_t kMaxKeyFile = 64 * 1'024;

/// Mode 0600 in a folder that is made with mode 0700: a temporary file, synced, renamed, and the folder synced. Error:
/// local; the file is then as it was before.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path, ByteView bytes, IfThere if_there,
                                              Sync sync = Sync::yes);

/// Each folder that is missing is made for its owner alone. Error: local.
[[nodiscard]] Result<void> make_private_folders(const std::filesystem::path& folder);

/// Whether a file that group or others may read or write is taken all the same.
enum class OpenToOthers : std::uint8_t { refuse, accept };

[[nodiscard]] Result<SecretBytes> read_private_file(const std::filesystem::path& path, std::size_t most = kMaxKeyFile,
                                                    OpenToOthers open = OpenToOthers::refuse);

/// In one step, in the place of what may be there; durable. REQUIRES: one folder. Error: local.
[[nodiscard]] Result<void> rename_private_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// A private key in PEM, through read_private_file.
[[nodiscard]] Result<crypto::PrivateKey> load_private_key(const std::filesystem::path& path);

}  // namespace signet::client
