// SPDX-License-Identifier: Apache-2.0
// Last visits: seen at once, written later, by turns.
#include "database.hpp"

#include "sqlite/visits.hpp"

namespace signet::store {
namespace {

LastSeen at_second(int second) { return {.at = kNow + std::chrono::seconds(second), .address = "192.0.2.1"}; }

std::string names_of(const std::vector<Visits::Visit>& visits) {
  std::string names;
  for (const auto& [identity, seen] : visits) names += identity;
  return names;
}

TEST(UnwrittenVisits, ComeByTurnsInOrder) {
  Visits visits;
  visits.note({{"d", at_second(1)}, {"b", at_second(1)}, {"a", at_second(1)}, {"c", at_second(1)}});
  EXPECT_EQ(names_of(visits.next(3)), "abc");
  EXPECT_EQ(names_of(visits.next(3)), "dab");
  EXPECT_EQ(names_of(visits.next(9)), "cdab") << "each once";
  EXPECT_TRUE(Visits().next(9).empty());
}

TEST(UnwrittenVisits, StayIfTheyCameAgainMeanwhile) {
  Visits visits;
  visits.note({{"a", at_second(1)}, {"b", at_second(1)}});
  const auto first = visits.next(9);
  visits.note({{"b", at_second(2)}});
  visits.written(first);
  EXPECT_FALSE(visits.find("a"));
  EXPECT_EQ(visits.find("b")->at, at_second(2).at);
  visits.forget("b");
  EXPECT_TRUE(visits.next(9).empty());
}

struct WrittenVisits : FurnishedStore {};

TEST_F(WrittenVisits, AreSeenFromTheCommitOn) {
  const auto id = machine.id.str();
  write([&](Transaction& t) {
    EXPECT_TRUE(t.put_last_seen(id, at_second(1)));
    EXPECT_FALSE(t.read().find_last_seen(id));
  });
  EXPECT_EQ(snapshot()->find_last_seen(id)->at, at_second(1).at);
  write([&](Transaction& t) { EXPECT_EQ(t.write_visits(9), 1U); });
  EXPECT_EQ(snapshot()->find_last_seen(id)->at, at_second(1).at);
  write([&](Transaction& t) { EXPECT_EQ(t.write_visits(9), 0U); });
}

TEST_F(WrittenVisits, AreNoNewsWithinThePrecision) {
  const auto put = [&](const LastSeen& seen) {
    bool noted = false;
    write([&](Transaction& t) { noted = t.put_last_seen(machine.id.str(), seen, std::chrono::seconds(1)); });
    return noted;
  };
  EXPECT_TRUE(put(at_second(5)));
  EXPECT_FALSE(put(at_second(5)));
  EXPECT_TRUE(put(at_second(6)));
  EXPECT_TRUE(put({.at = at_second(6).at, .address = "192.0.2.2"}));
  EXPECT_TRUE(put(at_second(2))) << "the clock went back";
}

TEST_F(WrittenVisits, GoWithTheirMachine) {
  write([&](Transaction& t) { t.put_last_seen(machine.id.str(), at_second(1)); });
  write([&](Transaction& t) { t.delete_machine(machine.id); });
  EXPECT_FALSE(snapshot()->find_last_seen(machine.id.str()));
}

}  // namespace
}  // namespace signet::store
