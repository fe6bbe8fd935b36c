// SPDX-License-Identifier: Apache-2.0
#include "signature_policy_input.hpp"

#include "signet/schema/encoding.hpp"

#include <algorithm>

namespace signet::api {
namespace {

std::optional<std::vector<Algorithm>> read_algorithms(Input& input) {
  const auto names = input.optional_texts("allowedAlgorithms", kRequestAlgorithms.size());
  if (!names) return std::nullopt;
  std::vector<Algorithm> allowed;
  for (const auto& name : *names) {
    const auto algorithm = parse_algorithm(name);
    if (!algorithm || !signs_requests(info(*algorithm)))
      input.fail("allowedAlgorithms", "Must be algorithms that sign requests");
    else if (std::ranges::find(allowed, *algorithm) == allowed.end())
      allowed.push_back(*algorithm);
  }
  if (allowed.empty()) input.fail("allowedAlgorithms", "Must have at least one");
  return allowed;
}

std::optional<std::vector<KeyPrint>> read_pins(Input& input) {
  const auto texts = input.optional_texts("pinnedFingerprints", kMostPins);
  if (!texts) return std::nullopt;
  std::vector<KeyPrint> pinned;
  for (const auto& text : *texts) {
    const auto bytes = from_hex(text);
    KeyPrint print{};
    if (!bytes || bytes->size() != print.size()) {
      input.fail("pinnedFingerprints", "Must be fingerprints of keys: 64 hex digits in lower case");
      continue;
    }
    std::ranges::copy(*bytes, print.begin());
    if (std::ranges::find(pinned, print) == pinned.end()) pinned.push_back(print);
  }
  if (pinned.empty()) input.fail("pinnedFingerprints", "Must have at least one");
  return pinned;
}

}  // namespace

SignaturePolicy read_signature_policy(Input& input) {
  const auto name = input.optional_text("tier");
  const auto tier = name ? parse_tier(*name) : Tier::none;
  if (!tier) input.fail("tier", "Must be NONE, STANDARD, ENHANCED or SOVEREIGN");
  SignaturePolicy asked{.allowed = read_algorithms(input),
                        .max_key_age = input.optional_seconds("maxKeyAgeSeconds", kLeastKeyAge, kMostKeyAge),
                        .pinned = read_pins(input)};
  asked.min_level = static_cast<unsigned>(input.number_within("minLevel", 0, kHighestLevel).value_or(0));
  asked.families = static_cast<unsigned>(input.number_within("families", 1, kMostFamilies).value_or(1));
  if (tier == Tier::sovereign && !asked.pinned)
    input.fail("pinnedFingerprints", "Is missing: SOVEREIGN takes keys that are named one by one");
  return compose(preset(tier.value_or(Tier::none)), asked);
}

Json render(const SignaturePolicy& policy) {
  Json allowed = nullptr, pinned = nullptr, age = nullptr;
  if (policy.allowed) {
    allowed = Json::array();
    for (const auto algorithm : *policy.allowed) allowed.push_back(json_text(info(algorithm).name));
  }
  if (policy.pinned) {
    pinned = Json::array();
    for (const auto& print : *policy.pinned) pinned.push_back(json_text(to_hex(print)));
  }
  if (policy.max_key_age) age = policy.max_key_age->count();
  return {{"tier", json_text(name_of(tier_of(policy)))}, {"minLevel", policy.min_level},
          {"allowedAlgorithms", std::move(allowed)},     {"maxKeyAgeSeconds", std::move(age)},
          {"pinnedFingerprints", std::move(pinned)},     {"families", policy.families}};
}

}  // namespace signet::api
