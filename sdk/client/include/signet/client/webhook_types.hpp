// SPDX-License-Identifier: Apache-2.0
// Who is told what happens in a vault, and how that goes.
#pragma once

#include "signet/client/admin_types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signet::client {

struct Webhook {
  std::string webhook_id = {};
  std::string name = {};
  std::string url = {};
  std::vector<std::string> actions = {};  // none: all
  std::string minimum_severity = {};
  bool enabled = true;
  std::uint64_t consecutive_failures = 0;
  std::optional<Time> last_delivered_at = {};
  std::optional<Time> last_failed_at = {};
  std::optional<std::string> last_error = {};
  std::uint64_t queued = 0;
  std::uint64_t dropped = 0;  // events that were given up since it was enabled
  Time created_at = {};
};

/// What is not said stays, or is as the server has it: its host's name, all actions, every severity.
struct WebhookChange {
  std::optional<std::string> name = {};
  std::optional<std::string> url = {};  // https
  std::optional<std::vector<std::string>> actions = {};
  std::optional<std::string> minimum_severity = {};
};

struct NewWebhook {
  Webhook webhook = {};
  SecretBytes secret = {};  // what signs its events, shown this once
};

}  // namespace signet::client
