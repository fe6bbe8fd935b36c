// SPDX-License-Identifier: Apache-2.0
// A managed secret is the login of a database user whose password an agent changes: a new value is pending until the
// agent has made the database take it.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signet {

/// Where the database is, without what opens it.
struct SyncSettings {
  std::string provider = {};  // one of kSyncProviders
  std::string host = {};
  std::uint16_t port = 0;
  std::string database = {};
  std::optional<std::string> project_reference = {};  // of a hosted database
  std::string managed_username = {};
  std::uint32_t poll_seconds = 10;
};

struct PendingValue {
  RotationId id;
  Instant started_at;
  Bytes value;  // sealed, with `rotations` of its agent as the version
  Bytes wrapped_key;
};

struct SyncAgent {
  SecretId secret;
  SyncSettings settings = {};
  std::uint64_t revision = 1;   // of the settings; the sealed login is bound to it
  Bytes admin = {};             // sealed: the login of the database's administrator
  Bytes admin_wrapped_key = {};
  std::uint64_t rotations = 0;  // begun so far
  std::optional<PendingValue> pending = {};
  std::optional<RotationId> confirmed = {};  // the last one
  std::string last_error = {};               // as the agent told it, made harmless
  std::optional<Instant> last_error_at = {};
  bool healthy = true;  // in the last heartbeat
  std::optional<Instant> heartbeat_at = {};
};

}  // namespace signet
