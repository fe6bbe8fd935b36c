// SPDX-License-Identifier: Apache-2.0
#include "domain/time_zone.hpp"
#include "tzif.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace signet {
namespace {

using namespace std::chrono;
using testing::Tzif;

sys_seconds at(int y, unsigned m, unsigned d, int hour = 0, int minute = 0, int second = 0) {
  return sys_days(year(y) / month(m) / day(d)) + hours(hour) + minutes(minute) + seconds(second);
}

std::int64_t offset(const TimeZone& zone, sys_seconds when) { return zone.offset_at(when).count(); }

TimeZone parsed(const Tzif& file) {
  auto zone = TimeZone::parse(file.bytes());
  if (!zone) throw std::runtime_error(zone.error());
  return std::move(*zone);
}

TEST(TimeZone, GoesByItsChangesAndThenByItsRule) {
  const auto first = at(1980, 1, 1), second = at(2000, 1, 1);
  const auto zone = parsed({.offsets = {600, 3600, 7200},
                            .changes = {{first.time_since_epoch().count(), 1}, {second.time_since_epoch().count(), 2}},
                            .footer = "\nCET-1CEST,M3.5.0,M10.5.0/3\n"});
  EXPECT_EQ(offset(zone, first - 1s), 600) << "before the first change: the first type";
  EXPECT_EQ(offset(zone, first), 3600);
  EXPECT_EQ(offset(zone, second - 1s), 3600);
  EXPECT_EQ(offset(zone, second), 3600) << "from the last change on: the rule";
  EXPECT_EQ(offset(zone, at(2026, 3, 29, 0, 59, 59)), 3600);
  EXPECT_EQ(offset(zone, at(2026, 3, 29, 1)), 7200);
  EXPECT_EQ(offset(zone, at(2026, 10, 25, 0, 59, 59)), 7200);
  EXPECT_EQ(offset(zone, at(2026, 10, 25, 1)), 3600);
}

TEST(TimeZone, WithoutARuleStaysAsItWas) {
  const auto change = at(1980, 1, 1);
  const auto zone = parsed({.offsets = {0, -18000}, .changes = {{change.time_since_epoch().count(), 1}}});
  EXPECT_EQ(offset(zone, at(2100, 1, 1)), -18000);
}

TEST(TimeZone, OfTheSouthHasItsSummerOverNewYear) {
  const auto zone = parsed({.footer = "\nAEST-10AEDT,M10.1.0,M4.1.0/3\n"});
  EXPECT_EQ(offset(zone, at(2026, 1, 1)), 11 * 3600);
  EXPECT_EQ(offset(zone, at(2025, 12, 31, 13, 30)), 11 * 3600);
  EXPECT_EQ(offset(zone, at(2026, 7, 1)), 10 * 3600);
  EXPECT_EQ(offset(zone, at(2026, 4, 4, 15, 59, 59)), 11 * 3600);
  EXPECT_EQ(offset(zone, at(2026, 4, 4, 16)), 10 * 3600);
}

TEST(PosixZone, ReadsEveryForm) {
  const auto when = [](std::string_view rule, sys_seconds moment) {
    const auto zone = PosixZone::parse(rule);
    return zone ? zone->offset_at(moment).count() : -1;
  };
  EXPECT_EQ(when("UTC0", at(2026, 1, 1)), 0);
  EXPECT_EQ(when("<+0545>-5:45", at(2026, 1, 1)), 5 * 3600 + 45 * 60);
  EXPECT_EQ(when("<-03>3:00:01", at(2026, 1, 1)), -(3 * 3600 + 1));
  EXPECT_EQ(when("LHST-10:30LHDT-11,M10.1.0,M4.1.0", at(2026, 1, 1)), 11 * 3600);
  // Day 60 of the Julian form is the 1st of March, leap year or not; the zero-based form counts the 29th of February.
  for (const int y : {2027, 2028}) {
    EXPECT_EQ(when("AAA0BBB,J60/0,J300/0", at(y, 3, 1)), 3600);
    EXPECT_EQ(when("AAA0BBB,J60/0,J300/0", at(y, 3, 1) - 1s), 0);
  }
  EXPECT_EQ(when("AAA0BBB,59/0,300/0", at(2028, 2, 29)), 3600);
  EXPECT_EQ(when("AAA0BBB,59/0,300/0", at(2027, 3, 1) - 1s), 0);
  // Greenland: the change comes on the day before the Sunday that the rule names.
  EXPECT_EQ(when("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", at(2026, 3, 29, 0, 59)), -2 * 3600);
  EXPECT_EQ(when("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", at(2026, 3, 29, 1)), -3600);
  // Summer all the year round.
  EXPECT_EQ(when("XXX3EDT4,0/0,J365/23", at(2026, 7, 1)), -4 * 3600);
}

TEST(PosixZone, RefusesEverythingElse) {
  for (const std::string_view rule :
       {"", "A0", "AB0", "ABC", "ABC25", "ABC0:60", "ABC0DEF", "ABC0DEF,", "ABC0DEF,M3.5.0", "ABC0DEF,M13.1.0,M4.1.0",
        "ABC0DEF,M0.1.0,M4.1.0", "ABC0DEF,M3.6.0,M4.1.0", "ABC0DEF,M3.1.7,M4.1.0", "ABC0DEF,J0,J1", "ABC0DEF,J366,J1",
        "ABC0DEF,366,1", "ABC0DEF,M3.1.0/168,M4.1.0", "ABC0 ", "<AB0", "<A>0", "ABC0DEF,M3.1.0,M4.1.0,x", "ABC--1"})
    EXPECT_FALSE(PosixZone::parse(rule)) << rule;
}

TEST(TimeZone, RefusesFilesThatAreNone) {
  const auto good = Tzif{.offsets = {0, 60}, .changes = {{1, 0}, {2, 1}}, .footer = "\nUTC0\n"};
  ASSERT_TRUE(TimeZone::parse(good.bytes()));
  const auto refused = [&](auto spoil) {
    auto file = good;
    spoil(file);
    return !TimeZone::parse(file.bytes());
  };
  EXPECT_TRUE(refused([](Tzif& file) { file.version = '\0'; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.offsets.clear(), file.changes.clear(); }));
  EXPECT_TRUE(refused([](Tzif& file) { file.changes[1].second = 2; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.changes[1].first = 1; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.offsets[0] = 93'600; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.offsets[0] = -90'000; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.leaps = 1; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.footer = "\nUTC0"; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.footer = "\nUTC0\n\n"; }));
  EXPECT_TRUE(refused([](Tzif& file) { file.footer = "\nnonsense!\n"; }));
  const auto whole = good.bytes();
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(TimeZone::parse(ByteView(whole).first(length))) << length;
  auto large = whole;
  large.insert(large.begin() + 1, TimeZone::kMaxFile, 0);
  EXPECT_FALSE(TimeZone::parse(large));
}

TEST(TimeZoneNames, ArePathsThatLeadNowhereElse) {
  for (const std::string_view name : {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5",
                                      "America/Port-au-Prince", "EST5EDT"})
    EXPECT_TRUE(is_time_zone_name(name)) << name;
  for (const std::string_view name :
       {"", "..", "../etc/passwd", "/etc/passwd", "Europe/", "Europe//Berlin", "Europe/..", "A/B/C/D", "right/UTC",
        "posixrules", "localtime", "Europe/Ber lin", "Europe/.x", "5EST", "Etc/5", "Zone.tab"})
    EXPECT_FALSE(is_time_zone_name(name)) << name;
  EXPECT_TRUE(is_time_zone_name(std::string(64, 'A')));
  EXPECT_FALSE(is_time_zone_name(std::string(65, 'A')));
}

TEST(TimeZones, ComeFromAFolder) {
  std::string folder = (std::filesystem::temp_directory_path() / "signet-zones-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const auto write = [&](const char* name, const Bytes& bytes) {
    std::ofstream(std::filesystem::path(folder) / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  };
  write("Here", Tzif{.offsets = {60}}.bytes());
  write("Broken", {'T', 'Z'});
  TimeZones zones(folder);
  const auto here = zones.find("Here");
  ASSERT_TRUE(here);
  EXPECT_EQ(offset(*here, at(2026, 1, 1)), 60);
  EXPECT_FALSE(zones.find("Broken"));
  EXPECT_FALSE(zones.find("There"));
  EXPECT_FALSE(zones.find("../Here"));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(zones.find("Here"), here) << "kept";
}

TEST(TimeZones, OfThisMachineAreUnderstood) {
  if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Berlin")) GTEST_SKIP() << "tzdata is not installed";
  const auto offset_in = [](const char* name, sys_seconds when) {
    const auto zone = system_time_zones().find(name);
    return zone ? zone->offset_at(when).count() : -1;
  };
  EXPECT_EQ(offset_in("UTC", at(2026, 7, 1)), 0);
  EXPECT_EQ(offset_in("Europe/Berlin", at(2026, 7, 1)), 7200);
  EXPECT_EQ(offset_in("Europe/Berlin", at(2040, 1, 1)), 3600);
  EXPECT_EQ(offset_in("America/New_York", at(2026, 3, 8, 6, 59, 59)), -5 * 3600);
  EXPECT_EQ(offset_in("America/New_York", at(2026, 3, 8, 7)), -4 * 3600);
  EXPECT_EQ(offset_in("Asia/Kathmandu", at(2026, 1, 1)), 5 * 3600 + 45 * 60);
  EXPECT_EQ(offset_in("Australia/Sydney", at(2050, 1, 1)), 11 * 3600);
}

}  // namespace
}  // namespace signet
