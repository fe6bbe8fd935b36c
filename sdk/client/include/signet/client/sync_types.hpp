// SPDX-License-Identifier: Apache-2.0
// Managed secrets as an operator sees them: the login of a database user whose password an agent changes.
#pragma once

#include "signet/client/admin_types.hpp"

namespace signet::client {

struct SyncLogin {
  SecretBytes user;
  SecretBytes password;
};

struct SyncSettings {
  std::string provider = {};  // postgresql, mysql, mongodb, redis, mssql
  std::string host = {};
  std::uint16_t port = 0;
  std::string database = {};
  std::optional<std::string> project_reference = {};
  std::string managed_username = {};
  std::uint32_t poll_seconds = 10;  // 5 to 3600
};

struct SyncStatus {
  std::string secret_id = {};
  SyncSettings settings = {};
  std::optional<std::string> rotation_id = {};  // of the value that is pending, if one is
  std::optional<Time> rotation_started_at = {};
  std::optional<std::string> last_error = {};
  std::optional<Time> last_error_at = {};
  std::optional<std::string> agent_status = {};  // healthy or error, in the last heartbeat
  std::optional<Time> last_heartbeat_at = {};
};

}  // namespace signet::client
