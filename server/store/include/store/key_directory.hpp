// SPDX-License-Identifier: Apache-2.0
// What machines publish of their keys for each other.
#pragma once

#include "domain/hybrid_key.hpp"
#include "domain/issuer_key.hpp"
#include "domain/key_package.hpp"
#include "domain/response_key.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signet::store {

class KeyDirectoryReads {
 public:
  virtual ~KeyDirectoryReads() = default;

  virtual std::optional<HybridKey> find_hybrid_key(const MachineId& machine) = 0;
  /// It is to get no values in clear.
  virtual bool takes_sealed_only(const MachineId& machine) = 0;
  virtual std::optional<ResponseKey> find_response_key(const VaultId& vault) = 0;
  /// The one that signs.
  virtual std::optional<IssuerKey> find_issuer_key(const VaultId& vault) = 0;
  /// Those that are good for verifying then, newest first, without their seeds.
  virtual std::vector<IssuerKey> list_issuer_keys(const VaultId& vault, Instant now) = 0;
  virtual std::vector<std::string> list_audiences(const MachineId& machine) = 0;
  virtual bool has_audience(const MachineId& machine, const std::string& audience) = 0;
  /// By whomever, ever.
  virtual bool was_hybrid_key_published(ByteView fingerprint) = 0;
  virtual std::uint64_t count_hybrid_keys(const MachineId& machine, Instant since) = 0;

  /// Of those that nobody has taken yet.
  virtual KeyPackageQueue measure_packages(const MachineId& owner) = 0;
  virtual bool is_package_queued(const MachineId& owner, ByteView fingerprint) = 0;
  virtual bool is_package_handed_out(const MachineId& owner, ByteView fingerprint) = 0;
  virtual std::optional<KeyPackageHandout> find_handout(const std::string& taken_by, const std::string& request_id) = 0;
  /// Packages that this machine has taken since, whosever they were.
  virtual std::uint64_t count_handouts(const std::string& taken_by, Instant since) = 0;
};

class KeyDirectoryWrites {
 public:
  virtual ~KeyDirectoryWrites() = default;

  /// In the place of the machine's last one. Its fingerprint is taken for ever; throws if it was.
  virtual void put_hybrid_key(const HybridKey& key) = 0;
  virtual void set_sealed_only(const MachineId& machine, bool sealed_only) = 0;
  virtual void insert_response_key(const ResponseKey& key) = 0;
  /// Throws if another one signs.
  virtual void insert_issuer_key(const IssuerKey& key) = 0;
  /// The one that signs does so no more, and loses its seed. REQUIRES: there is one.
  virtual void retire_issuer_key(const VaultId& vault, Instant listed_until) = 0;
  /// Those that sign no more are good for nothing from now on.
  virtual void unlist_issuer_keys(const VaultId& vault, Instant now) = 0;
  virtual void put_audiences(const MachineId& machine, const std::vector<std::string>& audiences) = 0;

  virtual void insert_package(const MachineId& owner, const KeyPackage& package, Instant at) = 0;
  /// The oldest one, which is then no longer there.
  [[nodiscard]] virtual std::optional<KeyPackage> take_package(const MachineId& owner) = 0;
  virtual void insert_handout(const KeyPackageHandout& handout) = 0;
  /// What was kept for a taker who asks again, of before then.
  virtual void drop_kept_packages(Instant before) = 0;
};

}  // namespace signet::store
