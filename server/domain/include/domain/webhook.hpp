// SPDX-License-Identifier: Apache-2.0
// Where a vault's events are sent, how that went, and what is still to be sent.
#pragma once

#include "domain/action.hpp"
#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signet {

struct Webhook {
  WebhookId id;
  VaultId vault;
  std::string name;
  std::string url;
  std::vector<std::string> actions;  // empty: all
  Severity least = Severity::info;
  Bytes sealed = {};       // the signing secret, under the vault's own key: docs/formats.md
  Bytes wrapped_key = {};  // likewise
  bool enabled = true;
  std::int64_t failures = 0;  // one after the other, up to now
  std::optional<Instant> delivered_at = {};
  std::optional<Instant> failed_at = {};
  std::optional<std::string> last_error = {};
  Instant next_at = {};  // nothing is tried before
  std::int64_t queued = 0;
  std::int64_t dropped = 0;  // given up since it was enabled
  Instant created_at = {};
  std::int64_t seq = 0;

  [[nodiscard]] bool wants(const ActionInfo& event) const;
};

/// The body is sent as it is; the id stays the same however often it is tried.
struct WebhookDelivery {
  std::string id;
  WebhookId webhook;
  std::string event;
  std::string body;
  Instant created_at;
};

inline constexpr std::int64_t kMostQueuedDeliveries = 10'000;  // of one webhook; events beyond are dropped, and counted
inline constexpr std::size_t kMostWebhooks = 20;               // of one vault

/// https only.
struct HttpsUrl {
  std::string host;  // a name, or an address without brackets
  std::uint16_t port = 443;
  std::string target;  // path and query

  /// At most 2,048 characters; no user, no fragment, nothing that is not printable ASCII.
  [[nodiscard]] static std::optional<HttpsUrl> parse(std::string_view text);
  /// As in the Host header.
  [[nodiscard]] std::string authority() const;
};

}  // namespace signet
