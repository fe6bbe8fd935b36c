// SPDX-License-Identifier: Apache-2.0
// A disk that is full, read-only, slow or broken under a real server: an answer within a second, no value without its
// record, and all is well when the disk is, without a restart wherever nobody is left in doubt.
#include "faults/faulty_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cerrno>
#include <future>
#include <string>

namespace signet::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr int kOutcomeUnknown = 3;

class FaultyDisk : public FaultyVault {
 protected:
  [[nodiscard]] bool reserve_is_there() const {
    std::error_code absent;
    const auto size = std::filesystem::file_size(server.data / "signet.reserve", absent);
    return !absent && size != 0;
  }

  /// Nothing happens while it lasts, and everything after it.
  void passes(int code, int system_error) {
    faults.system_error = system_error;
    faults.write = code;
    const auto refused = a_read();
    const auto answer = answered(refused);
    EXPECT_EQ(answer.status, 503) << answer.body;
    EXPECT_EQ(answer["X-Signet-Outcome"], "(none)") << "nothing has happened, and that is known";
    EXPECT_NE(answer["Retry-After"], "(none)");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(read(), 503);
    EXPECT_EQ(write("never"), 503);
    EXPECT_EQ(answered(http("GET", "/healthz")).status, 200);
    EXPECT_GT(faults.hits, 0);

    faults.write = SQLITE_OK;
    ASSERT_TRUE(eventually([&] { return reserve_is_there(); }));
    ASSERT_TRUE(eventually([&] { return read() == 200; })) << "as soon as that is known";
    EXPECT_EQ(answered(refused).status, 200) << "its nonce was not spent";
    EXPECT_EQ(answered(refused).status, 401) << "and now it is";
    EXPECT_EQ(write("afterwards"), 201);
    EXPECT_THAT(server.log(), HasSubstr("cannot be written"));
    EXPECT_EQ(must(vault().projects()).items.size(), 2U) << "of the writes, the one that was answered";
    settle_accounts();
  }

  [[nodiscard]] bool recorded(const std::string& action) {
    return !must(admin().audit({.actions = {action}}, {})).items.empty();
  }

  /// The outcome of one write is in doubt: it is said so, and the process ends. The next one knows.
  void ends_in_doubt() {
    const auto doubtful = a_write("in doubt");
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = answered(doubtful);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer["X-Signet-Outcome"], "unknown");
    EXPECT_EQ(server.wait().code, kOutcomeUnknown);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2 * kBound);
    EXPECT_GT(faults.hits, 0);

    faults.write = faults.sync = SQLITE_OK;
    server.start();
    const auto first = answered(doubtful).status;
    EXPECT_THAT(first, AnyOf(201, 401));
    EXPECT_EQ(answered(doubtful).status, 401) << "at the latest now its nonce is spent";
    EXPECT_EQ(must(vault().projects()).items.size(), 2U) << "it happened once, then or now";
    EXPECT_EQ(read(), 200);
    settle_accounts();
  }
};

TEST_F(FaultyDisk, ThatIsFullPasses) { passes(SQLITE_FULL, ENOSPC); }

TEST_F(FaultyDisk, ThatIsFullLeavesItsReserveToOperatorsUntilThereIsRoom) {
  ASSERT_TRUE(reserve_is_there());
  ASSERT_EQ(write("before"), 201);
  faults.full_beside_reserve = 1;
  const auto refused = a_read();
  EXPECT_EQ(answered(refused).status, 503) << "this one found that there is no room";
  EXPECT_TRUE(eventually([&] { return !reserve_is_there(); }));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(read(), 503) << "and machines are not to use it up";
  EXPECT_EQ(answered(by_hand(reader->identity).sign("GET", "/v1/secrets")).status, 503);
  EXPECT_EQ(write("to make room"), 201);
  EXPECT_TRUE(eventually([&] { return server.log().contains("operators have its reserve"); }));
  EXPECT_TRUE(eventually([&] { return recorded("disk_full"); }));
  EXPECT_FALSE(recorded("disk_recovered"));

  faults.full_beside_reserve = 0;
  ASSERT_TRUE(eventually([&] { return reserve_is_there(); }));
  ASSERT_TRUE(eventually([&] { return read() == 200; }));
  EXPECT_EQ(answered(refused).status, 200) << "its nonce was not spent";
  EXPECT_TRUE(eventually([&] { return recorded("disk_recovered"); }));
  EXPECT_EQ(must(vault().projects()).items.size(), 3U);
  settle_accounts();
}

TEST_F(FaultyDisk, ThatIsStillFullAfterARestartIsStillForOperatorsAlone) {
  faults.full_beside_reserve = 1;
  EXPECT_EQ(read(), 503);
  EXPECT_TRUE(eventually([&] { return !reserve_is_there(); }));
  EXPECT_EQ(server.stop().code, 0);
  server.start();
  EXPECT_EQ(read(), 503);
  EXPECT_EQ(write("to make room"), 201);
  faults.full_beside_reserve = 0;
  EXPECT_TRUE(eventually([&] { return reserve_is_there(); }));
  EXPECT_TRUE(eventually([&] { return read() == 200; }));
  settle_accounts();
}

TEST_F(FaultyDisk, ThatIsReadOnlyPasses) { passes(SQLITE_IOERR_WRITE, EROFS); }
TEST_F(FaultyDisk, WhoseQuotaIsUsedUpPasses) { passes(SQLITE_IOERR_WRITE, EDQUOT); }

TEST_F(FaultyDisk, ThatFailsInTheMiddleOfACommitEndsInDoubt) {
  faults.system_error = EIO;
  faults.write = SQLITE_IOERR_WRITE;
  ends_in_doubt();
}

TEST_F(FaultyDisk, ThatCannotBeWaitedForEndsInDoubt) {
  faults.sync = SQLITE_IOERR_FSYNC;
  ends_in_doubt();
}

TEST_F(FaultyDisk, InDoubtHandsOutNoValue) {
  faults.sync = SQLITE_IOERR_FSYNC;
  EXPECT_EQ(read(), 503);
  EXPECT_EQ(server.wait().code, kOutcomeUnknown);
  const auto still_broken = server.command({"serve", "--port", "0"});
  EXPECT_NE(still_broken.code, 0);
  EXPECT_THAT(still_broken.err, HasSubstr("check the disk"));
  faults.sync = SQLITE_OK;
  server.start();
  EXPECT_EQ(read(), 200);
  settle_accounts();
}

TEST_F(FaultyDisk, ThatCannotBeReadIsAnErrorUntilItCan) {
  ASSERT_EQ(write("before"), 201);  // what readers remember of the file is out of date
  faults.read = SQLITE_IOERR_READ;
  for (int i = 0; i < 5; ++i) EXPECT_THAT(read(), AnyOf(200, 500, 503)) << "never a verdict on the client";
  EXPECT_THAT(write("meanwhile"), AnyOf(201, 500, 503));
  EXPECT_EQ(answered(http("GET", "/healthz")).status, 200);
  EXPECT_GT(faults.hits, 0);
  faults.read = SQLITE_OK;
  EXPECT_EQ(read(), 200);
  EXPECT_EQ(write("afterwards"), 201);
  settle_accounts();
}

TEST_F(FaultyDisk, ThatTakesTwoSecondsKeepsOnlyThoseWaitingWhoNeedIt) {
  constexpr std::chrono::milliseconds kSlow{2'000};
  faults.slow_write = static_cast<int>(kSlow.count());
  auto slow = std::async(std::launch::async, [&] {
    const auto begin = std::chrono::steady_clock::now();
    const auto status = read(kSlow + kBound);
    return std::pair(status, std::chrono::steady_clock::now() - begin);
  });
  ASSERT_TRUE(eventually([&] { return faults.hits > 0; }));
  EXPECT_EQ(answered(http("GET", "/healthz")).status, 200) << "who needs no commit does not wait for one";
  EXPECT_EQ(answered(http("GET", "/nowhere")).status, 404);
  const auto [status, took] = slow.get();
  EXPECT_EQ(status, 200);
  EXPECT_GE(took, kSlow);
  EXPECT_EQ(read(), 200);
  settle_accounts();
}

TEST_F(FaultyDisk, WhoseLogCannotBeFoldedInKeepsItForTheNextStart) {
  faults.files = Faults::database;
  faults.write = SQLITE_IOERR_WRITE;
  EXPECT_EQ(read(), 200) << "a commit goes to the log alone";
  EXPECT_EQ(write("in the log"), 201);
  EXPECT_EQ(server.stop().code, 0);
  EXPECT_GT(faults.hits, 0);
  faults.write = SQLITE_OK;
  server.start();
  EXPECT_EQ(must(vault().projects()).items.size(), 2U);
  settle_accounts();
}

}  // namespace
}  // namespace signet::testing
