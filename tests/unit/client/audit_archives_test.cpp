// SPDX-License-Identifier: Apache-2.0
// A log whose first records were archived: alone, behind its archives, and each of these files spoilt in one way.
#include "signet/client/audit_verification.hpp"
#include "signet/schema/encoding.hpp"
#include "support/signed_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace signet::client {
namespace {

using ::testing::HasSubstr;
using testing::SignedLog;

constexpr std::uint64_t kTile = 256;
constexpr std::size_t kArchivedLine = 1, kHashesLine = 2, kFirstRecord = 3;

using File = std::vector<std::string>;  // lines without their line feeds

std::string base64_of(const std::vector<crypto::Sha256>& hashes) {
  Bytes bytes;
  for (const auto& hash : hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
  return to_base64(bytes);
}

std::string archived_line(const SignedLog& log, std::uint64_t records) {
  crypto::MerkleFrontier tree;
  for (std::uint64_t i = 0; i < records; ++i) tree.append(crypto::leaf_hash(as_bytes(log.records[i])));
  return "{\"archived\":" + std::to_string(records) + ",\"peaks\":\"" + base64_of(tree.peaks()) + "\"}";
}

/// The records after `from` up to `to`, as a server writes them whose first `from` are archived.
File stretch(const SignedLog& log, std::uint64_t from, std::uint64_t to) {
  File lines{SignedLog::line_of(log.signer.sign(log.checkpoint(to)))};
  if (from != 0) lines.push_back(archived_line(log, from));
  for (auto i = from; i < to; ++i) {
    if (i == from || i % kTile == 0) {
      std::vector<crypto::Sha256> hashes;
      for (auto leaf = i; leaf < std::min(to, (i / kTile + 1) * kTile); ++leaf)
        hashes.push_back(crypto::leaf_hash(as_bytes(log.records[leaf])));
      lines.push_back("{\"hashes\":\"" + base64_of(hashes) + "\"}");
    }
    lines.push_back(log.records[i]);
  }
  return lines;
}

using Verified = std::expected<VerifiedAudit, AuditFault>;

Verified verify(const SignedLog& log, const std::vector<File>& files, std::vector<crypto::Checkpoint> seen = {}) {
  AuditVerifier verifier(log.signer.keys(), std::move(seen));
  for (const auto& file : files) {
    if (&file != &files.front()) verifier.next_file();
    for (const auto& line : file) verifier.feed(line + "\n");
  }
  return verifier.finish();
}

AuditFault fault(const SignedLog& log, const std::vector<File>& files, std::vector<crypto::Checkpoint> seen = {}) {
  const auto verified = verify(log, files, std::move(seen));
  return verified ? AuditFault{.what = "nothing was found"} : verified.error();
}

struct Archived : ::testing::Test {
  SignedLog log{700, 250, "signet/inst_1/vault_a", {1, 255, 256, 257, 300, 500, 512, 699}};
  File archive = stretch(log, 0, 300), middle = stretch(log, 300, 500), rest = stretch(log, 500, 700);
};

TEST_F(Archived, VerifiesAloneAndBehindItsArchivesWhereverTheyEnd) {
  for (const std::uint64_t cut : {1, 255, 256, 257, 512, 699}) {
    const auto begin = stretch(log, 0, cut), end = stretch(log, cut, 700);
    const auto alone = verify(log, {end});
    ASSERT_TRUE(alone) << cut << ": " << alone.error().first << " " << alone.error().what;
    EXPECT_EQ(alone->first, cut + 1);
    EXPECT_EQ(alone->records, 700U);
    const auto both = verify(log, {begin, end});
    ASSERT_TRUE(both) << cut << ": " << both.error().first << " " << both.error().what;
    EXPECT_EQ(both->first, 1U);
    EXPECT_EQ(both->root, alone->root);
  }
  EXPECT_EQ(verify(log, {archive, middle, rest}).value_or(VerifiedAudit{}).first, 1U);
  EXPECT_EQ(verify(log, {middle, rest}).value_or(VerifiedAudit{}).first, 301U);
}

TEST_F(Archived, NothingBehindTheArchiveIsALogToo) {
  const auto none = stretch(log, 700, 700);
  EXPECT_TRUE(verify(log, {stretch(log, 0, 700), none}));
}

TEST_F(Archived, IsNotWhatWasOnlyLeftOut) {
  const auto never = [&](const std::vector<File>& files, std::uint64_t last) {
    const auto found = fault(log, files);
    EXPECT_THAT(found.what, HasSubstr("no record says that they were archived")) << last;
    EXPECT_EQ(found.first, 1U);
    EXPECT_EQ(found.last, last);
  };
  for (const std::uint64_t cut : {2, 258, 299, 301, 501, 511, 698, 700}) never({stretch(log, cut, 700)}, cut);
  never({middle}, 300);
  EXPECT_TRUE(verify(log, {middle, rest})) << "what was archived later says it";
}

TEST_F(Archived, MustStandInOrderAndWithoutAGap) {
  EXPECT_THAT(fault(log, {rest, archive}).what, HasSubstr("goes further than this one"));
  EXPECT_THAT(fault(log, {archive, rest}).what, HasSubstr("goes on from other records"));
  EXPECT_NE(fault(log, {archive, archive}).what, "nothing was found");
  EXPECT_NE(fault(log, {archive, stretch(log, 0, 700)}).what, "nothing was found");
  EXPECT_NE(fault(log, {archive, middle, middle, rest}).what, "nothing was found");
}

TEST_F(Archived, IsFoundOutWhereARecordOfAnyFileWasChanged) {
  const auto changed = [](File file, std::size_t line) {
    file[line][file[line].size() - 3] ^= 1;
    return file;
  };
  const auto first = fault(log, {changed(archive, 2), middle, rest});
  EXPECT_EQ(first.first, 1U) << first.what;
  EXPECT_EQ(first.last, 1U) << first.what;
  const auto spoilt = changed(rest, kFirstRecord);
  for (const auto& files : {std::vector<File>{spoilt}, std::vector<File>{archive, middle, spoilt}}) {
    const auto found = fault(log, files);
    EXPECT_EQ(found.first, 501U) << found.what;
    EXPECT_EQ(found.last, 501U) << found.what;
  }
}

TEST_F(Archived, IsFoundOutWhereAHashWasChanged) {
  auto spoilt = rest;
  spoilt[kHashesLine][12] = spoilt[kHashesLine][12] == 'A' ? 'B' : 'A';
  EXPECT_EQ(fault(log, {spoilt}).first, 501U);
  EXPECT_EQ(fault(log, {archive, middle, spoilt}).first, 501U);
}

TEST_F(Archived, IsFoundOutWhereThePeaksAreOfOtherRecords) {
  auto spoilt = rest;
  auto& line = spoilt[kArchivedLine];
  const auto at = line.find("\"peaks\":\"") + 9;
  line[at] = line[at] == 'A' ? 'B' : 'A';
  EXPECT_THAT(fault(log, {spoilt}).what, HasSubstr("has another root"));
  const auto behind = fault(log, {archive, middle, spoilt});
  EXPECT_THAT(behind.what, HasSubstr("goes on from other records"));
  EXPECT_EQ(behind.first, 1U);
  EXPECT_EQ(behind.last, 500U);
  for (const std::uint64_t other : {499, 501}) {
    auto moved = rest;
    moved[kArchivedLine] = archived_line(log, other);
    EXPECT_NE(fault(log, {moved}).what, "nothing was found") << other;
    EXPECT_NE(fault(log, {archive, middle, moved}).what, "nothing was found") << other;
  }
}

TEST_F(Archived, IsFoundOutWhereASignatureIsAnothers) {
  for (const std::string origin : {"signet/inst_1/vault_b", "signet/inst_2/vault_a"}) {
    const SignedLog other(700, 700, origin);
    auto forged = rest;
    forged[0] = other.lines[0];
    EXPECT_EQ(fault(log, {forged}).first, 0U);
    EXPECT_NE(fault(log, {forged}).what, "nothing was found");
    EXPECT_EQ(fault(log, {archive, middle, forged}).first, 0U);
  }
  auto flipped = rest;
  flipped[0][flipped[0].size() - 10] = flipped[0][flipped[0].size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(fault(log, {flipped}).first, 0U);
  EXPECT_NE(fault(log, {flipped}).what, "nothing was found");
}

TEST_F(Archived, HasItsLineOnceBehindTheCheckpointAndNowhereElse) {
  const auto with = [&](std::size_t where, const std::string& line) {
    auto spoilt = rest;
    spoilt.insert(spoilt.begin() + static_cast<std::ptrdiff_t>(where), line);
    return fault(log, {spoilt}).what;
  };
  const auto line = rest[kArchivedLine];
  for (const auto where : {std::size_t{0}, kFirstRecord, kFirstRecord + 1, rest.size()})
    EXPECT_NE(with(where, line), "nothing was found") << where;
  auto without = rest;
  without.erase(without.begin() + kArchivedLine);
  EXPECT_NE(fault(log, {without}).what, "nothing was found");
  EXPECT_TRUE(verify(log, {archive, middle, without})) << "it only says what is known by then";
}

TEST_F(Archived, LineIsOneThatAServerWrites) {
  const auto peaks = base64_of(std::vector<crypto::Sha256>(6)), few = base64_of(std::vector<crypto::Sha256>(5));
  const auto line_of = [](const std::string& records, const std::string& text) {
    return "{\"archived\":" + records + ",\"peaks\":\"" + text + "\"}";
  };
  const std::vector<std::string> lines{"{\"archived\":500}",        "{\"archived\":500,\"peaks\":7}",
                                       line_of("500", "?"),         line_of("500", few),
                                       line_of("500", peaks + few), line_of("0", ""),
                                       line_of("-500", peaks),      line_of("\"500\"", peaks),
                                       line_of("5e2", peaks),       line_of("", peaks),
                                       line_of("701", peaks),       line_of("18446744073709551615", peaks)};
  for (const auto& line : lines) {
    auto spoilt = rest;
    spoilt[kArchivedLine] = line;
    EXPECT_THAT(fault(log, {spoilt}).what, HasSubstr("the line about archived records")) << line;
  }
}

TEST_F(Archived, IsComparedWithWhatWasSeenOfTheRest) {
  EXPECT_TRUE(verify(log, {rest}, {log.checkpoint(500), log.checkpoint(600)}));
  EXPECT_TRUE(verify(log, {archive, middle, rest}, {log.checkpoint(7), log.checkpoint(600)}));
  EXPECT_THAT(fault(log, {rest}, {log.checkpoint(499)}).what, HasSubstr("is of the archived records"));
  auto other = log.checkpoint(500);
  other.root[0] ^= 1;
  EXPECT_THAT(fault(log, {rest}, {other}).what, HasSubstr("seen elsewhere has another root"));
}

TEST_F(Archived, RecordIsKeptOnlyFromTheFileThatHasIt) {
  const auto kept = [&](std::uint64_t record, const std::vector<File>& files) {
    AuditVerifier verifier(log.signer.keys());
    verifier.keep(record);
    for (const auto& file : files) {
      if (&file != &files.front()) verifier.next_file();
      for (const auto& line : file) verifier.feed(line + "\n");
    }
    EXPECT_TRUE(verifier.finish());
    return verifier.kept();
  };
  EXPECT_EQ(kept(501, {rest}), log.records[500]);
  EXPECT_EQ(kept(500, {rest}), "");
  EXPECT_EQ(kept(500, {archive, middle, rest}), log.records[499]);
  EXPECT_EQ(kept(701, {rest}), "");
}

}  // namespace
}  // namespace signet::client
