// SPDX-License-Identifier: Apache-2.0
#include "installed.hpp"
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Installed;
using ::testing::Not;
using Scope = store::LockoutRow::Scope;

constexpr auto kMachine = "8d5a3c1e-0000-4000-8000-000000000001";

struct Lockouts : ::testing::Test {
  Installed installed;

  void SetUp() override {
    ASSERT_EQ(installed.init().code, ExitCode::done);
    const auto store = store::open_sqlite(installed.database());
    const auto committer = store->committer({});
    const auto now = to_millis(system_clock().now());
    ASSERT_TRUE(store::commit_and_wait(*committer, [&](store::Transaction& transaction) {
      transaction.put_lockout({Scope::address, "192.0.2.1", {now, now}, now + 60'000});
      transaction.put_lockout({Scope::address, "2001:db8:1:2::/64", {0, now}, 0});
      transaction.put_lockout({Scope::identity, kMachine, {now, now}, now - 60'000});
    }));
  }
  std::string list() const { return installed.run({"lockout", "list"}).out; }
};

TEST_F(Lockouts, AreListedWithTheirState) {
  EXPECT_THAT(list(), AllOf(::testing::ContainsRegex("address +192\\.0\\.2\\.1 +locked until 20"),
                            ::testing::ContainsRegex("address +2001:db8:1:2::/64 +1 failures"),
                            ::testing::ContainsRegex(std::string("id +") + kMachine + " +2 failures")));
}

TEST_F(Lockouts, OneIsClearedByAddressByNetworkOrById) {
  EXPECT_EQ(installed.run({"lockout", "clear", "--address", "192.0.2.1"}).out, "cleared: address 192.0.2.1\n");
  EXPECT_EQ(installed.run({"lockout", "clear", "--address", "192.0.2.1"}).out, "nothing to clear: no such lockout\n");
  EXPECT_THAT(list(), AllOf(Not(HasSubstr("192.0.2.1")), HasSubstr("2001:db8"), HasSubstr(kMachine)));
  EXPECT_EQ(installed.run({"lockout", "clear", "--address", "2001:db8:1:2:3::4"}).out,
            "cleared: address 2001:db8:1:2::/64\n");
  EXPECT_EQ(installed.run({"lockout", "clear", "--id", kMachine}).out, std::string("cleared: id ") + kMachine + "\n");
  EXPECT_EQ(list(), "nobody is locked out\n");
}

TEST_F(Lockouts, AllAreClearedAndEachIsRecorded) {
  EXPECT_EQ(installed.run({"lockout", "clear", "--all"}).code, ExitCode::done);
  EXPECT_EQ(list(), "nobody is locked out\n");
  const auto store = store::open_sqlite(installed.database());
  const auto reader = store->reader();
  const auto snapshot = reader->snapshot();
  const auto records =
      snapshot->list_audit({.log = snapshot->load_installation().id.str(), .actions = {"lockout_clear"}}, {});
  ASSERT_EQ(records.items.size(), 3U);
  for (const auto& row : records.items) EXPECT_THAT(std::string(as_text(row.record)), HasSubstr("on the host"));
}

TEST_F(Lockouts, WhileTheServerRunsTheWayOfAnOperatorIsNamed) {
  const auto store = store::open_sqlite(installed.database());
  const auto ended = installed.run({"lockout", "clear", "--all"});
  EXPECT_EQ(ended.code, ExitCode::data);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("is in use"), HasSubstr("/lockouts")));
}

}  // namespace
}  // namespace signet::app
