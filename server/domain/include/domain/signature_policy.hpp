// SPDX-License-Identifier: Apache-2.0
// A signature policy says by which keys requests must be signed. It is decided after authentication, on what was
// verified, never on what a request claims. (An access policy, domain/policy.hpp, says when and from where.)
#pragma once

#include "domain/identity.hpp"
#include "signet/schema/algorithm.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace signet {

using KeyPrint = std::array<std::uint8_t, 32>;

/// What was verified: all of the signatures, each by the key of its algorithm. A hybrid is one of them.
struct VerifiedSignature {
  std::vector<Algorithm> algorithms = {};
  KeyPrint fingerprint = {};  // of the key that signed
  Instant key_created_at = {};

  /// That of the strongest: to forge all is at least as hard.
  [[nodiscard]] unsigned level() const;
  [[nodiscard]] unsigned families() const;
};
/// What a request by this key brings.
[[nodiscard]] VerifiedSignature signature_by(const Key& key);

inline constexpr unsigned kHighestLevel = 5;
inline constexpr unsigned kMostFamilies = 3;
inline constexpr std::size_t kMostPins = 500;
inline constexpr std::chrono::seconds kLeastKeyAge = std::chrono::hours(1);
inline constexpr std::chrono::seconds kMostKeyAge = std::chrono::hours(24 * 3'650);

/// As it is made: no requirement.
struct SignaturePolicy {
  unsigned min_level = 0;
  std::optional<std::vector<Algorithm>> allowed = {};  // all that sign; nothing: any
  std::optional<std::chrono::seconds> max_key_age = {};
  std::optional<std::vector<KeyPrint>> pinned = {};
  unsigned families = 1;  // distinct ones that must have signed

  bool operator==(const SignaturePolicy&) const = default;
};

enum class Tier : std::uint8_t { none, standard, enhanced, sovereign };
[[nodiscard]] std::string_view name_of(Tier tier);
[[nodiscard]] std::optional<Tier> parse_tier(std::string_view name);
/// The least that a tier asks. SOVEREIGN also wants keys to be pinned: which, nobody can say beforehand.
[[nodiscard]] SignaturePolicy preset(Tier tier);
/// The highest that this policy is at least as strict as.
[[nodiscard]] Tier tier_of(const SignaturePolicy& policy);

/// Both must be satisfied.
[[nodiscard]] SignaturePolicy compose(const SignaturePolicy& a, const SignaturePolicy& b);
/// Some key could satisfy it.
[[nodiscard]] bool is_satisfiable(const SignaturePolicy& policy);
/// Some key that `before` keeps out gets in by `after`.
[[nodiscard]] bool is_weaker(const SignaturePolicy& after, const SignaturePolicy& before);

/// The rules that it breaks: of level, algorithm, families, key-age, pin. None: it may.
[[nodiscard]] std::vector<std::string_view> broken_rules(const SignaturePolicy& policy,
                                                         const VerifiedSignature& signature, Instant now);

}  // namespace signet
