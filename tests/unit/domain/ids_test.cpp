// SPDX-License-Identifier: Apache-2.0
#include "domain/ids.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

TEST(Ids, AreWhatTheyMake) {
  auto& random = crypto::system_random();
  EXPECT_TRUE(VaultId::parse(VaultId::make(random).str()));
  EXPECT_TRUE(MachineId::parse(MachineId::make(random).str()));
  EXPECT_NE(SecretId::make(random), SecretId::make(random));
  EXPECT_EQ(VaultId::make(random).str().size(), 22u);
  EXPECT_EQ(SecretId::make(random).str().size(), 13u);
}

TEST(Ids, RefuseEverythingElse) {
  for (const auto* text : {"", "sk_", "sk_012345678", "sk_01234567890", "sk_012345678A", "SK_0123456789",
                           "sk_01234567-9", "proj_0123456789", " sk_0123456789", "sk_0123456789\n"})
    EXPECT_FALSE(SecretId::parse(text)) << text;
  EXPECT_TRUE(SecretId::parse("sk_0123456789"));
  for (const auto* text : {"", "00000000-0000-1000-8000-000000000000", "00000000-0000-4000-c000-000000000000",
                           "00000000-0000-4000-8000-00000000000", "00000000-0000-4000-8000-0000000000000",
                           "00000000-0000-4000-8000-00000000000G", "0000000000000-4000-8000-000000000000",
                           "AAAAAAAA-0000-4000-8000-000000000000", "{0000000-0000-4000-8000-00000000000}"})
    EXPECT_FALSE(MachineId::parse(text)) << text;
  EXPECT_TRUE(MachineId::parse("00000000-0000-4000-8000-000000000000"));
}

}  // namespace
}  // namespace signet
