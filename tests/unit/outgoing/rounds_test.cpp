// SPDX-License-Identifier: Apache-2.0
#include "outgoing/rounds.hpp"

#include "signet/crypto/random.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace signet::outgoing {
namespace {

Webhook hook_of(const VaultId& vault) {
  return {.id = WebhookId::make(crypto::system_random()), .vault = vault, .name = {}, .url = {}, .actions = {}};
}

TEST(Rounds, GiveAWebhookToOneAndAVaultItsShare) {
  Rounds rounds(2);
  const auto vault = VaultId::make(crypto::system_random()), other = VaultId::make(crypto::system_random());
  const auto first = hook_of(vault), second = hook_of(vault), third = hook_of(vault), foreign = hook_of(other);
  std::optional<Rounds::Turn> one(std::in_place, rounds, first);
  const Rounds::Turn same(rounds, first), two(rounds, second), beyond(rounds, third), elsewhere(rounds, foreign);
  EXPECT_TRUE(*one);
  EXPECT_FALSE(same);
  EXPECT_TRUE(two);
  EXPECT_FALSE(beyond);
  EXPECT_TRUE(elsewhere);
  one.reset();
  EXPECT_TRUE(Rounds::Turn(rounds, third));
  EXPECT_TRUE(Rounds::Turn(rounds, first));
}

}  // namespace
}  // namespace signet::outgoing
