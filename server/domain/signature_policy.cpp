// SPDX-License-Identifier: Apache-2.0
#include "domain/signature_policy.hpp"

#include <algorithm>
#include <set>

namespace signet {
namespace {

constexpr std::array<std::string_view, 4> kTiers{"NONE", "STANDARD", "ENHANCED", "SOVEREIGN"};
constexpr std::chrono::seconds kSovereignKeyAge = std::chrono::hours(24 * 90);

template <class T>
bool has(const std::vector<T>& all, const T& one) {
  return std::ranges::find(all, one) != all.end();
}

/// Nothing stands for everything.
template <class T>
std::optional<std::vector<T>> both(const std::optional<std::vector<T>>& a, const std::optional<std::vector<T>>& b) {
  if (!a) return b;
  if (!b) return a;
  std::vector<T> common;
  std::ranges::copy_if(*a, std::back_inserter(common), [&](const T& one) { return has(*b, one); });
  return common;
}

template <class T>
bool admits_more(const std::optional<std::vector<T>>& after, const std::optional<std::vector<T>>& before) {
  if (!before) return false;
  return !after || std::ranges::any_of(*after, [&](const T& one) { return !has(*before, one); });
}

std::optional<std::chrono::seconds> shorter(const std::optional<std::chrono::seconds>& a,
                                            const std::optional<std::chrono::seconds>& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

unsigned VerifiedSignature::level() const {
  unsigned highest = 0;
  for (const auto algorithm : algorithms) highest = std::max(highest, info(algorithm).level);
  return highest;
}

unsigned VerifiedSignature::families() const {
  std::set<Family> distinct;
  for (const auto algorithm : algorithms) distinct.insert(info(algorithm).family);
  return static_cast<unsigned>(distinct.size());
}

VerifiedSignature signature_by(const Key& key) {
  return {.algorithms = key.is_keyset() ? key.members : std::vector{key.algorithm},
          .fingerprint = key.fingerprint,
          .key_created_at = key.created_at};
}

std::string_view name_of(Tier tier) { return kTiers.at(static_cast<std::size_t>(tier)); }

std::optional<Tier> parse_tier(std::string_view name) {
  const auto found = std::ranges::find(kTiers, name);
  if (found == kTiers.end()) return std::nullopt;
  return static_cast<Tier>(found - kTiers.begin());
}

SignaturePolicy preset(Tier tier) {
  switch (tier) {
    case Tier::none: return {};
    case Tier::standard: return {.min_level = 1};
    case Tier::enhanced: return {.min_level = 3};
    case Tier::sovereign: return {.min_level = 3, .max_key_age = kSovereignKeyAge, .families = 2};
  }
  std::unreachable();
}

Tier tier_of(const SignaturePolicy& policy) {
  for (const auto tier : {Tier::sovereign, Tier::enhanced, Tier::standard}) {
    if (tier == Tier::sovereign && !policy.pinned) continue;
    if (!is_weaker(policy, preset(tier))) return tier;
  }
  return Tier::none;
}

SignaturePolicy compose(const SignaturePolicy& a, const SignaturePolicy& b) {
  return {.min_level = std::max(a.min_level, b.min_level),
          .allowed = both(a.allowed, b.allowed),
          .max_key_age = shorter(a.max_key_age, b.max_key_age),
          .pinned = both(a.pinned, b.pinned),
          .families = std::max(a.families, b.families)};
}

bool is_satisfiable(const SignaturePolicy& policy) {
  if (policy.pinned && policy.pinned->empty()) return false;
  std::set<Family> families;  // of which a bundle can be made: hybrids are no members of one
  bool strong_enough = false;
  for (const auto& known : kRequestAlgorithms) {
    if (policy.allowed && !has(*policy.allowed, known.id)) continue;
    if (known.family == Family::hybrid && policy.families > 1) continue;
    families.insert(known.family);
    strong_enough = strong_enough || known.level >= policy.min_level;
  }
  return strong_enough && families.size() >= policy.families;
}

bool is_weaker(const SignaturePolicy& after, const SignaturePolicy& before) {
  const bool may_be_older = before.max_key_age && (!after.max_key_age || *after.max_key_age > *before.max_key_age);
  return after.min_level < before.min_level || after.families < before.families || may_be_older ||
         admits_more(after.allowed, before.allowed) || admits_more(after.pinned, before.pinned);
}

std::vector<std::string_view> broken_rules(const SignaturePolicy& policy, const VerifiedSignature& signature,
                                           Instant now) {
  std::vector<std::string_view> broken;
  if (signature.level() < policy.min_level) broken.emplace_back("level");
  const auto& allowed = policy.allowed;
  if (allowed && !std::ranges::all_of(signature.algorithms, [&](Algorithm one) { return has(*allowed, one); }))
    broken.emplace_back("algorithm");
  if (signature.families() < policy.families) broken.emplace_back("families");
  if (policy.max_key_age && now - signature.key_created_at > *policy.max_key_age) broken.emplace_back("key-age");
  if (policy.pinned && !has(*policy.pinned, signature.fingerprint)) broken.emplace_back("pin");
  return broken;
}

}  // namespace signet
