// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <algorithm>

namespace signet::store {
namespace {

using Scope = LockoutRow::Scope;

struct Lockouts : StoreTest {
  void put(Scope scope, const std::string& subject, std::array<std::int64_t, 2> failures, std::int64_t until = 0) {
    write([&](Transaction& t) {
      t.put_lockout({.scope = scope, .subject = subject, .failures = failures, .locked_until = until});
    });
  }
  /// Fills one scope with `count` rows of time 10, past the store.
  void fill(int scope, int count) {
    close();
    run_sql(file, "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < " +
                      std::to_string(count) + ") INSERT INTO lockouts SELECT " + std::to_string(scope) +
                      ", 'filler-' || i, 10, 0, 0, 10 FROM n");
    restart();
  }
  std::size_t rows(int scope) {
    return std::stoul(query_sql(file, "SELECT count(*) FROM lockouts WHERE scope = " + std::to_string(scope)).at(0));
  }
  bool has(const std::string& subject) {
    return query_sql(file, "SELECT count(*) FROM lockouts WHERE subject = '" + subject + "'").at(0) == "1";
  }
};

TEST_F(Lockouts, ARowComesBackAndIsReplaced) {
  put(Scope::address, "192.0.2.1", {5, 6}, 0);
  put(Scope::address, "192.0.2.1", {6, 7}, 99);
  put(Scope::identity, "192.0.2.1", {8, 0});
  auto found = snapshot()->list_lockouts();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].scope, Scope::address);
  EXPECT_EQ(found[0].subject, "192.0.2.1");
  EXPECT_EQ(found[0].failures, (std::array<std::int64_t, 2>{6, 7}));
  EXPECT_EQ(found[0].locked_until, 99);
  EXPECT_EQ(found[1].scope, Scope::identity);
  EXPECT_EQ(found[1].failures, (std::array<std::int64_t, 2>{8, 0}));
}

TEST_F(Lockouts, ARowWithoutFailuresAndLockIsDeleted) {
  put(Scope::address, "192.0.2.1", {5, 0});
  put(Scope::address, "192.0.2.1", {0, 0});
  put(Scope::address, "never-there", {0, 0});
  EXPECT_TRUE(snapshot()->list_lockouts().empty());
}

TEST_F(Lockouts, TheHundredThousandAndFirstPushesOutTheOldest) {
  fill(1, 99'998);
  put(Scope::address, "old", {3, 0});
  put(Scope::address, "last-that-fits", {20, 0});
  EXPECT_EQ(rows(1), 100'000U);
  EXPECT_TRUE(has("old"));
  put(Scope::address, "one-more", {30, 0});
  EXPECT_EQ(rows(1), 100'000U);
  EXPECT_FALSE(has("old"));
  EXPECT_TRUE(has("one-more"));
}

TEST_F(Lockouts, AFullTableOfOneScopeLeavesTheOtherAlone) {
  fill(1, 100'000);
  put(Scope::identity, "ada", {3, 0});
  EXPECT_EQ(rows(1), 100'000U);
  EXPECT_EQ(rows(2), 1U);
}

TEST_F(Lockouts, ALockThatHoldsIsNotTheOldest) {
  fill(1, 99'999);
  put(Scope::address, "locked", {1, 2}, 50);
  put(Scope::address, "one-more", {30, 0});
  EXPECT_TRUE(has("locked"));
}

TEST_F(Lockouts, RolledBackRowsAreNotCounted) {
  fill(1, 99'998);
  for (int i = 0; i < 5; ++i)
    write([&](Transaction& t) {
      EXPECT_FALSE(t.savepoint([&] {
        t.put_lockout({.scope = Scope::address, .subject = "undone", .failures = {20, 0}});
        return false;
      }));
    });
  put(Scope::address, "a", {20, 0});
  put(Scope::address, "b", {20, 0});
  EXPECT_EQ(rows(1), 100'000U) << "nothing was pushed out";
}

TEST_F(Lockouts, UpdatesAndDeletionsKeepTheCount) {
  fill(1, 99'999);
  put(Scope::address, "a", {20, 0});
  put(Scope::address, "a", {20, 21});
  put(Scope::address, "a", {0, 0});
  put(Scope::address, "b", {20, 0});
  EXPECT_EQ(rows(1), 100'000U);
}

}  // namespace
}  // namespace signet::store
