// SPDX-License-Identifier: Apache-2.0
// Keys on their way from one wrapping key to the next.
#pragma once

#include "domain/vault.hpp"

namespace signet {

/// Still opens what it wrapped, until nothing is left of that.
struct FormerRootKey {
  std::string id;
  Bytes wrapped;  // by the root key after it
  Instant replaced_at;
};

struct ProjectKeyRotation {
  ProjectId project;
  VaultId vault;
  std::uint32_t generation;  // the newest
  std::size_t total;         // data keys that there were to wrap again
  Instant started_at;
};

/// Where a wrapped data key of a project stands.
struct DataKeyPlace {
  enum class Kind : std::uint8_t { value = 1, note = 2, once = 3, sync = 4, pending = 5 };
  Kind kind;
  std::string object;  // the id of a secret or a link
  std::uint64_t version;
  Bytes wrapped;
};

}  // namespace signet
