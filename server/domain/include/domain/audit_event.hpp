// SPDX-License-Identifier: Apache-2.0
// One event of the audit log.
#pragma once

#include "domain/action.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signet {

enum class ActorKind : std::uint8_t { machine, operator_, system, external };
[[nodiscard]] std::string_view name_of(ActorKind kind);

/// One line of the log. `log` is a vault id, or the installation id. Ids stay text: an event may speak of ids that
/// never existed. `detail` is for people and holds no secret.
struct AuditEvent {
  Action action;
  std::string log = {};
  ActorKind actor_kind = ActorKind::system;
  std::string actor_id = {};
  std::string machine_id = {};
  std::string secret_id = {};
  std::string address = {};
  std::string detail = {};
  std::string proof = {};  // base64 of the digest of who asked: WriteProof
};

}  // namespace signet
