// SPDX-License-Identifier: Apache-2.0
// What is remembered between requests is never older than what has been committed.
#include "database.hpp"

#include "sqlite/row_memory.hpp"
#include "store/activity.hpp"

#include <optional>

namespace signet::store {
namespace {

std::shared_ptr<const Rows> some_rows(std::size_t bytes = 0) {
  auto rows = std::make_shared<Rows>();
  rows->bytes.assign(bytes, 'x');
  return rows;
}

TEST(RowMemories, FindWhatTheyKeepWhileTheStateIsTheSame) {
  RowMemory memory(10'000);
  memory.keep("off", some_rows());
  memory.begin(2);
  EXPECT_FALSE(memory.find("off"));
  EXPECT_FALSE(memory.has_served());
  memory.keep("a", some_rows());
  EXPECT_TRUE(memory.find("a"));
  EXPECT_TRUE(memory.has_served());
  memory.begin(2);
  EXPECT_FALSE(memory.has_served());
  EXPECT_TRUE(memory.find("a"));
  memory.begin(4);
  EXPECT_FALSE(memory.find("a"));
}

TEST(RowMemories, FindNothingWhileTheyAreOff) {
  RowMemory memory(10'000);
  memory.begin(2);
  memory.keep("a", some_rows());
  memory.pause();
  EXPECT_FALSE(memory.find("a"));
  EXPECT_EQ(memory.state(), 0U);
  memory.begin(2);
  EXPECT_TRUE(memory.find("a")) << "a pause forgets nothing";
  memory.switch_off();
  memory.begin(2);
  EXPECT_FALSE(memory.find("a"));
}

TEST(RowMemories, StayWithinTheirBytes) {
  RowMemory memory(16'000);
  memory.begin(2);
  memory.keep("too large", some_rows(1'000));
  EXPECT_FALSE(memory.find("too large"));
  int kept = 0;
  const auto name = [](int n) { return "row " + std::to_string(n); };
  while (kept == 0 || memory.find(name(0))) memory.keep(name(kept++), some_rows(500));
  EXPECT_GT(kept, 10);
  EXPECT_LT(kept, 32) << "each is more than 500 bytes";
  EXPECT_TRUE(memory.find(name(kept - 1)));
}

struct RememberedSnapshots : FurnishedStore {
  std::optional<Machine> machine_now() { return reader->remembered_snapshot()->find_machine(machine.id); }
  void rename(const std::string& name) {
    write([&](Transaction& t) {
      auto renamed = machine;
      renamed.name = name;
      t.update_machine(renamed);
    });
  }
};

TEST_F(RememberedSnapshots, SeeEveryCommittedChange) {
  for (const std::string name : {"first", "second", "third"}) {
    rename(name);
    EXPECT_EQ(machine_now()->name, name);
    EXPECT_EQ(machine_now()->name, name) << "from memory";
  }
  const auto held = reader->remembered_snapshot();
  ASSERT_EQ(held->find_machine(machine.id)->name, "third");
  rename("fourth");
  EXPECT_EQ(held->find_machine(machine.id)->name, "third") << "one state to its end";
}

TEST_F(RememberedSnapshots, SayWhenWhatTheyAnsweredIsNoLongerTrue) {
  static_cast<void>(machine_now());
  reader->rest();
  {
    const auto before = reader->remembered_snapshot();
    ASSERT_TRUE(before->find_machine(machine.id));
    rename("other");
    EXPECT_THROW(static_cast<void>(before->is_known_address("x", "y")), Outdated);
  }
  EXPECT_EQ(machine_now()->name, "other");
}

TEST_F(RememberedSnapshots, AskTheDatabaseFirstAndAreNeverOutdated) {
  rename("now");
  const auto first = reader->remembered_snapshot();
  rename("later");
  EXPECT_EQ(first->find_machine(machine.id)->name, "later") << "nothing was answered before";
}

TEST_F(RememberedSnapshots, StandWhileRequestsOnlyPassBy) {
  ASSERT_TRUE(machine_now());
  const auto state = reader->remembered_snapshot()->state();
  ASSERT_NE(state, 0U);
  write([&](Transaction& t) {
    ASSERT_TRUE(t.spend_nonce(to_unix_seconds(kNow), machine.id.str(), "nonce-nonce-nonce"));
    t.put_last_seen(machine.id.str(), {kNow, "192.0.2.1"});
    t.write_visits(10);
    t.put_known_address(machine.id.str(), "192.0.2.1", kNow);
    t.put_lockout({.scope = LockoutRow::Scope::address, .subject = "192.0.2.1", .failures = {1, 0}});
  });
  EXPECT_EQ(reader->remembered_snapshot()->state(), state);
  std::uint64_t seen_by_writer = 0;
  write([&](Transaction& t) { seen_by_writer = t.read().state(); });
  EXPECT_EQ(seen_by_writer, state);
  rename("changed");
  EXPECT_NE(reader->remembered_snapshot()->state(), state);
}

TEST_F(RememberedSnapshots, KnowNoStateInsideAChange) {
  write([&](Transaction& t) {
    EXPECT_NE(t.read().state(), 0U);
    ASSERT_TRUE(t.read().find_machine(machine.id));
    t.raise_generation(vault.id);
    EXPECT_EQ(t.read().state(), 0U);
    EXPECT_EQ(t.read().find_vault(vault.id)->authz_generation, 1);
  });
}

TEST_F(RememberedSnapshots, ForgetWhatWasRolledBack) {
  write([&](Transaction& t) {
    t.savepoint([&] {
      t.raise_generation(vault.id);
      EXPECT_EQ(t.read().find_vault(vault.id)->authz_generation, 1);
      return false;
    });
    EXPECT_EQ(t.read().find_vault(vault.id)->authz_generation, 0);
  });
  write([&](Transaction& t) { EXPECT_EQ(t.read().find_vault(vault.id)->authz_generation, 0); });
}

TEST_F(RememberedSnapshots, KeepNothingThatStrangersMakeUp) {
  const auto nobody = some_id<MachineId>();
  EXPECT_FALSE(reader->remembered_snapshot()->find_machine(nobody));
  reader->rest();
  const auto snapshot = reader->remembered_snapshot();
  EXPECT_FALSE(snapshot->activity().is_known(nobody));
  EXPECT_TRUE(snapshot->activity().is_known(machine.id));
}

}  // namespace
}  // namespace signet::store
