// SPDX-License-Identifier: Apache-2.0
// Which proofs of who asked are too old: by their records, or by the checkpoint over those that were archived.
#include "database.hpp"
#include "store/audit_tree.hpp"

namespace signet::store {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

struct OldWriteProofs : StoreTest {
  /// With a proof over as many records as it says.
  void record(const std::string& log, Instant at, int records = 1) {
    write([&](Transaction& t) {
      std::int64_t last = 0;
      for (int i = 0; i < records; ++i)
        t.append_audit({.log = log, .at = at, .action = "", .machine_id = "", .secret_id = "", .address = ""},
                       [&](std::int64_t seq) {
                         last = seq;
                         return Bytes{1};
                       });
      t.audit_tree().insert_write_proof(
          {.log = log, .first = last - records + 1, .last = last, .sealed = {1}, .wrapped_key = {1}});
    });
  }
  std::vector<std::string> old(Instant due, Instant before, std::size_t most = 100) {
    std::vector<std::string> texts;
    for (const auto& range : snapshot()->audit_tree().list_old_write_proofs(due, before, most))
      texts.push_back(range.log + " " + std::to_string(range.first) + "-" + std::to_string(range.last) + ": " +
                      std::to_string(range.proofs));
    return texts;
  }
};

TEST_F(OldWriteProofs, AreThoseFromBeforeInLogsThatHaveOneWhichIsDue) {
  EXPECT_THAT(old(kNow, kNow), IsEmpty());
  record("one", kNow, 3);
  record("one", kNow + hours(1));
  record("one", kNow + hours(2));
  record("two", kNow + hours(1));
  EXPECT_THAT(old(kNow, kNow + hours(9)), IsEmpty()) << "none is from before";
  EXPECT_THAT(old(kNow + hours(1), kNow + hours(2)), ElementsAre("one 1-4: 2"));
  EXPECT_THAT(old(kNow + hours(2), kNow + hours(2)), ElementsAre("one 1-4: 2", "two 1-1: 1"));
  EXPECT_THAT(old(kNow + hours(9), kNow + hours(9)), ElementsAre("one 1-5: 3", "two 1-1: 1"));
  EXPECT_THAT(old(kNow + hours(9), kNow + hours(9), 1), ElementsAre("one 1-3: 1"));
  EXPECT_THAT(old(kNow + hours(9), kNow + hours(9), 3), ElementsAre("one 1-5: 3"));
  EXPECT_THAT(old(kNow + hours(9), kNow + hours(9), 0), IsEmpty());
}

TEST_F(OldWriteProofs, GoWithinTheirRangeAndInTheirLog) {
  record("one", kNow);
  record("one", kNow);
  record("one", kNow);
  record("two", kNow);
  write([](Transaction& t) { t.audit_tree().delete_write_proofs({"one", 1, 2, 2}); });
  EXPECT_THAT(old(kNow + hours(1), kNow + hours(1)), ElementsAre("one 3-3: 1", "two 1-1: 1"));
}

TEST_F(OldWriteProofs, OfArchivedRecordsAreAsOldAsTheCheckpointOverThemOrTheFirstRecordThatRemains) {
  record("one", kNow);
  record("one", kNow);
  record("one", kNow + hours(3));
  write([](Transaction& t) { t.audit_tree().archive("one", 2); });
  EXPECT_THAT(old(kNow + hours(9), kNow + hours(9)), IsEmpty()) << "nobody knows how old they are";
  write([](Transaction& t) {
    t.audit_tree().insert_checkpoint("one", {.size = 2, .root = {}, .note = "", .at = kNow + hours(1)});
    t.audit_tree().insert_checkpoint("one", {.size = 3, .root = {}, .note = "", .at = kNow + hours(4)});
  });
  EXPECT_THAT(old(kNow + hours(1), kNow + hours(9)), IsEmpty());
  EXPECT_THAT(old(kNow + hours(2), kNow + hours(2)), ElementsAre("one 1-2: 2"));
  EXPECT_THAT(old(kNow + hours(2), kNow + hours(4)), ElementsAre("one 1-3: 3"));
  write([](Transaction& t) {
    t.audit_tree().delete_checkpoint("one", 2);
    t.audit_tree().delete_checkpoint("one", 3);
    t.audit_tree().insert_checkpoint("one", {.size = 3, .root = {}, .note = "", .at = kNow + hours(8)});
  });
  EXPECT_THAT(old(kNow + hours(3), kNow + hours(3)), IsEmpty());
  EXPECT_THAT(old(kNow + hours(4), kNow + hours(4)), ElementsAre("one 1-3: 3")) << "and not of eight hours later";
}

}  // namespace
}  // namespace signet::store
