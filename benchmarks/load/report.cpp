// SPDX-License-Identifier: Apache-2.0
#include "report.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace signet::load {
namespace {

using Object = nlohmann::ordered_json;
constexpr double kStallMillis = 50;

/// Four decimals: what is behind them is noise, and people read this.
Object number(double value) { return std::isfinite(value) ? Object(std::round(value * 1e4) / 1e4) : Object(nullptr); }

Object latency(const Latencies& all) {
  const auto at = all.percentiles();
  return {{"p50", number(at.p50)},     {"p90", number(at.p90)}, {"p99", number(at.p99)},
          {"p99_9", number(at.p99_9)}, {"max", number(at.max)}, {"over_50_ms", all.count_over(kStallMillis)}};
}

Object server(const Report& report, double answered) {
  const auto& [before, after] = std::tie(report.before, report.after);
  const auto each = [&](auto first, auto last) {
    return number((static_cast<double>(last) - static_cast<double>(first)) / answered);
  };
  // The exact total, divided as the ticks are.
  const double cpu = (after.used.cpu_us - before.used.cpu_us) / answered;
  const double user = after.used.user_us - before.used.user_us, system = after.used.system_us - before.used.system_us;
  Object made{{"cpu_us", number(cpu)},
              {"user_us", number(user + system > 0 ? cpu * user / (user + system) : 0)},
              {"system_us", number(user + system > 0 ? cpu * system / (user + system) : 0)},
              {"cores", number(cpu * answered / report.driven.seconds / 1e6)},
              {"rss_mb", number(after.memory.resident_mb)},
              {"rss_before_mb", number(before.memory.resident_mb)},
              {"rss_peak_mb", number(after.memory.peak_mb)},
              {"storage_bytes", nullptr},
              {"written_bytes", nullptr},
              {"syncs", nullptr},
              {"sync_ms", nullptr}};
  if (before.used.storage_bytes && after.used.storage_bytes)
    made["storage_bytes"] = each(*before.used.storage_bytes, *after.used.storage_bytes);
  if (before.syncs && after.syncs) {
    made["written_bytes"] = each(before.syncs->written_bytes, after.syncs->written_bytes);
    made["syncs"] = each(before.syncs->count, after.syncs->count);
    const auto count = static_cast<double>(after.syncs->count - before.syncs->count);
    made["sync_ms"] = number(static_cast<double>(after.syncs->nanoseconds - before.syncs->nanoseconds) / count / 1e6);
  }
  return made;
}

}  // namespace

std::string to_json(const Report& report) {
  const auto& driven = report.driven;
  const auto answered = static_cast<double>(driven.answered);
  Object statuses = Object::object();
  for (const auto& [status, count] : driven.statuses) statuses[status == 0 ? "closed" : std::to_string(status)] = count;
  const auto about_server = server(report, answered);
  const double cpu_us = (report.after.used.cpu_us - report.before.used.cpu_us) / answered;
  const Object made{{"algorithm", report.algorithm},
                    {"mix", report.mix},
                    {"tls", report.tls},
                    {"connections", report.connections},
                    {"loop", report.rate ? "open" : "closed"},
                    {"rate", report.rate ? number(*report.rate) : Object(nullptr)},
                    {"requests", driven.sent},
                    {"counted", driven.answered},
                    {"seconds", number(driven.seconds)},
                    {"throughput", number(answered / driven.seconds)},
                    {"latency_ms", latency(driven.latencies)},
                    {"statuses", statuses},
                    {"unexpected", driven.unexpected},
                    {"server", about_server},
                    {"verify_us", number(report.verify_us)},
                    {"verify_share", number(report.verify_us / cpu_us)},
                    {"generator_cpu_us", number(driven.cpu_seconds * 1e6 / answered)},
                    {"signing_us", number(report.signing_us)},
                    {"requests_that_fit", report.requests_that_fit}};
  return made.dump();
}

}  // namespace signet::load
