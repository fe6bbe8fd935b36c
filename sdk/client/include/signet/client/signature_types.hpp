// SPDX-License-Identifier: Apache-2.0
// By which keys requests must be signed.
#pragma once

#include "signet/client/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signet::client {

/// What is not said is not required.
struct NewSignaturePolicy {
  std::string tier = {};  // NONE, STANDARD, ENHANCED, SOVEREIGN. Where it asks more than what follows, it holds
  std::optional<std::uint64_t> min_level = {};  // 0 to 5
  std::optional<std::vector<std::string>> allowed_algorithms = {};
  std::optional<std::uint64_t> max_key_age_seconds = {};
  std::optional<std::vector<std::string>> pinned_fingerprints = {};
  std::optional<std::uint64_t> families = {};  // 1 to 3
};

struct SignaturePolicy {
  std::string tier = {};  // the highest that it is as strict as
  std::uint64_t min_level = 0;
  std::optional<std::vector<std::string>> allowed_algorithms = {};  // nothing: any
  std::optional<std::uint64_t> max_key_age_seconds = {};
  std::optional<std::vector<std::string>> pinned_fingerprints = {};  // nothing: any
  std::uint64_t families = 1;
};

struct PlacedSignaturePolicies {
  SignaturePolicy own = {};
  SignaturePolicy effective = {};  // with those above it
};

/// Who could work there before and could not any more.
struct LockedOut {
  std::string kind = {};  // machine, operator
  std::string id = {};
  std::string name = {};
  std::vector<std::string> rules = {};  // that the key breaks: level, algorithm, families, key-age, pin
};

struct SignaturePolicyEffect {
  PlacedSignaturePolicies policies = {};
  bool dry_run = false;
  bool weakens = false;
  std::vector<LockedOut> locked_out = {};  // the first thousand
  std::uint64_t locked_out_in_all = 0;
};

struct ReportedKey {
  std::string kind = {};
  std::string id = {};
  std::string name = {};
  std::vector<std::string> algorithms = {};
  std::uint64_t level = 0;
  bool classical = false;
  std::uint64_t key_epoch = 1;
  Time key_created_at = {};
  std::uint64_t key_age_seconds = 0;
  std::vector<std::string> blocks = {};  // rules of the next tier that the key breaks
};

struct ReportedKeys {
  std::string tier = {};
  std::string next_tier = {};
  std::uint64_t total = 0;
  std::uint64_t classical = 0;
  std::uint64_t blocked = 0;
  std::vector<ReportedKey> keys = {};  // the first thousand
};

struct SignatureReport {
  ReportedKeys machines = {};
  ReportedKeys operators = {};
};

/// Where a signature policy stands: in a vault, for its machines or its operators; in a project; on a secret.
struct SignaturePlace {
  enum class Kind : std::uint8_t { vault, operators, project, secret };
  Kind kind = Kind::vault;
  std::string id = {};  // of the project or secret
};

}  // namespace signet::client
