// SPDX-License-Identifier: Apache-2.0
// The audit log as an operator sees it, and how much machines read.
#pragma once

#include "signet/client/error.hpp"
#include "signet/client/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

struct AuditRecord {
  std::uint64_t seq = 0;
  std::string log = {};
  Time at = {};
  std::string action = {};
  std::string severity = {};
  std::string actor_kind = {};
  std::optional<std::string> actor_id = {};
  std::optional<std::string> machine_id = {};
  std::optional<std::string> secret_id = {};
  std::optional<std::string> source_ip = {};
  std::optional<std::string> detail = {};
};

/// A record must fit all of them.
struct AuditFilter {
  std::vector<std::string> actions = {};     // any of them; empty: all
  std::vector<std::string> severities = {};  // info, low, medium, high, critical; as actions
  std::optional<std::string> machine_id = {};
  std::optional<std::string> secret_id = {};
  std::optional<std::string> source_ip = {};
  std::optional<std::string> text = {};  // in the detail, in either case of A to Z
  std::optional<Time> from = {};         // included
  std::optional<Time> to = {};           // not included
};

/// A kind of record.
struct AuditAction {
  std::string action = {};
  std::string severity = {};
  std::string meaning = {};
};

enum class AuditFormat : std::uint8_t { jsonl, csv };
[[nodiscard]] std::string_view name_of(AuditFormat format);

/// Takes a file in pieces, in order; they end anywhere. An error breaks the call off and becomes its error.
using Sink = std::function<Result<void>(std::string_view piece)>;

enum class Bucket : std::uint8_t { hour, day };
[[nodiscard]] std::string_view name_of(Bucket bucket);

struct ActivityRequest {
  std::optional<std::string> machine_id = {};
  Bucket bucket = Bucket::hour;    // of UTC
  std::optional<Time> from = {};  // without: 24 hours or 30 days before the end
  std::optional<Time> to = {};    // without: now
};

struct ReadCount {
  Time at = {};  // when the bucket begins
  std::uint64_t reads = 0;
};

/// How many values machines read. Buckets without a read are left out.
struct Activity {
  Time from = {};
  Time to = {};
  Bucket bucket = Bucket::hour;
  std::vector<ReadCount> items = {};
};

}  // namespace signet::client
