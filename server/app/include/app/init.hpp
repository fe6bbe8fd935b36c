// SPDX-License-Identifier: Apache-2.0
// `signetd init`: a new installation with one vault and one operator, who is root and owns the vault. All or nothing.
#pragma once

#include "app/config.hpp"
#include "app/exit_code.hpp"
#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/crypto/random.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace signet::app {

/// A key that was made on the operator's own machine, with the proof that it is theirs.
struct GivenKey {
  std::filesystem::path public_key;  // PEM
  std::string operator_id;           // that the proof names
  std::string proof;                 // base64
};

struct InitRequest {
  std::string vault_name = "default";
  std::string operator_name = "first operator";
  std::filesystem::path operator_dir;  // for the key, if one is made here
  std::optional<GivenKey> given = std::nullopt;
};

struct NewInstallation {
  InstallationId id;
  VaultId vault;
  std::string vault_name;
  OperatorId operator_id;
  std::string operator_name;
  std::string algorithm;    // of the operator's key
  std::string fingerprint;  // hex
  std::string api_url;
  std::filesystem::path data_dir;
  std::filesystem::path root_key_file;
  std::optional<std::filesystem::path> operator_dir;  // absent if the key was given
};

/// Looks at everything first and touches nothing that is there. What it made is removed again if it fails.
[[nodiscard]] Result<NewInstallation> init(const Config& config, const InitRequest& request, crypto::Random& random,
                                           const Clock& clock);

[[nodiscard]] std::string to_text(const NewInstallation& made);
/// One object on one line.
[[nodiscard]] std::string to_json(const NewInstallation& made);

}  // namespace signet::app
