// SPDX-License-Identifier: Apache-2.0
// Who can sign a request: machines, which read secrets, and operators, which rule.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

struct Key {
  Algorithm algorithm;  // of a keyset: that of its strongest member
  Bytes raw;            // a public key, or a keyset
  std::array<std::uint8_t, 32> fingerprint;
  std::int64_t epoch = 1;
  Instant created_at;
  std::vector<Algorithm> members = {};  // of a keyset, whose keys sign together; none: a single key

  [[nodiscard]] bool is_keyset() const { return !members.empty(); }
};
/// What is shown: the algorithm's name, or those of a keyset's members with " & " between.
[[nodiscard]] std::string algorithm_name(const Key& key);

/// One that was replaced.
struct FormerKey {
  Key key;
  Instant replaced_at;
  Instant valid_until;  // replaced_at, unless both were good for a while
};

/// How a machine came in, and what becomes of it when it expires.
enum class MachineKind : std::uint8_t {
  standard = 1,   // for good
  ephemeral = 2,  // by a token for many, approved at once; removed soon after it expires
  temporary = 3,  // approved by a person, for a time; disabled soon after it expires, and its life can be extended
};
[[nodiscard]] std::string_view name_of(MachineKind kind);

struct Machine {
  MachineId id;
  VaultId vault;
  MachineKind kind = MachineKind::standard;
  std::string name;
  std::string hostname;
  bool approved = false;
  bool enabled = true;
  bool proven = false;  // its enrolment carried a proof of possession, or it has made a valid request since
  Key key;
  std::optional<TokenId> token = {};  // that it enrolled with
  Instant created_at;
  std::optional<Instant> expires_at = {};
  std::int64_t seq = 0;  // position in lists
};

struct LastSeen {
  Instant at;
  std::string address;
};

/// In a vault. The order is the order of power.
enum class Role : std::uint8_t { auditor = 1, admin = 2, owner = 3 };
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);

struct Operator {
  OperatorId id;
  std::string name;
  bool root = false;
  Key key;
  Instant created_at;
  std::int64_t seq = 0;
};

struct VaultOperator {
  Operator who;
  Role role;
};

}  // namespace signet
