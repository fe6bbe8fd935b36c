// SPDX-License-Identifier: Apache-2.0
// A machine's identity on disk, in the format that public SikkerKey clients read:
//   <base>/vaults/<vaultId>/identity.json   exactly machineId, machineName, vaultId, apiUrl, privateKeyPath
//                           private.pem     the key, mode 0600
//                           signet.json     what is ours: the algorithm, the vault's response key. May be absent
//                           sealing.json    the keys that open what is sealed to the machine, mode 0600. May be absent
// <base> is $SIGNET_HOME or ~/.signet; for reading also $SIKKERKEY_HOME or ~/.sikkerkey.
#pragma once

#include "signet/client/environment.hpp"
#include "signet/client/error.hpp"
#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace signet::client {

struct Identity {
  std::string machine_id = {};  // UUID
  std::string machine_name = {};
  std::string vault_id = {};  // "vault_" and more
  std::string api_url = {};   // see api_url.hpp
  std::filesystem::path private_key_path = {};
  std::optional<Algorithm> algorithm = {};  // as signet.json says; unknown for identities of other tools
  std::optional<Bytes> response_key = {};   // by which its vault signs what it seals, as it was at first
  std::filesystem::path folder = {};        // it was read from there; empty if it is not on disk
};

/// Finds and reads an identity. `which` is a path (of identity.json or its folder), a vault id (its "vault_" may be
/// left out), or empty: then $SIGNET_IDENTITY, $SIKKERKEY_IDENTITY, or the only identity there is. Error: local.
[[nodiscard]] Result<Identity> load_identity(std::string_view which = {},
                                             const Environment& environment = process_environment());

/// Writes identity.json and signet.json into `folder`, mode 0600, each whole or not at all; the folder is made with
/// mode 0700. An identity whose algorithm is not Ed25519 is refused below ~/.sikkerkey, where no tool could use it.
[[nodiscard]] Result<void> write_identity(const Identity& identity, const std::filesystem::path& folder,
                                          const Environment& environment = process_environment());

/// $SIGNET_HOME or ~/.signet.
[[nodiscard]] Result<std::filesystem::path> base_folder(const Environment& environment = process_environment());

}  // namespace signet::client
