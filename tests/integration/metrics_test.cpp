// SPDX-License-Identifier: Apache-2.0
// The page for a monitoring system: on a listener of its own, only if it is asked for, in the text format of
// Prometheus, and with no word of any user in it.
#include "live_vault.hpp"
#include "metrics_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <sstream>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Metrics : public LiveVault {
 protected:
  Metrics() {
    server.flags = {"--set", "metrics_listen=0"};
    server.start();
  }
  [[nodiscard]] RawAnswer get(std::string_view path, std::string_view method = "GET") const {
    return RawConnection(metrics_port(server)).ask(http(method, path));
  }
  /// By name and labels.
  [[nodiscard]] std::map<std::string, double> samples() const {
    std::map<std::string, double> all;
    std::istringstream lines(get("/metrics").body);
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with('#')) all[line.substr(0, line.rfind(' '))] = std::stod(line.substr(line.rfind(' ')));
    return all;
  }
};

TEST_F(Metrics, CountWhatHappened) {
  const auto reader = make_reader("value");
  const auto machine = by_hand(reader.identity);
  const auto request = machine.sign("GET", reader.target());
  ASSERT_EQ(ask(request).status, 200);
  ASSERT_EQ(ask(request).status, 401);
  ASSERT_EQ(ask("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
  ASSERT_EQ(ask("GET  / HTTP/1.1\r\n\r\n").status, 400) << "not even a request";
  auto held = connection();
  ASSERT_EQ(held.ask(http("GET", "/healthz")).status, 200);

  const auto all = samples();
  const auto of_read = std::string("signet_requests_total{method=\"GET\",route=\"/v1/secret/{secret}\",status=");
  EXPECT_EQ(all.at(of_read + "\"200\"}"), 1);
  EXPECT_EQ(all.at(of_read + "\"401\"}"), 1);
  EXPECT_EQ(all.at("signet_requests_total{method=\"\",route=\"\",status=\"404\"}"), 1);
  EXPECT_EQ(all.at("signet_requests_total{method=\"\",route=\"\",status=\"400\"}"), 1);
  EXPECT_EQ(all.at("signet_refusals_total{reason=\"nonce already spent\"}"), 1);
  EXPECT_EQ(all.at("signet_refusals_total{reason=\"other\"}"), 0);
  EXPECT_GE(all.at("signet_connections"), 1);
  EXPECT_GE(all.at("signet_nonces"), 6);
  EXPECT_GE(all.at("signet_audit_records_total"), 6);
  EXPECT_GE(all.at("signet_commit_group_size_count"), 6);
  EXPECT_EQ(all.at("signet_commit_group_size_count"), all.at("signet_commit_group_size_bucket{le=\"+Inf\"}"));
  EXPECT_GT(all.at("signet_commit_duration_seconds_sum"), 0);
  EXPECT_EQ(all.at("signet_commit_queue"), 0);
  EXPECT_GT(all.at("signet_database_bytes{file=\"database\"}"), 0);
  EXPECT_GT(all.at("signet_database_bytes{file=\"log\"}"), 0);
  EXPECT_GT(all.at("signet_disk_bytes{space=\"used\"}"), 0);
  EXPECT_GT(all.at("signet_disk_bytes{space=\"total\"}"), all.at("signet_disk_bytes{space=\"used\"}"));
  EXPECT_THAT(all.at("signet_disk_reserve_bytes"), ::testing::AnyOf(0, 64 * 1'024 * 1'024));
  EXPECT_GT(all.at("process_cpu_seconds_total"), 0);
  EXPECT_GT(all.at("process_resident_memory_bytes"), 1'000'000);
}

TEST_F(Metrics, AreInTheTextFormat) {
  static_cast<void>(make_reader("value"));
  const auto answer = get("/metrics");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer["Content-Type"], "text/plain; version=0.0.4; charset=utf-8");
  const std::regex sample(R"re(([a-z_]+)(\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})? [-+0-9.e]+)re");
  std::istringstream lines(answer.body);
  std::string family, type;
  std::map<std::string, double> last_bucket;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP ")) continue;
    if (line.starts_with("# TYPE ")) {
      std::istringstream words(line.substr(7));
      words >> family >> type;
      EXPECT_THAT(type, ::testing::AnyOf("counter", "gauge", "histogram"));
      continue;
    }
    std::smatch parts;
    ASSERT_TRUE(std::regex_match(line, parts, sample)) << line;
    const auto name = parts[1].str();
    if (type == "histogram") {
      EXPECT_THAT(name, ::testing::AnyOf(family + "_bucket", family + "_sum", family + "_count")) << line;
    } else {
      EXPECT_EQ(name, family);
    }
    const auto value = std::stod(line.substr(line.rfind(' ')));
    if (name.ends_with("_bucket")) {
      EXPECT_GE(value, std::exchange(last_bucket[name], value)) << line;
    }
  }
  EXPECT_EQ(last_bucket.size(), 2U) << "both histograms";
}

TEST_F(Metrics, NameNobodyAndNothing) {
  const auto reader = make_reader("value");
  ASSERT_EQ(ask(by_hand(reader.identity).sign("GET", reader.target())).status, 200);
  ASSERT_EQ(ask(http("GET", "/v1/bootstrap/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")).status,
            404);
  const auto page = get("/metrics").body;
  for (const auto& word : {reader.identity.machine_id, reader.project, reader.secret, std::string("payments"),
                           std::string("database\\\""), std::string("127.0.0.1"), std::string("0123456789abcdef")})
    EXPECT_THAT(page, Not(HasSubstr(word)));
  EXPECT_THAT(page, HasSubstr("route=\"/v1/bootstrap/{token}\""));
}

TEST_F(Metrics, AreTheOnlyPageThereAndNowhereElse) {
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/v1/secrets").status, 404);
  EXPECT_EQ(get("/metrics", "POST").status, 405);
  EXPECT_EQ(get("/metrics").status, 200);
  EXPECT_EQ(ask(http("GET", "/metrics")).status, 404) << "where clients are served";
}

TEST_F(Metrics, AreOffUnlessAskedFor) {
  ASSERT_EQ(server.stop().code, 0);
  const auto before = server.log().size();
  server.flags.clear();
  server.start();
  EXPECT_THAT(server.log().substr(before), Not(HasSubstr("metrics at")));
}

}  // namespace
}  // namespace signet::testing
