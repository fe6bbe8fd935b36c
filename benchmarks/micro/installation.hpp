// SPDX-License-Identifier: Apache-2.0
// An installation without a socket, filled with secrets: made once for the whole program, gone with it.
#pragma once

#include "api/pipeline.hpp"
#include "api/services.hpp"
#include "signers.hpp"
#include "signet/crypto/keys.hpp"

#include <filesystem>
#include <memory>

namespace signet::micro {

/// What the read of one secret looks at.
struct Granted {
  MachineId machine;
  ProjectId project;
  SecretId secret;
};

class Installation {
 public:
  /// 1,000 secrets, and 100 machines by each of the three algorithms that matter.
  [[nodiscard]] static Installation& shared();
  ~Installation();

  [[nodiscard]] store::Store& store() { return *store_; }
  [[nodiscard]] const keyring::Keyring& keyring() const { return keyring_; }
  [[nodiscard]] const VaultId& vault() const { return vault_; }
  [[nodiscard]] const api::Services& services() const { return *services_; }
  [[nodiscard]] store::Committer& committer() { return *committer_; }
  [[nodiscard]] const load::Signer& machine(Algorithm algorithm, std::size_t number) const;
  [[nodiscard]] Granted granted(std::size_t number);
  /// A machine's read of one of its secrets, signed now.
  [[nodiscard]] api::Request sign_read(Algorithm algorithm, std::size_t number) const;

 private:
  Installation();

  std::filesystem::path folder_;
  keyring::Keyring keyring_;
  VaultId vault_;
  std::unique_ptr<store::Store> store_;
  struct Parts;  // of the services
  std::unique_ptr<Parts> parts_;
  std::unique_ptr<const api::Services> services_;
  std::unique_ptr<store::Committer> committer_;
  load::Signers signers_;
};

}  // namespace signet::micro
