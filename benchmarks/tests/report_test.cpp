// SPDX-License-Identifier: Apache-2.0
#include "report.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace {

using namespace signet::load;

Report make_report() {
  Report report{.algorithm = "Ed25519", .mix = "read", .connections = 8};
  for (const auto milliseconds : {1, 2, 3, 60}) report.driven.latencies.add(milliseconds * 1'000'000);
  report.driven.sent = 5;
  report.driven.answered = 4;
  report.driven.seconds = 2;
  report.driven.cpu_seconds = 0.00004;
  report.driven.statuses = {{0, 1}, {200, 3}, {503, 1}};
  report.driven.unexpected = 2;
  report.before.used = {.cpu_us = 1'000, .user_us = 0, .system_us = 0, .storage_bytes = 100};
  report.after.used = {.cpu_us = 1'400, .user_us = 30'000, .system_us = 10'000, .storage_bytes = 900};
  report.before.syncs = {.count = 1, .nanoseconds = 0, .written_bytes = 0};
  report.after.syncs = {.count = 3, .nanoseconds = 5'000'000, .written_bytes = 4'000};
  report.after.memory = {.resident_mb = 12.5, .peak_mb = 13};
  report.verify_us = 60;
  report.requests_that_fit = 99;
  return report;
}

TEST(ReportJson, CountsByWhatWasAnswered) {
  const auto json = nlohmann::json::parse(to_json(make_report()));
  EXPECT_EQ(json["loop"], "closed");
  EXPECT_TRUE(json["rate"].is_null());
  EXPECT_EQ(json["throughput"], 2);
  EXPECT_EQ(json["requests"], 5);
  EXPECT_EQ(json["latency_ms"]["p50"], 2);
  EXPECT_EQ(json["latency_ms"]["max"], 60);
  EXPECT_EQ(json["latency_ms"]["over_50_ms"], 1);
  EXPECT_EQ(json["statuses"], (nlohmann::json{{"closed", 1}, {"200", 3}, {"503", 1}}));
  EXPECT_EQ(json["unexpected"], 2);
  EXPECT_EQ(json["server"]["cpu_us"], 100);
  EXPECT_EQ(json["server"]["user_us"], 75);
  EXPECT_EQ(json["server"]["system_us"], 25);
  EXPECT_EQ(json["server"]["storage_bytes"], 200);
  EXPECT_EQ(json["server"]["written_bytes"], 1'000);
  EXPECT_EQ(json["server"]["syncs"], 0.5);
  EXPECT_EQ(json["server"]["sync_ms"], 2.5);
  EXPECT_EQ(json["server"]["rss_mb"], 12.5);
  EXPECT_EQ(json["verify_share"], 0.6);
  EXPECT_EQ(json["generator_cpu_us"], 10);
}

TEST(ReportJson, WhatNobodyCouldSeeIsNull) {
  auto report = make_report();
  report.rate = 500;
  report.after.syncs.reset();
  report.before.used.storage_bytes.reset();
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_EQ(json["loop"], "open");
  EXPECT_EQ(json["rate"], 500);
  EXPECT_TRUE(json["server"]["storage_bytes"].is_null());
  EXPECT_TRUE(json["server"]["syncs"].is_null());
  EXPECT_TRUE(json["server"]["written_bytes"].is_null());
}

TEST(ReportJson, NothingAnsweredIsStillJson) {
  auto report = make_report();
  report.driven.answered = 0;
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_EQ(json["throughput"], 0);
  EXPECT_TRUE(json["server"]["cpu_us"].is_null());
}

}  // namespace
