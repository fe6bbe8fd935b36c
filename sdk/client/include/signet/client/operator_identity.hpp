// SPDX-License-Identifier: Apache-2.0
// An operator's identity on disk:
//   <base>/operators/<name>/operator.json   operatorId, operatorName, installationId, vaultId, apiUrl, privateKeyPath
//                           private.pem     the key, mode 0600
// <base> is $SIGNET_HOME or ~/.signet. The name is local; "default" is taken if none is said.
#pragma once

#include "signet/client/environment.hpp"
#include "signet/client/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace signet::client {

struct OperatorIdentity {
  std::string operator_id = {};  // UUID
  std::string operator_name = {};
  std::string installation_id = {};  // "inst_" and more
  std::string vault_id = {};         // the vault that commands mean if none is said; may be empty
  std::string api_url = {};
  std::filesystem::path private_key_path = {};
};

/// `which` is a path (of operator.json or its folder) or a local name, or empty: then $SIGNET_OPERATOR, "default", or
/// the only operator there is. Error: local.
[[nodiscard]] Result<OperatorIdentity> load_operator_identity(std::string_view which = {},
                                                              const Environment& environment = process_environment());

/// Writes operator.json into `folder` (mode 0600, folder 0700), whole or not at all.
[[nodiscard]] Result<void> write_operator_identity(const OperatorIdentity& identity,
                                                   const std::filesystem::path& folder);

/// <base>/operators/<name>.
[[nodiscard]] Result<std::filesystem::path> operator_folder(std::string_view name,
                                                            const Environment& environment = process_environment());

}  // namespace signet::client
