// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"
#include "store/activity.hpp"

namespace signet::store {
namespace {

using std::chrono::hours;

struct Activity : FurnishedStore {
  VaultId elsewhere = some_id<VaultId>();
  MachineId other = some_id<MachineId>();
  Hour now = hour_of(kNow);

  void add(const VaultId& where, const MachineId& who, Hour hour, std::int64_t reads) {
    write([&](Transaction& t) { t.activity().add_reads({where, who, hour, reads}); });
  }
  std::string listed(const std::optional<MachineId>& who, Instant from, Instant to) {
    std::string text;
    for (const auto& hour : snapshot()->activity().reads_by_hour(vault.id, who, from, to))
      text += std::to_string((hour.hour - now).count()) + ":" + std::to_string(hour.reads) + " ";
    return text;
  }
};

TEST_F(Activity, AddsUpAMachinesHour) {
  add(vault.id, machine.id, now, 3);
  add(vault.id, machine.id, now, 4);
  EXPECT_EQ(snapshot()->activity().count_reads(machine.id, kNow), 7);
  EXPECT_EQ(snapshot()->activity().count_reads(other, kNow), 0);
}

TEST_F(Activity, IsListedByHourForAVaultOrAMachine) {
  add(vault.id, machine.id, now - hours(2), 1);
  add(vault.id, machine.id, now - hours(1), 2);
  add(vault.id, other, now - hours(1), 10);
  add(vault.id, machine.id, now, 4);
  add(elsewhere, some_id<MachineId>(), now, 99);
  const auto all = kNow - hours(9), end = kNow + hours(1);
  EXPECT_EQ(listed(std::nullopt, all, end), "-2:1 -1:12 0:4 ");
  EXPECT_EQ(listed(machine.id, all, end), "-2:1 -1:2 0:4 ");
  EXPECT_EQ(listed(machine.id, kNow - hours(1), kNow), "-1:2 ") << "its last hour is not in it";
  EXPECT_EQ(snapshot()->activity().count_reads(machine.id, kNow - hours(1)), 6);
}

TEST_F(Activity, OfAMachineOfAnotherVaultIsNotListed) {
  add(elsewhere, other, now, 1);
  EXPECT_EQ(listed(other, kNow, kNow + hours(1)), "");
}

TEST_F(Activity, IsForgottenBeforeAnHour) {
  add(vault.id, machine.id, now - hours(1), 1);
  add(vault.id, machine.id, now, 2);
  write([&](Transaction& t) { t.activity().forget_reads(kNow); });
  EXPECT_EQ(listed(std::nullopt, kNow - hours(9), kNow + hours(1)), "0:2 ");
}

TEST_F(Activity, RemembersDeletedMachinesUntilTheyAreForgotten) {
  const auto later = kNow + hours(1);
  const auto is_gone = [&] { return snapshot()->activity().is_gone(machine.id); };
  EXPECT_FALSE(is_gone());
  EXPECT_FALSE(snapshot()->activity().is_gone(other)) << "it never was";
  write([&](Transaction& t) { t.delete_machine(machine.id); });
  EXPECT_TRUE(is_gone());
  write([&](Transaction& t) { t.activity().forget_gone(kNow, later); });
  EXPECT_FALSE(is_gone());
}

TEST_F(Activity, CountsTheTimeSinceAMachineWentFromTheFirstLookAtIt) {
  const auto is_gone = [&] { return snapshot()->activity().is_gone(machine.id); };
  write([&](Transaction& t) {
    t.delete_machine(machine.id);
    t.activity().forget_gone(kNow, kNow);
    t.activity().forget_gone(kNow + hours(1), kNow);
  });
  EXPECT_TRUE(is_gone());
  write([&](Transaction& t) { t.activity().forget_gone(kNow, kNow + std::chrono::milliseconds(1)); });
  EXPECT_FALSE(is_gone());
}

}  // namespace
}  // namespace signet::store
