// SPDX-License-Identifier: Apache-2.0
// What is kept: a vault is a tenant, a project groups secrets and machines, a secret has versions, a grant lets one
// machine read one secret.
#pragma once

#include "domain/clock.hpp"
#include "domain/address.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

struct Installation {
  InstallationId id;
  std::string root_key_id;
  std::int64_t authz_generation = 0;
};

struct Vault {
  VaultId id;
  std::string name;
  bool active = true;  // else suspended
  Instant created_at;
  std::int64_t authz_generation = 0;
  bool allow_list_enabled = false;
  std::vector<std::string> allow_list = {};  // each is a Network
  std::chrono::seconds key_overlap{0};       // how long a machine's key stays good after it was replaced
  std::int64_t seq = 0;

  /// Whether machines may come from there. A list that is switched on and empty shuts everybody out.
  [[nodiscard]] bool lets_in(const Address& address) const;
};

struct Project {
  ProjectId id;
  VaultId vault;
  std::string name;
  Instant created_at;
  std::optional<Instant> frozen_at = {};  // its machines get nothing
  std::optional<ApplicationId> application = {};  // that it was made with
  std::int64_t seq = 0;
};

struct ProjectKey {
  std::uint32_t generation = 1;
  Bytes wrapped;
  std::string root_key_id = {};         // of the key that wraps it; empty: wrapped by an older program
  std::vector<ProjectKey> former = {};  // older generations, which still open what they wrapped
};

/// managed: an agent changes its value elsewhere. certificate: a read issues one. canary: a read is an alarm.
/// end_to_end: what is kept is sealed to machines, and nobody else reads it.
enum class SecretKind : std::uint8_t { standard = 1, managed = 2, certificate = 3, canary = 4, end_to_end = 5 };
[[nodiscard]] std::string_view name_of(SecretKind kind);

struct Secret {
  SecretId id;
  VaultId vault;
  ProjectId project;
  std::string name;
  std::vector<std::string> field_names;  // empty: a single value
  std::uint64_t version = 1;             // the current one
  Instant created_at;
  Instant updated_at;
  std::optional<Instant> deleted_at = {};
  std::optional<PolicyId> policy = {};
  bool frozen = false;  // its project is
  bool canary = false;
  std::int64_t seq = 0;
  SecretKind kind = SecretKind::standard;
};

/// How a version came about.
enum class VersionOrigin : std::uint8_t { set = 1, rollback = 2, generated = 3, imported = 4 };
[[nodiscard]] std::string_view name_of(VersionOrigin origin);

struct SecretVersion {
  std::uint64_t version;
  Bytes value;       // sealed
  Bytes wrapped_key;  // the data key, wrapped by the project key
  Instant created_at;
  std::string created_by;  // operator id, or "system"
  std::vector<std::string> field_names = {};
  VersionOrigin origin = VersionOrigin::set;
};

/// An agent's grant includes reading.
enum class GrantKind : std::uint8_t { read = 1, agent = 2 };
[[nodiscard]] std::string_view name_of(GrantKind kind);
[[nodiscard]] std::optional<GrantKind> parse_grant_kind(std::string_view name);

struct Grant {
  MachineId machine;
  std::string machine_name;
  SecretId secret;
  GrantKind kind = GrantKind::read;
  Instant created_at;
  std::int64_t seq = 0;
};

}  // namespace signet
