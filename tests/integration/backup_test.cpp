// SPDX-License-Identifier: Apache-2.0
// A backup of a server that is at work, and what a server on its restored copy lets in.
#include "live_vault.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace signet::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

class BackingUp : public LiveVault {
 protected:
  BackingUp() { server.start(); }

  std::string file = server.folder / "backup";
  std::string restored = server.folder / "restored";

  void must_end_well(const Ended& ended) const { ASSERT_EQ(ended.code, 0) << ended.err; }
  /// From here on the server is one on the restored copy.
  void restore_and_start() {
    must_end_well(server.command({"restore", file, restored}));
    server.flags = {"--data-dir", restored};
    server.start();
  }
};

TEST_F(BackingUp, OfAServerUnderLoadIsWholeAndHoldsNobodyUp) {
  ASSERT_EQ(server.stop().code, 0);
  server.flags = {"--set", "limits.requests_per_identity=0"};
  server.start();
  const auto reader = make_reader("value");
  std::atomic<bool> enough = false;
  std::atomic<std::size_t> answered = 0;
  std::atomic<std::size_t> failed = 0;
  std::vector<std::jthread> load;
  for (int i = 0; i < 2; ++i)
    load.emplace_back([&] {
      auto client = open(reader.identity);
      while (!enough) ++(client.get(reader.secret) ? answered : failed);
    });
  load.emplace_back([&] {
    auto owner = vault();
    for (int i = 0; !enough; ++i)
      ++(owner.create_secret(reader.project, "n" + std::to_string(i), SecretBytes::from_text("v")) ? answered : failed);
  });
  for (const auto* name : {"one", "two", "three"}) {
    const auto before = answered.load();
    const auto copy = (server.folder / name).string();
    must_end_well(server.command({"backup", copy}));
    const auto verified = server.command({"verify", copy});
    EXPECT_EQ(verified.code, 0) << verified.err;
    EXPECT_THAT(verified.out, AllOf(HasSubstr("none missing"), HasSubstr("open with the root key")));
    EXPECT_TRUE(eventually([&] { return answered > before; })) << "the load goes on";
  }
  EXPECT_EQ(server.command({"verify", server.data}).code, 0) << "of a folder in use, too";
  enough = true;
  load.clear();
  EXPECT_EQ(failed, 0U);
}

TEST_F(BackingUp, AndRestoringRefusesRequestsFromBeforeItAndMachinesThatNobodyReviewed) {
  const auto reader = make_reader("value");
  must_end_well(server.command({"backup", file}));
  const auto replayed = by_hand(reader.identity).sign("GET", reader.target());
  ASSERT_EQ(ask(replayed).status, 200);
  must_end_well(server.stop());
  restore_and_start();
  // Held before anything else is looked at.
  EXPECT_EQ(ask(replayed).status, 403);
  // Root is let in, but not with what may have been signed before.
  EXPECT_EQ(ask(by_hand().sign("GET", in_vault("/projects"))).status, 503);
}

TEST_F(BackingUp, KeptEnabledStillRefusesWhatWasSignedBefore) {
  const auto reader = make_reader("value");
  must_end_well(server.command({"backup", file}));
  const auto replayed = by_hand(reader.identity).sign("GET", reader.target());
  ASSERT_EQ(ask(replayed).status, 200);
  must_end_well(server.stop());
  const auto said = server.command({"restore", "--keep-enabled", file, restored});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("WARNING: --keep-enabled"), ContainsRegex("Deleted: 1 enrolment tokens")));
  server.flags = {"--data-dir", restored};
  server.start();
  EXPECT_EQ(ask(replayed).status, 503);
}

TEST_F(BackingUp, AndRestoringGivesARootOperatorAnotherKey) {
  must_end_well(server.command({"backup", file}));
  must_end_well(server.stop());
  const auto of_the_backup = by_hand();
  auto next = of_the_backup;
  next.key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(Algorithm::mldsa65));
  const auto pem = server.folder / "next.pub";
  std::ofstream(pem) << next.key->public_key().to_pem();
  const auto proof = to_base64(crypto::make_proof(crypto::ProofPurpose::operator_, next.id, *next.key));
  const auto said = server.command({"restore", file, restored, "--root-operator", next.id, "--operator-key",
                                    pem.string(), "--operator-proof", proof});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("key " + to_hex(next.key->public_key().fingerprint())));
  server.flags = {"--data-dir", restored};
  server.start();
  EXPECT_EQ(ask(of_the_backup.sign("GET", in_vault("/projects"))).status, 401);
  // Let in, but not with what may have been signed before.
  EXPECT_EQ(ask(next.sign("GET", in_vault("/projects"))).status, 503);
}

}  // namespace
}  // namespace signet::testing
