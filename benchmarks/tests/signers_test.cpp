// SPDX-License-Identifier: Apache-2.0
#include "signers.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace {

using namespace signet;
using namespace signet::load;

std::filesystem::path file() { return testing::TempDir() + "signet-signers-" + std::to_string(getpid()); }

TEST(SignersFile, GivesBackThoseOfOneAlgorithm) {
  const Signers all{.vault = "vault_1",
                    .operators = {{"op", Algorithm::ed25519, {1, 2}, {}}},
                    .machines = {{"m1", Algorithm::ed25519, {3}, {"sk_1", "sk_2"}},
                                 {"m2", Algorithm::ed25519_mldsa65, {4}, {"sk_1"}}}};
  write_signers(file(), all);
  const auto some = read_signers(file(), Algorithm::ed25519);
  EXPECT_EQ(some.vault, "vault_1");
  ASSERT_EQ(some.operators.size(), 1U);
  EXPECT_TRUE(some.operators[0].secrets.empty());
  ASSERT_EQ(some.machines.size(), 1U);
  EXPECT_EQ(some.machines[0].id, "m1");
  EXPECT_EQ(some.machines[0].seed, Bytes{3});
  EXPECT_EQ(some.machines[0].secrets, (std::vector<std::string>{"sk_1", "sk_2"}));
  EXPECT_EQ(read_signers(file(), Algorithm::ed25519_mldsa65).machines[0].id, "m2");
  std::filesystem::remove(file());
}

TEST(SignersFile, SaysWhichLineIsWrong) {
  for (const auto* line : {"machine m", "machine m Ed25519 zz sk_1", "machine m Nothing 00 sk_1",
                           "machine m Ed25519 00", "somebody m Ed25519 00 -"}) {
    std::ofstream(file()) << "vault v\n" << line << '\n';
    try {
      (void)read_signers(file(), Algorithm::ed25519);
      ADD_FAILURE() << line;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(":2: not a signer"), std::string::npos) << error.what();
    }
  }
  std::filesystem::remove(file());
  EXPECT_THROW((void)read_signers(file(), Algorithm::ed25519), std::runtime_error);
}

}  // namespace
