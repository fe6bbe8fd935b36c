// SPDX-License-Identifier: Apache-2.0
// The rules of signature policies, one by one and composed.
#include "domain/signature_policy.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

using Rules = std::vector<std::string_view>;
using std::chrono::hours;

const Instant kNow = from_millis(1'790'000'000'000);

KeyPrint print(std::uint8_t byte) {
  KeyPrint made;
  made.fill(byte);
  return made;
}

VerifiedSignature by(std::vector<Algorithm> algorithms, hours age = hours(0), std::uint8_t fingerprint = 1) {
  return {.algorithms = std::move(algorithms), .fingerprint = print(fingerprint), .key_created_at = kNow - age};
}

Rules broken(const SignaturePolicy& policy, const VerifiedSignature& signature) {
  return broken_rules(policy, signature, kNow);
}

TEST(SignaturePolicy, WithoutRequirementLetsEverythingIn) { EXPECT_EQ(broken({}, by({Algorithm::ed25519})), Rules{}); }

TEST(SignaturePolicy, HasFiveRules) {
  const SignaturePolicy level{.min_level = 3};
  EXPECT_EQ(broken(level, by({Algorithm::ed25519})), Rules{"level"});
  EXPECT_EQ(broken(level, by({Algorithm::mldsa44})), Rules{"level"});
  EXPECT_EQ(broken(level, by({Algorithm::mldsa65})), Rules{});
  EXPECT_EQ(broken(level, by({Algorithm::ed25519_mldsa65})), Rules{});
  EXPECT_EQ(broken(level, by({Algorithm::ed25519, Algorithm::mldsa65})), Rules{}) << "all of them were verified";

  const SignaturePolicy allowed{.allowed = {{Algorithm::mldsa65, Algorithm::mldsa87}}};
  EXPECT_EQ(broken(allowed, by({Algorithm::ed25519_mldsa65})), Rules{"algorithm"});
  EXPECT_EQ(broken(allowed, by({Algorithm::mldsa65, Algorithm::ed25519})), Rules{"algorithm"});
  EXPECT_EQ(broken(allowed, by({Algorithm::mldsa87})), Rules{});

  const SignaturePolicy families{.families = 2};
  EXPECT_EQ(broken(families, by({Algorithm::ed25519_mldsa65})), Rules{"families"});
  EXPECT_EQ(broken(families, by({Algorithm::ed25519, Algorithm::mldsa65})), Rules{});

  const SignaturePolicy age{.max_key_age = hours(24)};
  EXPECT_EQ(broken(age, by({Algorithm::ed25519}, hours(24))), Rules{});
  EXPECT_EQ(broken(age, by({Algorithm::ed25519}, hours(25))), Rules{"key-age"});

  const SignaturePolicy pinned{.pinned = {{print(1)}}};
  EXPECT_EQ(broken(pinned, by({Algorithm::ed25519})), Rules{});
  EXPECT_EQ(broken(pinned, by({Algorithm::ed25519}, hours(0), 2)), Rules{"pin"});
}

TEST(SignaturePolicy, ComposesToTheStricterOfEach) {
  const SignaturePolicy a{.min_level = 1,
                          .allowed = {{Algorithm::ed25519, Algorithm::mldsa65}},
                          .max_key_age = hours(48),
                          .pinned = {{print(1), print(2)}},
                          .families = 2};
  const SignaturePolicy b{.min_level = 3,
                          .allowed = {{Algorithm::mldsa65, Algorithm::mldsa87}},
                          .max_key_age = hours(24),
                          .pinned = {{print(2), print(3)}}};
  const SignaturePolicy both{.min_level = 3,
                             .allowed = {{Algorithm::mldsa65}},
                             .max_key_age = hours(24),
                             .pinned = {{print(2)}},
                             .families = 2};
  EXPECT_EQ(compose(a, b), both);
  EXPECT_EQ(compose(b, a), both);
  EXPECT_EQ(compose(a, {}), a);
  EXPECT_EQ(compose({}, a), a);
}

TEST(SignaturePolicy, ThatNobodySatisfiesIsKnown) {
  for (const auto tier : {Tier::none, Tier::standard, Tier::enhanced, Tier::sovereign})
    EXPECT_TRUE(is_satisfiable(preset(tier))) << name_of(tier);
  EXPECT_TRUE(is_satisfiable({.min_level = 5, .families = 3}));
  const std::vector<SignaturePolicy> impossible{
      {.allowed = std::vector<Algorithm>{}},
      {.pinned = std::vector<KeyPrint>{}},
      {.min_level = 1, .allowed = {{Algorithm::ed25519}}},
      {.min_level = 5, .allowed = {{Algorithm::mldsa65}}},
      {.allowed = {{Algorithm::mldsa65, Algorithm::mldsa87}}, .families = 2},
      {.allowed = {{Algorithm::ed25519_mldsa65, Algorithm::mldsa65}}, .families = 2},
      {.allowed = {{Algorithm::ed25519, Algorithm::mldsa65}}, .families = 3},
  };
  for (const auto& policy : impossible) EXPECT_FALSE(is_satisfiable(policy));
}

TEST(SignaturePolicy, IsWeakerWhereAnyFieldIs) {
  const SignaturePolicy before{.min_level = 3,
                               .allowed = {{Algorithm::mldsa65, Algorithm::mldsa87}},
                               .max_key_age = hours(24),
                               .pinned = {{print(1), print(2)}},
                               .families = 2};
  EXPECT_FALSE(is_weaker(before, before));
  EXPECT_TRUE(is_weaker({}, before));
  EXPECT_FALSE(is_weaker(before, {}));
  const auto changed = [&](auto change) {
    auto after = before;
    change(after);
    return is_weaker(after, before);
  };
  EXPECT_TRUE(changed([](auto& p) { p.min_level = 2; }));
  EXPECT_FALSE(changed([](auto& p) { p.min_level = 5; }));
  EXPECT_TRUE(changed([](auto& p) { p.families = 1; }));
  EXPECT_TRUE(changed([](auto& p) { p.max_key_age = hours(25); }));
  EXPECT_TRUE(changed([](auto& p) { p.max_key_age.reset(); }));
  EXPECT_FALSE(changed([](auto& p) { p.max_key_age = hours(23); }));
  EXPECT_TRUE(changed([](auto& p) { p.allowed.reset(); }));
  EXPECT_TRUE(changed([](auto& p) { p.allowed->push_back(Algorithm::ed25519); }));
  EXPECT_FALSE(changed([](auto& p) { p.allowed->pop_back(); }));
  EXPECT_TRUE(changed([](auto& p) { p.pinned.reset(); }));
  EXPECT_TRUE(changed([](auto& p) { p.pinned->push_back(print(3)); }));
  EXPECT_FALSE(changed([](auto& p) { p.pinned->pop_back(); }));
  EXPECT_TRUE(changed([](auto& p) { p.min_level = 2, p.families = 3; }))
      << "stronger elsewhere does not make up for it";
}

TEST(SignaturePolicy, TiersAreAnOrder) {
  const auto tiers = {Tier::none, Tier::standard, Tier::enhanced, Tier::sovereign};
  for (const auto lower : tiers)
    for (const auto higher : tiers)
      EXPECT_EQ(is_weaker(preset(lower), preset(higher)), lower < higher) << name_of(lower) << name_of(higher);
  for (const auto tier : {Tier::none, Tier::standard, Tier::enhanced}) EXPECT_EQ(tier_of(preset(tier)), tier);
  auto sovereign = preset(Tier::sovereign);
  EXPECT_EQ(tier_of(sovereign), Tier::enhanced) << "without pins it is none";
  sovereign.pinned = {{print(1)}};
  EXPECT_EQ(tier_of(sovereign), Tier::sovereign);
  for (const auto tier : tiers) EXPECT_EQ(parse_tier(name_of(tier)), tier);
  EXPECT_FALSE(parse_tier("none"));
}

}  // namespace
}  // namespace signet
