// SPDX-License-Identifier: Apache-2.0
// Makes the rows that a database is filled with, and touches none: it works beside the writer.
#pragma once

#include "domain/clock.hpp"
#include "domain/identity.hpp"
#include "domain/vault.hpp"
#include "fill.hpp"
#include "signet/crypto/keys.hpp"

#include <string>
#include <vector>

namespace signet::fill {

struct NewMachine {
  Machine row;
  std::vector<crypto::Fingerprint> fingerprints;
  std::vector<SecretId> secrets;
  Bytes seed;
};

struct NewProject {
  Project row;
  ProjectKey key;
  std::vector<Secret> secrets = {};
  std::vector<SecretVersion> versions = {};
  std::vector<NewMachine> machines = {};
};

/// As rows have it.
[[nodiscard]] signet::Key stored(const crypto::PrivateKey& key, Instant now);
[[nodiscard]] Bytes seed_of(const crypto::PrivateKey& key);

/// Thread-safe. Keyring, vault and plan outlive it.
class Maker {
 public:
  Maker(const keyring::Keyring& keyring, const VaultId& vault, const Plan& plan);

  [[nodiscard]] std::size_t projects() const { return projects_.size(); }
  [[nodiscard]] Instant now() const { return now_; }
  /// Those from `first` to before `end`.
  [[nodiscard]] std::vector<NewProject> make(std::size_t first, std::size_t end) const;

 private:
  [[nodiscard]] NewProject make_project(std::size_t number) const;
  void add_secret(NewProject& to, std::size_t number) const;
  void add_machine(NewProject& to, std::size_t number, Algorithm algorithm, std::size_t place) const;

  const keyring::Keyring& keyring_;
  const VaultId& vault_;
  const Plan& plan_;
  const std::string value_;
  const Instant now_ = system_clock().now();
  const std::vector<ProjectId> projects_;
  const std::vector<SecretId> secrets_;
  const std::vector<MachineId> machines_;
};

}  // namespace signet::fill
