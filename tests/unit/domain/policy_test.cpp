// SPDX-License-Identifier: Apache-2.0
#include "domain/policy.hpp"
#include "tzif.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace signet {
namespace {

using namespace std::chrono;

/// Zones of a folder of our own: UTC, and one that is two hours ahead of it.
class Policies : public ::testing::Test {
 protected:
  Policies() : folder(make_folder()), zones(folder) {
    write("UTC", {});
    write("Ahead", {.offsets = {7200}});
  }
  ~Policies() override { std::filesystem::remove_all(folder); }

  static std::filesystem::path make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "signet-policy-XXXXXX").string();
    return mkdtemp(pattern.data());
  }
  void write(const char* name, const testing::Tzif& file) {
    const auto bytes = file.bytes();
    std::ofstream(folder / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  /// The axis that refuses; empty if none does.
  std::string refusing(const PolicyRules& rules, const PolicyAttempt& attempt) {
    const auto denied = check_policy(rules, attempt, zones);
    return denied ? std::string(denied->axis) : "";
  }

  std::filesystem::path folder;
  TimeZones zones;
};

Instant on(unsigned day_of_november, int hour, int minute = 0) {
  return sys_days(2026y / November / day(day_of_november)) + hours(hour) + minutes(minute);
}

PolicyAttempt attempt(Instant now, const char* address = "192.0.2.7") {
  return {.now = now, .address = *Address::parse(address), .counts = {}};
}

// The 21st of November 2026 is a Saturday.
TEST_F(Policies, OpenInTheirWindow) {
  PolicyRules rules{.time_window_enabled = true,
                    .time_window = TimeWindow{.start = 8h, .end = 18h + 30min, .zone = "Ahead", .days = 0b0001'1111}};
  EXPECT_EQ(refusing(rules, attempt(on(20, 6))), "") << "08:00 on a Friday there";
  EXPECT_EQ(refusing(rules, attempt(on(20, 5, 59))), "time window");
  EXPECT_EQ(refusing(rules, attempt(on(20, 16, 29))), "");
  EXPECT_EQ(refusing(rules, attempt(on(20, 16, 30))), "time window") << "the end is not in it";
  EXPECT_EQ(refusing(rules, attempt(on(21, 10))), "time window") << "a Saturday";
  rules.time_window_enabled = false;
  EXPECT_EQ(refusing(rules, attempt(on(21, 10))), "");
}

TEST_F(Policies, WindowsOverMidnightBelongToTheDayTheyBeginOn) {
  const PolicyRules rules{.time_window_enabled = true,
                          .time_window = TimeWindow{.start = 22h, .end = 6h, .zone = "UTC", .days = 0b0001'0000}};
  EXPECT_EQ(refusing(rules, attempt(on(20, 21, 59))), "time window");
  EXPECT_EQ(refusing(rules, attempt(on(20, 22))), "") << "Friday night";
  EXPECT_EQ(refusing(rules, attempt(on(21, 5, 59))), "") << "Saturday morning, which Friday began";
  EXPECT_EQ(refusing(rules, attempt(on(21, 6))), "time window");
  EXPECT_EQ(refusing(rules, attempt(on(21, 22))), "time window") << "Saturday night";
  EXPECT_EQ(refusing(rules, attempt(on(20, 1))), "time window") << "Friday morning, which Thursday began";
}

TEST_F(Policies, OfAZoneThatIsGoneAreShut) {
  const PolicyRules rules{.time_window_enabled = true,
                          .time_window = TimeWindow{.start = 0h, .end = 23h, .zone = "Gone", .days = 0b0111'1111}};
  EXPECT_EQ(refusing(rules, attempt(on(20, 12))), "time window");
}

TEST_F(Policies, KnowAddresses) {
  PolicyRules rules{.ip_allowlist_enabled = true, .networks = {"10.0.0.0/8", "2001:db8::/32"}};
  EXPECT_EQ(refusing(rules, attempt(on(20, 12), "10.255.0.1")), "");
  EXPECT_EQ(refusing(rules, attempt(on(20, 12), "::ffff:10.0.0.1")), "");
  EXPECT_EQ(refusing(rules, attempt(on(20, 12), "2001:db8:1::1")), "");
  EXPECT_EQ(refusing(rules, attempt(on(20, 12), "11.0.0.1")), "address");
  rules.networks.clear();
  EXPECT_EQ(refusing(rules, attempt(on(20, 12), "10.0.0.1")), "address") << "an empty list lets nobody in";
}

TEST_F(Policies, CapReads) {
  PolicyRules rules{.rate_cap_enabled = true, .max_reads_per_day = 3, .max_reads_per_minute = 2};
  auto one = attempt(on(20, 12));
  one.counts = {.in_minute = 1, .in_day = 2, .reads = 99};
  EXPECT_EQ(refusing(rules, one), "");
  one.counts.in_minute = 2;
  EXPECT_EQ(refusing(rules, one), "reads per minute");
  one.counts = {.in_day = 3};
  EXPECT_EQ(refusing(rules, one), "reads per day");
  EXPECT_EQ(check_policy(rules, one, zones)->code, ErrorCode::rate_limited);
  rules.max_reads = 99;
  one.counts = {.reads = 98};
  EXPECT_EQ(refusing(rules, one), "");
  one.counts = {.reads = 99};
  EXPECT_EQ(refusing(rules, one), "read limit");
  EXPECT_EQ(check_policy(rules, one, zones)->code, ErrorCode::forbidden);
}

TEST_F(Policies, ExpireAtTheirInstant) {
  const PolicyRules rules{.expires_at = on(20, 12)};
  EXPECT_EQ(refusing(rules, attempt(on(20, 12) - 1ms)), "");
  EXPECT_EQ(refusing(rules, attempt(on(20, 12))), "expired");
}

TEST_F(Policies, WantTheOtherMachinesSignature) {
  const PolicyRules rules{.co_sign_enabled = true};
  auto one = attempt(on(20, 12));
  EXPECT_EQ(refusing(rules, one), "co-sign");
  one.co_signed = true;
  EXPECT_EQ(refusing(rules, one), "");
  one.is_co_signer = true;
  EXPECT_EQ(refusing(rules, one), "co-sign") << "nobody signs for themselves";
}

TEST(PolicyCounts, BeginAnewWithTheMinuteAndTheDay) {
  const auto first = PolicyCounts{}.at(on(20, 23, 58)).with_one_more();
  EXPECT_EQ(first.in_minute, 1U);
  const auto second = first.at(on(20, 23, 59)).with_one_more();
  EXPECT_EQ(second.in_minute, 1U);
  EXPECT_EQ(second.in_day, 2U);
  const auto third = second.at(on(21, 0)).with_one_more();
  EXPECT_EQ(third.in_day, 1U);
  EXPECT_EQ(third.reads, 3U);
  EXPECT_EQ(third.at(on(20, 12)), third) << "a clock that goes back gives no new reads";
}

TEST(PolicyRules, SayWhetherAReadHasEffects) {
  EXPECT_FALSE(
      (PolicyRules{.time_window_enabled = true, .ip_allowlist_enabled = true, .expires_at = Instant()}.has_effects()));
  EXPECT_TRUE((PolicyRules{.rate_cap_enabled = true}.has_effects()));
  EXPECT_TRUE((PolicyRules{.co_sign_enabled = true}.has_effects()));
  EXPECT_TRUE((PolicyRules{.max_reads = 1}.has_effects()));
  EXPECT_TRUE((PolicyRules{.rotate_after_reads = 1}.has_effects()));
}

}  // namespace
}  // namespace signet
