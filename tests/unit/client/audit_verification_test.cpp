// SPDX-License-Identifier: Apache-2.0
// What is found in a log that somebody changed, and where: the first record that is wrong.
#include "signet/client/audit_verification.hpp"
#include "signet/schema/encoding.hpp"
#include "support/signed_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace signet::client {
namespace {

using ::testing::HasSubstr;
using testing::SignedLog;

std::expected<VerifiedAudit, AuditFault> verify(const SignedLog& log, std::vector<crypto::Checkpoint> seen = {}) {
  AuditVerifier verifier(log.signer.keys(), std::move(seen));
  verifier.feed(log.text());
  return verifier.finish();
}

AuditFault fault(const SignedLog& log, std::vector<crypto::Checkpoint> seen = {}) {
  const auto verified = verify(log, std::move(seen));
  return verified ? AuditFault{.what = "nothing was found"} : verified.error();
}

auto at(SignedLog& log, std::uint64_t record) {
  return log.lines.begin() + static_cast<std::ptrdiff_t>(log.line_of_record(record));
}

TEST(AuditVerification, AcceptsALogOfAnySizeInPiecesOfAnySize) {
  for (const std::uint64_t size : {1, 2, 255, 256, 257, 1'000, 1'025}) {
    const SignedLog log(size);
    const auto verified = verify(log);
    ASSERT_TRUE(verified) << size << ": " << verified.error().first << " " << verified.error().what;
    EXPECT_EQ(verified->records, size);
    EXPECT_EQ(verified->origin, log.origin);
    EXPECT_EQ(verified->root, to_base64(log.checkpoint(size).root));
  }
  const SignedLog log(300);
  const auto text = log.text();
  for (const std::size_t piece : {1, 7, 4'096}) {
    AuditVerifier verifier(log.signer.keys());
    for (std::size_t from = 0; from < text.size(); from += piece)
      verifier.feed(std::string_view(text).substr(from, piece));
    EXPECT_TRUE(verifier.finish()) << piece;
  }
}

TEST(AuditVerification, KeepsNoLineInMemoryThatNoServerWrites) {
  constexpr std::size_t kLongest = 1'024 * 1'024;
  const SignedLog log(3);
  const auto what = [&](std::initializer_list<std::string> pieces) {
    AuditVerifier verifier(log.signer.keys());
    verifier.feed(log.lines[0] + "\n");
    for (const auto& piece : pieces) verifier.feed(piece);
    return verifier.finish().error().what;
  };
  const std::string longest(kLongest, 'x'), half(kLongest / 2, 'x');
  const auto too_long = HasSubstr("longer than any");
  EXPECT_THAT(what({longest + "\n"}), HasSubstr("it is no record"));
  EXPECT_THAT(what({longest + "x\n"}), too_long);
  EXPECT_THAT(what({longest + "x"}), too_long);
  EXPECT_THAT(what({half, half + "\n"}), HasSubstr("it is no record"));
  EXPECT_THAT(what({half, half, "x\n"}), too_long);
  EXPECT_THAT(what({half, half, "x"}), too_long);
}

/// The state before a record is kept, and each spoilt record read on only to the next checkpoint, where it must show.
TEST(AuditVerification, FindsAnyFlippedBitOfTenThousandRecordsInThatRecord) {
  constexpr std::uint64_t kRecords = 10'000, kStep = 20;
  const SignedLog log(kRecords, kStep);
  AuditVerifier so_far({log.signer.keys().front()});  // one of them, the quick one: nothing else depends on it
  std::uint64_t seq = 0, found = 0;
  for (std::size_t i = 0; i < log.lines.size(); ++i) {
    const auto& line = log.lines[i];
    if (line.starts_with("{\"seq\":")) {
      ++seq;
      auto spoilt = line;
      const auto bit = seq * 7'919 % (line.size() * 8);
      spoilt[bit / 8] = static_cast<char>(spoilt[bit / 8] ^ (1 << bit % 8));
      auto verifier = so_far;
      verifier.feed(spoilt + "\n");
      const auto end = std::min(log.lines.size(), i + kStep + 3);
      for (auto next = i + 1; next < end; ++next) verifier.feed(log.lines[next] + "\n");
      const auto verified = verifier.finish();
      ASSERT_FALSE(verified);
      ASSERT_EQ(verified.error().first, seq) << "bit " << bit << ": " << verified.error().what;
      ASSERT_EQ(verified.error().last, seq) << "bit " << bit << ": " << verified.error().what;
      ++found;
    }
    so_far.feed(line + "\n");
  }
  EXPECT_EQ(found, kRecords);
  EXPECT_TRUE(so_far.finish());
}

TEST(AuditVerification, NamesTheFirstRecordThatWasDeletedInsertedSwappedOrDoubled) {
  const auto spoilt = [&](const std::function<void(SignedLog&)>& spoil) {
    SignedLog log(1'000);
    spoil(log);
    return fault(log);
  };
  const auto deleted = spoilt([](SignedLog& log) { log.lines.erase(at(log, 400)); });
  EXPECT_EQ(deleted.first, 400U);
  EXPECT_THAT(deleted.what, HasSubstr("record 401 stands in its place"));
  EXPECT_EQ(spoilt([](SignedLog& log) { std::iter_swap(at(log, 400), at(log, 401)); }).first, 400U);
  EXPECT_EQ(spoilt([](SignedLog& log) { log.lines.insert(at(log, 400), log.records[399]); }).first, 401U);
  const auto inserted = spoilt([](SignedLog& log) { log.lines.insert(at(log, 400), "{\"seq\":400,\"forged\":true}"); });
  EXPECT_EQ(inserted.first, 400U);
  const auto replaced = spoilt([](SignedLog& log) { *at(log, 400) = "{\"seq\":400,\"forged\":true}"; });
  EXPECT_EQ(replaced.first, 400U);
  EXPECT_EQ(replaced.last, 400U);
  EXPECT_THAT(replaced.what, HasSubstr("not the record that was signed"));
}

TEST(AuditVerification, NamesTheStretchIfTheHashesWereForgedToo) {
  SignedLog log(1'000);
  *at(log, 400) = "{\"seq\":400,\"forged\":true}";
  auto& hashes = log.lines[log.line_of_record(257) - 1];
  ASSERT_TRUE(hashes.starts_with("{\"hashes\":"));
  auto bytes = *from_base64(hashes.substr(11, hashes.size() - 13));
  const auto forged = crypto::leaf_hash(as_bytes("{\"seq\":400,\"forged\":true}"));
  std::ranges::copy(forged, bytes.begin() + (400 - 257) * 32);
  hashes = "{\"hashes\":\"" + to_base64(bytes) + "\"}";
  const auto found = fault(log);
  EXPECT_EQ(found.first, 251U) << found.what;
  EXPECT_EQ(found.last, 500U);
}

TEST(AuditVerification, TellsADamagedHashFromADamagedRecord) {
  SignedLog log(1'000);
  auto& hashes = log.lines[log.line_of_record(1) - 1];
  auto bytes = *from_base64(hashes.substr(11, hashes.size() - 13));
  bytes[41 * 32] ^= 1;
  hashes = "{\"hashes\":\"" + to_base64(bytes) + "\"}";
  const auto found = fault(log);
  EXPECT_EQ(found.first, 42U);
  EXPECT_THAT(found.what, HasSubstr("the record is as it was signed"));
}

TEST(AuditVerification, FindsACutTailAlsoAnHonestLookingOneIfSomebodySawMore) {
  SignedLog cut(1'000);
  cut.lines.resize(cut.line_of_record(990));
  const auto found = fault(cut);
  EXPECT_EQ(found.first, 990U);
  EXPECT_EQ(found.last, 1'000U);
  const SignedLog shorter(989);
  EXPECT_TRUE(verify(shorter)) << "signed by the server itself, once: nothing inside speaks against it";
  const auto seen = fault(shorter, {SignedLog(1'000).checkpoint(1'000)});
  EXPECT_EQ(seen.first, 990U);
  EXPECT_THAT(seen.what, HasSubstr("its end was cut off"));
}

TEST(AuditVerification, FindsTwoCheckpointsOfOneSizeWithDifferentRoots) {
  const SignedLog log(1'000);
  auto other = log.checkpoint(600);
  EXPECT_TRUE(verify(log, {other, log.checkpoint(7), log.checkpoint(1'000)}));
  other.root[0] ^= 1;
  const auto found = fault(log, {other, log.checkpoint(7)});
  EXPECT_EQ(found.first, 501U);
  EXPECT_EQ(found.last, 600U);
  EXPECT_THAT(found.what, HasSubstr("seen elsewhere has another root"));
  EXPECT_THAT(fault(log, {SignedLog(5, 250, "signet/inst_1/vault_b").checkpoint(5)}).what,
              HasSubstr("seen elsewhere is of"));
}

TEST(AuditVerification, RefusesCheckpointsOfOthersAndInOtherPlaces) {
  SignedLog foreign(300);
  foreign.signer = SignedLog(1, 1, "signet/inst_1/vault_b").signer;
  EXPECT_THAT(fault(foreign).what, HasSubstr("the key of signet/inst_1/vault_b"));
  SignedLog moved(600);
  std::iter_swap(at(moved, 250) + 1, at(moved, 251));
  EXPECT_THAT(fault(moved).what, HasSubstr("a checkpoint of 250 records stands before it"));
  SignedLog headless(300);
  headless.lines.erase(headless.lines.begin());
  EXPECT_EQ(fault(headless).first, 0U);
  SignedLog smaller(300);
  smaller.lines[0] = SignedLog::line_of(smaller.signer.sign(smaller.checkpoint(299)));
  EXPECT_NE(fault(smaller).what, "nothing was found");
}

TEST(AuditVerification, RefusesWhatNoServerWrites) {
  const auto with_line = [](std::size_t where, const std::string& line) {
    SignedLog log(300);
    log.lines.insert(log.lines.begin() + static_cast<std::ptrdiff_t>(where), line);
    return fault(log);
  };
  for (const auto* line :
       {"", " ", "{}", "{\"seq\":}", "{\"seq\":1", "{\"hashes\":\"\"}", "{\"checkpoint\":7}", "\xff"}) {
    EXPECT_NE(with_line(2, line).what, "nothing was found") << line;
    EXPECT_NE(with_line(SignedLog(300).lines.size(), line).what, "nothing was found") << line;
  }
  AuditVerifier endless(SignedLog(1).signer.keys());
  const std::string piece(1'024 * 1'024, 'a');
  endless.feed(piece);
  endless.feed(piece);
  EXPECT_FALSE(endless.finish());
  AuditVerifier nothing(SignedLog(1).signer.keys());
  EXPECT_FALSE(nothing.finish());
  AuditVerifier unfinished(SignedLog(1).signer.keys());
  const auto text = SignedLog(1).text();
  unfinished.feed(std::string_view(text).substr(0, text.size() - 1));
  EXPECT_FALSE(unfinished.finish());
}

TEST(AuditVerification, ReadsKeysAndCheckpointsFromFiles) {
  const SignedLog log(10);
  std::string text;
  for (const auto& key : log.signer.keys()) text += key.text() + "\n";
  const auto keys = read_note_keys(text);
  ASSERT_TRUE(keys) << keys.error().message;
  EXPECT_EQ(keys->size(), 2U);
  for (const auto& bad : {std::string(), std::string("x\n"), text + "\n", text.substr(0, text.size() - 1)})
    EXPECT_FALSE(read_note_keys(bad)) << bad;
  const auto line = SignedLog::line_of(log.signer.sign(log.checkpoint(10))) + "\n";
  const auto checkpoints = read_checkpoints(line + line, *keys);
  ASSERT_TRUE(checkpoints) << checkpoints.error().message;
  EXPECT_EQ(checkpoints->at(1), log.checkpoint(10));
  EXPECT_THAT(read_checkpoints(line + "x\n", *keys).error().message, HasSubstr("line 2"));
  EXPECT_FALSE(read_checkpoints(line + "x", *keys));
}

}  // namespace
}  // namespace signet::client
