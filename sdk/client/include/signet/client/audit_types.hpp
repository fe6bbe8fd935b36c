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
  std::optional<std::string> proof = {};  // base64 of the digest that a WriteProof gives
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

/// What the log was at that moment, signed. `keys` are for AuditVerifier; take them once, and keep them.
struct AuditCheckpoint {
  std::string origin = {};
  std::uint64_t size = 0;
  std::string root = {};  // base64, like all hashes here
  std::string note = {};
  Time signed_at = {};
  std::vector<std::string> keys = {};
};

/// That a record is in the tree of a checkpoint.
struct AuditInclusion {
  std::uint64_t record = 0;
  std::uint64_t size = 0;
  std::string root = {};
  std::string leaf = {};
  std::vector<std::string> hashes = {};
};

/// That a log goes on from what it was.
struct AuditConsistency {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::string from_root = {};
  std::string root = {};
  std::vector<std::string> hashes = {};
};

/// Who asked for the change that a record is about: what was signed and the signature, kept beside the log. The record
/// holds SHA-256(payload | signature | salt); verify_write_proof compares them.
struct WriteProof {
  std::string log = {};
  std::uint64_t record = 0;
  std::string payload = {};    // METHOD:TARGET:TIMESTAMP:NONCE:hex(SHA-256(body))
  std::string signature = {};  // base64, like the salt
  std::string salt = {};
};

/// `proof` is for AuditVerifier, takes no filter and ends with the newest checkpoint.
enum class AuditFormat : std::uint8_t { jsonl, csv, proof };
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
