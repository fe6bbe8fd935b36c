// SPDX-License-Identifier: Apache-2.0
// Slow routes are decided later than they were authenticated: what changed in between counts.
#include "support/installation.hpp"

#include <gtest/gtest.h>

#include <future>

namespace signet::testing {
namespace {

struct SlowRoutes : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "the value that must stay");
  Signer machine = vault.make_machine();

  SlowRoutes() { vault.give(machine, project, secret); }

  /// What an export answers if `meanwhile` happens between its two halves.
  api::Response exported(const std::function<void()>& meanwhile) {
    auto prepared = vault.pipeline().prepare(
        Installation::copy(vault.sign(machine, "POST", "/v1/secrets/export", "").request));
    EXPECT_TRUE(prepared.slow);
    meanwhile();
    const auto reader = vault.services().store.reader();
    prepared = prepared.slow(*reader);
    if (prepared.answer) return std::move(*prepared.answer);
    std::promise<api::Response> answer;
    prepared.pending->on_answer = [&](api::Response given) noexcept { answer.set_value(std::move(given)); };
    std::vector<std::unique_ptr<store::Task>> tasks;
    tasks.push_back(std::move(prepared.pending));
    EXPECT_TRUE(vault.committer().submit(std::move(tasks)).empty());
    return answer.get_future().get();
  }
  void operate(const std::string& path) {
    ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path(path), "{}").status, 200);
  }
};

TEST_F(SlowRoutes, GiveWhatTheyGive) {
  const auto answer = exported([] {});
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body.expose_text().contains("the value that must stay"));
}

TEST_F(SlowRoutes, GiveNothingToAMachineThatWasSwitchedOffMeanwhile) {
  const auto answer = exported([&] { operate("/machines/" + machine.id + "/disable"); });
  EXPECT_EQ(answer.status, 403);
  EXPECT_FALSE(answer.body.expose_text().contains("the value"));
}

TEST_F(SlowRoutes, GiveNothingToAMachineThatWasRevokedMeanwhile) {
  const auto answer = exported([&] { operate("/machines/" + machine.id + "/revoke"); });
  EXPECT_EQ(answer.status, 401);
  EXPECT_FALSE(answer.body.expose_text().contains("the value"));
}

TEST_F(SlowRoutes, GiveNothingOfAVaultThatWasSuspendedMeanwhile) {
  const auto answer = exported([&] { operate("/suspend"); });
  EXPECT_EQ(answer.status, 403);
  EXPECT_FALSE(answer.body.expose_text().contains("the value"));
}

}  // namespace
}  // namespace signet::testing
