// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <algorithm>

namespace signet::store {
namespace {

struct Audit : StoreTest {
  using Columns = Transaction::AuditColumns;

  static Columns columns(std::string_view log) {
    return {.log = log, .at = kNow, .action = "secret_read", .machine_id = "m", .secret_id = "s", .address = "a"};
  }
  static Bytes bytes(const std::string& text) { return {text.begin(), text.end()}; }
  void append(const Columns& columns) {
    write([&](Transaction& t) {
      t.append_audit(columns, [](std::int64_t seq) { return bytes("record " + std::to_string(seq)); });
    });
  }
  std::vector<std::int64_t> found(const AuditFilter& filter, const PageRequest& page = {}) {
    std::vector<std::int64_t> seqs;
    for (const auto& row : snapshot()->list_audit(filter, page).items) seqs.push_back(row.seq);
    return seqs;
  }
};

using Seqs = std::vector<std::int64_t>;

TEST_F(Audit, EachLogCountsFromOne) {
  append(columns("one"));
  append(columns("one"));
  append(columns("two"));
  const auto rows = snapshot()->list_audit({.log = "one", .actions = {}}, {}).items;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].seq, 2);
  EXPECT_EQ(rows[0].record, bytes("record 2"));
  EXPECT_EQ(rows[1].seq, 1);
  EXPECT_EQ(found({.log = "two", .actions = {}}), Seqs{1});
  EXPECT_TRUE(found({.log = "three", .actions = {}}).empty());
}

TEST_F(Audit, SeveralRecordsOfOneTransactionFollowEachOther) {
  write([](Transaction& t) {
    for (int i = 0; i < 3; ++i) t.append_audit(columns("one"), [](std::int64_t) { return Bytes{1}; });
  });
  EXPECT_EQ(found({.log = "one", .actions = {}}), (Seqs{3, 2, 1}));
}

TEST_F(Audit, ARecordThatIsRolledBackLeavesNoGap) {
  append(columns("one"));
  expect_refused([](Transaction& t) {
    t.append_audit(columns("one"), [](std::int64_t) { return Bytes{1}; });
    throw std::runtime_error("no");
  });
  expect_refused([](Transaction& t) {
    t.append_audit(columns("one"), [](std::int64_t) -> Bytes { throw std::runtime_error("cannot be encoded"); });
  });
  append(columns("one"));
  EXPECT_EQ(found({.log = "one", .actions = {}}), (Seqs{2, 1}));
}

TEST_F(Audit, RecordsCannotBeChangedDeletedOrReplaced) {
  append(columns("one"));
  const Connection connection(file, Connection::Use::write);
  const auto before = query_sql(file, "SELECT *, hex(record) FROM audit");
  for (const char* change :
       {"UPDATE audit SET record = x'00'", "UPDATE audit SET at = 1", "UPDATE audit SET seq = 7", "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit VALUES ('one', 1, 0, '', '', '', '', x'00')",
        "REPLACE INTO audit VALUES ('one', 1, 0, '', '', '', '', x'00')",
        "INSERT INTO audit VALUES ('one', 1, 0, '', '', '', '', x'00') ON CONFLICT DO UPDATE SET record = x'00'"})
    EXPECT_NE(sqlite3_exec(connection.raw(), change, nullptr, nullptr, nullptr), SQLITE_OK) << change;
  EXPECT_EQ(query_sql(file, "SELECT *, hex(record) FROM audit"), before);
}

TEST_F(Audit, EveryFilterSelects) {
  append(columns("one"));
  auto other = columns("one");
  other.at = kNow + std::chrono::seconds(1);
  other.action = "secret_create";
  other.machine_id = "m2";
  other.secret_id = "s2";
  other.address = "a2";
  append(other);
  const auto at = to_millis(kNow);
  EXPECT_EQ(found({.log = "one", .actions = {"secret_create"}}), Seqs{2});
  EXPECT_EQ(found({.log = "one", .actions = {"secret_create", "secret_read"}}), (Seqs{2, 1}));
  EXPECT_EQ(found({.log = "one", .actions = {}, .machine_id = "m"}), Seqs{1});
  EXPECT_EQ(found({.log = "one", .actions = {}, .secret_id = "s2"}), Seqs{2});
  EXPECT_EQ(found({.log = "one", .actions = {}, .address = "a2"}), Seqs{2});
  EXPECT_EQ(found({.log = "one", .actions = {}, .from = at}), (Seqs{2, 1}));
  EXPECT_EQ(found({.log = "one", .actions = {}, .from = at + 1}), Seqs{2});
  EXPECT_EQ(found({.log = "one", .actions = {}, .to = at}), Seqs{});
  EXPECT_EQ(found({.log = "one", .actions = {}, .to = at + 1}), Seqs{1});
  EXPECT_TRUE(found({.log = "one", .actions = {"nothing"}}).empty());
}

TEST_F(Audit, PagesGoBackInTime) {
  for (int i = 0; i < 5; ++i) append(columns("one"));
  const AuditFilter all{.log = "one", .actions = {}};
  const auto first = snapshot()->list_audit(all, {.limit = 2});
  ASSERT_TRUE(first.next);
  EXPECT_EQ(found(all, {.limit = 2}), (Seqs{5, 4}));
  EXPECT_EQ(found(all, {.cursor = *first.next, .limit = 2}), (Seqs{3, 2}));
  const auto last = snapshot()->list_audit(all, {.cursor = 2, .limit = 2});
  EXPECT_EQ(last.items.size(), 1U);
  EXPECT_FALSE(last.next);
  EXPECT_FALSE(snapshot()->list_audit(all, {.limit = 5}).next);
}

TEST_F(Audit, AQueryThatFindsLittleLooksAtABoundedStretch) {
  write([](Transaction& t) {
    auto rare = columns("one");
    rare.action = "rare";
    t.append_audit(rare, [](std::int64_t) { return Bytes{1}; });
    for (int i = 0; i < 5'000; ++i) t.append_audit(columns("one"), [](std::int64_t) { return Bytes{1}; });
  });
  const auto first = snapshot()->list_audit({.log = "one", .actions = {"rare"}}, {});
  EXPECT_TRUE(first.items.empty());
  ASSERT_TRUE(first.next);
  const auto second = snapshot()->list_audit({.log = "one", .actions = {"rare"}}, {.cursor = *first.next});
  ASSERT_EQ(second.items.size(), 1U);
  EXPECT_EQ(second.items[0].seq, 1);
  EXPECT_FALSE(second.next);
}

}  // namespace
}  // namespace signet::store
