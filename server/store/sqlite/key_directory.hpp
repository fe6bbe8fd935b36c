// SPDX-License-Identifier: Apache-2.0
// The key directory. Defined in key_packages.cpp, hybrid_keys.cpp, response_keys.cpp and identity_tokens.cpp.
#pragma once

#include "sqlite/writer.hpp"
#include "store/key_directory.hpp"

namespace signet::store {

class SqliteKeyDirectoryReads final : public KeyDirectoryReads {
 public:
  explicit SqliteKeyDirectoryReads(Connection& connection) : db_(connection) {}

  std::optional<HybridKey> find_hybrid_key(const MachineId& machine) override;
  bool takes_sealed_only(const MachineId& machine) override;
  std::optional<ResponseKey> find_response_key(const VaultId& vault) override;
  std::optional<IssuerKey> find_issuer_key(const VaultId& vault) override;
  std::vector<IssuerKey> list_issuer_keys(const VaultId& vault, Instant now) override;
  std::vector<std::string> list_audiences(const MachineId& machine) override;
  bool has_audience(const MachineId& machine, const std::string& audience) override;
  bool was_hybrid_key_published(ByteView fingerprint) override;
  std::uint64_t count_hybrid_keys(const MachineId& machine, Instant since) override;
  KeyPackageQueue measure_packages(const MachineId& owner) override;
  bool is_package_queued(const MachineId& owner, ByteView fingerprint) override;
  bool is_package_handed_out(const MachineId& owner, ByteView fingerprint) override;
  std::optional<KeyPackageHandout> find_handout(const std::string& taken_by, const std::string& request_id) override;
  std::uint64_t count_handouts(const std::string& taken_by, Instant since) override;

 private:
  Connection& db_;
};

class SqliteKeyDirectoryWrites final : public KeyDirectoryWrites {
 public:
  SqliteKeyDirectoryWrites(Connection& connection, Writer& writer) : db_(connection), writer_(writer) {}

  void put_hybrid_key(const HybridKey& key) override;
  void set_sealed_only(const MachineId& machine, bool sealed_only) override;
  void insert_response_key(const ResponseKey& key) override;
  void insert_issuer_key(const IssuerKey& key) override;
  void retire_issuer_key(const VaultId& vault, Instant listed_until) override;
  void unlist_issuer_keys(const VaultId& vault, Instant now) override;
  void put_audiences(const MachineId& machine, const std::vector<std::string>& audiences) override;
  void insert_package(const MachineId& owner, const KeyPackage& package, Instant at) override;
  std::optional<KeyPackage> take_package(const MachineId& owner) override;
  void insert_handout(const KeyPackageHandout& handout) override;
  void drop_kept_packages(Instant before) override;

 private:
  Connection& db_;
  Writer& writer_;
};

}  // namespace signet::store
