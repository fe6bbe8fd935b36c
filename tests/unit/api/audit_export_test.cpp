// SPDX-License-Identifier: Apache-2.0
// A log as a file: the same bytes as the records, cells that no spreadsheet runs, and no more than was there at the
// start.
#include "csv.hpp"
#include "domain/action.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

namespace signet::testing {
namespace {

std::vector<std::string> lines(const std::string& text, const std::string& end) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    const auto stop = text.find(end, at);
    all.push_back(text.substr(at, stop - at));
    at = stop + end.size();
  }
  return all;
}

struct AuditExport : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("=cmd(),\"x\"");

  std::string fetch(const std::string& query) {
    const auto answer = vault.send(vault.root, "GET", vault.vault_path("/audit/export?" + query));
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.text;
  }
};

TEST_F(AuditExport, AsLinesIsTheRecordsOldestFirst) {
  const auto before = vault.audit(vault.vault_id);
  const auto answer = vault.send(vault.root, "GET", vault.vault_path("/audit/export?format=jsonl"));
  EXPECT_EQ(answer.header("Content-Type"), "application/x-ndjson");
  const auto all = lines(answer.text, "\n");
  ASSERT_EQ(all.size(), before.size());  // not the record of the export itself
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(to_public_text(*parse_json_object(as_bytes(all[i]))), to_public_text(before[i]));
  EXPECT_TRUE(all[0].starts_with("{\"seq\":1,\"log\":\"" + vault.vault_id + "\""));
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "audit_export");
}

TEST_F(AuditExport, AsCsvHasAHeadingAndARowForEach) {
  const auto answer = vault.send(vault.root, "GET", vault.vault_path("/audit/export?format=csv&action=project_create"));
  EXPECT_EQ(answer.header("Content-Type"), "text/csv; charset=utf-8");
  const auto all = lines(answer.text, "\r\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], "seq,log,at,action,severity,actorKind,actorId,machineId,secretId,sourceIp,detail");
  EXPECT_NE(all[1].find(",project_create,low,operator," + vault.root.id + ",,,203.0.113.7,"), std::string::npos)
      << all[1];
}

TEST_F(AuditExport, OfNothingIsAnEmptyFileOrAHeading) {
  EXPECT_EQ(fetch("format=jsonl&severity=critical"), "");
  EXPECT_EQ(lines(fetch("format=csv&severity=critical&action=secret_read"), "\r\n").size(), 1U);
}

TEST_F(AuditExport, OfManyComesInPiecesAndStopsWhereTheLogEndedAtTheStart) {
  constexpr int kRecords = 2'000;
  ASSERT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) {
    for (int i = 0; i < kRecords; ++i)
      tx.append_audit({vault.vault_id, vault.clock.now(), "secret_read", "", "", ""}, [](std::int64_t seq) {
        const auto record = "{\"seq\":" + std::to_string(seq) + ",\"detail\":\"" + std::string(100, 'd') + "\"}";
        return Bytes(record.begin(), record.end());
      });
  }));
  const auto size = vault.audit_size(vault.vault_id);
  auto prepared = vault.pipeline().prepare(
      vault.sign(vault.root, "GET", vault.vault_path("/audit/export?format=jsonl")).request);
  ASSERT_TRUE(prepared.slow);
  EXPECT_FALSE(prepared.answer);
  EXPECT_EQ(lines(fetch("format=jsonl"), "\n").size(), size);
  const auto text = fetch("format=jsonl&text=ddd");
  EXPECT_EQ(lines(text, "\n").size(), static_cast<std::size_t>(kRecords));
}

TEST(Csv, QuotesWhatMustBeAndDisarmsFormulas) {
  const std::array<std::pair<std::string_view, std::string_view>, 15> cases{{{"plain", "plain"},
                                                                            {"", ""},
                                                                            {"a,b", "\"a,b\""},
                                                                            {"a\"b", "\"a\"\"b\""},
                                                                            {"a\r\nb", "\"a\r\nb\""},
                                                                            {"=1+1", "'=1+1"},
                                                                            {"+1", "'+1"},
                                                                            {"-1,2", "\"'-1,2\""},
                                                                            {"@x", "'@x"},
                                                                            {"a;b", "\"a;b\""},
                                                                            {"a;=1", "\"a;'=1\""},
                                                                            {";+1;-1;@x", "\";'+1;'-1;'@x\""},
                                                                            {"a\n=1", "\"a\n'=1\""},
                                                                            {"a\t=1", "a\t'=1"},
                                                                            {"a=1;b=2", "\"a=1;b=2\""}}};
  for (const auto& [given, written] : cases) {
    std::string out;
    api::append_csv_row(out, std::array{given, std::string_view("\tt")});
    EXPECT_EQ(out, std::string(written) + ",'\tt\r\n");
  }
}

TEST(Actions, AreAllInTheDocumentation) {
  std::ifstream file(SIGNET_AUDIT_PAGE);
  std::ostringstream page;
  page << file.rdbuf();
  for (const auto& row : kActions) {
    const auto line = "| `" + std::string(row.name) + "` | " + std::string(name_of(row.severity)) + " | " +
                      std::string(row.meaning) + " |\n";
    EXPECT_NE(page.str().find(line), std::string::npos) << "docs/audit.md lacks: " << line;
  }
}

}  // namespace
}  // namespace signet::testing
