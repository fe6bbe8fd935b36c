// SPDX-License-Identifier: Apache-2.0
// What an operator sees. Ids are the server's texts; times are UTC in milliseconds.
#pragma once

#include "signet/client/time.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace signet::client {

/// One piece of a list. It may be shorter than asked for and still have a next one.
template <class T>
struct Page {
  std::vector<T> items = {};
  std::optional<std::string> next = {};  // give it as PageRequest::cursor; nothing: this was the last
};

struct PageRequest {
  std::optional<unsigned> limit = {};  // 1 to 200; the server's default is 50
  std::optional<std::string> cursor = {};
};

enum class Role : std::uint8_t { auditor, admin, owner };
enum class VaultStatus : std::uint8_t { active, suspended };
enum class MachineState : std::uint8_t { pending, approved, disabled };
enum class LockoutScope : std::uint8_t { address, id };
enum class GrantKind : std::uint8_t { read, agent };  // agent: reading and the agent's routes
enum class SecretKind : std::uint8_t { standard, managed, certificate, canary, end_to_end };

// The names on the wire, and back; nothing for another name.
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::string_view name_of(VaultStatus status);
[[nodiscard]] std::string_view name_of(MachineState state);
[[nodiscard]] std::string_view name_of(LockoutScope scope);
[[nodiscard]] std::string_view name_of(GrantKind kind);
[[nodiscard]] std::string_view name_of(SecretKind kind);
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);
[[nodiscard]] std::optional<VaultStatus> parse_vault_status(std::string_view name);
[[nodiscard]] std::optional<MachineState> parse_machine_state(std::string_view name);
[[nodiscard]] std::optional<LockoutScope> parse_lockout_scope(std::string_view name);
[[nodiscard]] std::optional<GrantKind> parse_grant_kind(std::string_view name);
[[nodiscard]] std::optional<SecretKind> parse_secret_kind(std::string_view name);

struct Vault {
  std::string vault_id = {};
  std::string name = {};
  VaultStatus status = VaultStatus::active;
  Time created_at = {};
};

struct VaultRole {
  std::string vault_id = {};
  std::string vault_name = {};
  Role role = Role::auditor;
};

struct Myself {
  std::string installation_id = {};
  std::string operator_id = {};
  std::string operator_name = {};
  bool root = false;
  std::vector<VaultRole> roles = {};
};

struct Project {
  std::string project_id = {};
  std::string name = {};
  std::optional<std::string> application_id = {};  // that it was made with
  Time created_at = {};
  std::optional<Time> frozen_at = {};  // its machines get nothing
};

/// Three projects, for production, staging and development, that come and go with it.
struct Application {
  std::string application_id = {};
  std::string name = {};
  std::vector<Project> projects = {};
  Time created_at = {};
};

struct Membership {
  std::string project_id = {};
  std::string machine_id = {};
};

/// A single value, or named fields.
using NewValue = std::variant<SecretBytes, std::map<std::string, SecretBytes>>;

struct Secret {
  std::string secret_id = {};
  std::string project_id = {};
  std::string name = {};
  SecretKind kind = SecretKind::standard;
  std::optional<std::vector<std::string>> field_names = {};
  std::uint64_t version = 0;
  Time created_at = {};
  Time updated_at = {};
};

struct Grant {
  std::string machine_id = {};
  std::string machine_name = {};
  std::string secret_id = {};
  GrantKind kind = GrantKind::read;
  Time created_at = {};
};

struct Machine {
  std::string machine_id = {};
  std::string name = {};
  std::string hostname = {};
  MachineState state = MachineState::pending;
  std::string algorithm = {};
  std::string fingerprint = {};  // hex
  std::uint64_t key_epoch = 0;
  Time created_at = {};
  std::optional<Time> expires_at = {};
  std::optional<Time> last_seen_at = {};
  std::optional<std::string> last_seen_ip = {};
  std::uint64_t secrets_granted = 0;
  std::string kind = {};  // standard, ephemeral or temporary
  std::uint64_t reads_last_day = 0;
};

struct Operator {
  std::string operator_id = {};
  std::string name = {};
  std::optional<Role> role = {};  // nothing in the installation's list
  bool root = false;
  std::string algorithm = {};
  std::string fingerprint = {};  // hex
  Time created_at = {};
  std::optional<Time> last_seen_at = {};
  std::optional<std::string> last_seen_ip = {};
};

/// What the new operator hands over, made with its key: see crypto::make_proof, ProofPurpose::operator_.
struct NewOperator {
  std::string operator_id = {};
  std::string name = {};
  std::string algorithm = {};
  std::string public_key = {};  // base64
  std::string proof = {};       // base64
  Role role = Role::auditor;
};

struct Lockout {
  LockoutScope scope = LockoutScope::address;
  std::string subject = {};
  std::uint64_t failures = 0;
  std::optional<Time> locked_until = {};
};

/// A machine or an operator that nobody lets in since a restore.
struct Held {
  std::string kind = {};  // machine or operator
  std::string id = {};
  std::string name = {};
  std::optional<std::string> vault_id = {};  // a machine's
  std::string algorithm = {};
  std::string fingerprint = {};  // hex
  Time key_created_at = {};
  std::optional<Time> last_seen_at = {};  // before the backup
  std::optional<std::string> last_seen_ip = {};
};

/// One way to the root key.
struct KeySlot {
  std::string slot_id = {};
  std::string kind = {};  // file, credential, passphrase, recovery or shares
  Time created_at = {};
  std::optional<std::uint64_t> threshold = {};  // of shares: how many open it
  std::optional<std::uint64_t> shares = {};     // how many there are
  std::optional<std::uint64_t> held = {};       // how many a sealed server holds now
};

struct SealState {
  bool sealed = true;
  std::uint64_t held = 0;    // shares
  std::uint64_t needed = 0;
};

/// What a former key wraps, on its way to the next one.
struct WrappingKeyRotation {
  std::optional<std::string> project_id = {};  // none: the root key
  std::optional<std::string> vault_id = {};
  std::string key = {};  // the new one: a root key id, or a generation
  std::uint64_t total = 0;
  std::uint64_t remaining = 0;
  Time started_at = {};
};

}  // namespace signet::client
