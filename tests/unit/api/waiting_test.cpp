// SPDX-License-Identifier: Apache-2.0
// Polls that wait: what wakes them, what they say then, and what they do not hold meanwhile.
#include "signet/schema/limits.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace signet::testing {
namespace {

struct Waiting : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "one");
  std::atomic<int> woken = 0;

  Waiting() { vault.give(machine, project, secret); }

  using Outcome = std::pair<std::optional<api::Response>, std::unique_ptr<api::Parked>>;
  /// To the end of its commit.
  Outcome commit(std::unique_ptr<api::PendingRequest> request) {
    std::promise<Outcome> outcome;
    request->on_answer = [&](api::Response response) noexcept { outcome.set_value({std::move(response), nullptr}); };
    request->on_park = [&](std::unique_ptr<api::Parked> parked) noexcept {
      outcome.set_value({std::nullopt, std::move(parked)});
    };
    std::vector<std::unique_ptr<store::Task>> tasks;
    tasks.push_back(std::move(request));
    EXPECT_TRUE(vault.committer().submit(std::move(tasks)).empty());
    return outcome.get_future().get();
  }
  Outcome poll(const std::string& wait = "60", const std::string& id = {}) {
    const auto body = R"({"watch":[")" + (id.empty() ? secret : id) + R"("],"wait":)" + wait + "}";
    auto request = vault.sign(machine, "POST", "/v1/secrets/poll", body).request;
    return commit(std::move(vault.pipeline().prepare(std::move(request)).pending));
  }
  std::unique_ptr<api::Parked> parked() {
    auto outcome = poll();
    EXPECT_TRUE(outcome.second);
    return std::move(outcome.second);
  }
  std::unique_ptr<api::Waiters::Place> enter(const api::Parked& waiting) {
    return vault.pipeline().enter(waiting, [this]() noexcept { ++woken; });
  }
  /// What it answers now; "" if it goes on waiting.
  std::string resumed(std::unique_ptr<api::Parked>& waiting, bool over = false, int status = 200) {
    auto prepared = vault.pipeline().resume(std::move(waiting), over);
    if (prepared.parked) {
      waiting = std::move(prepared.parked);
      return {};
    }
    auto outcome = commit(std::move(prepared.pending));
    EXPECT_FALSE(outcome.second) << "it has waited";
    EXPECT_EQ(outcome.first->status, status);
    return std::string(outcome.first->body.expose_text());
  }
  [[nodiscard]] std::string says(const std::string& status) const {
    return R"({"changes":{")" + secret + R"(":{"status":")" + status + R"("}}})";
  }
  /// With everybody woken whom it wakes.
  void operate(const std::string& method, const std::string& rest, const std::string& body = "{}") {
    const auto answer = vault.send(vault.root, method, vault.vault_path(rest), body);
    EXPECT_LT(answer.status, 300) << answer.text;
    store::commit_and_wait(vault.committer(), [](store::Transaction&) {});
  }
};

TEST_F(Waiting, IsAfterTheFirstCommit) {
  const auto body = R"({"watch":[")" + secret + R"("],"wait":60})";
  const auto request = vault.sign(machine, "POST", "/v1/secrets/poll", body);
  ASSERT_TRUE(commit(std::move(vault.pipeline().prepare(Installation::copy(request.request)).pending)).second);
  EXPECT_EQ(vault.handle(request).status, 401) << "its nonce is spent";
}

TEST_F(Waiting, IsForWhoAsksAndHasNothingToHear) {
  EXPECT_FALSE(poll("0").second);
  EXPECT_FALSE(poll("60", "sk_0000000000").second) << "there is something to say";
  EXPECT_TRUE(poll("1").second);
  EXPECT_EQ(poll("61").first->status, 400);
  EXPECT_EQ(poll("-1").first->status, 400);
  EXPECT_EQ(poll("\"1\"").first->status, 400);
  EXPECT_EQ(poll("99999999999999999999").first->status, 400);
  EXPECT_EQ(poll("18446744073709551615").first->status, 400);
}

TEST_F(Waiting, EndsWithTheCommitThatChangedTheSecret) {
  auto waiting = parked();
  const auto place = enter(*waiting);
  EXPECT_EQ(resumed(waiting), "");
  operate("POST", "/projects", R"({"name":"other"})");
  static_cast<void>(vault.make_secret(project, "another", "x"));
  static_cast<void>(vault.send(machine, "GET", "/v1/secret/" + secret));
  place->rearm();
  const int before = woken;
  operate("POST", "/secrets/" + secret + "/versions", R"({"value":"two"})");
  EXPECT_EQ(woken, before + 1);
  EXPECT_EQ(resumed(waiting), says("changed"));
}

TEST_F(Waiting, ForAKeyPackageEndsWithItsUpload) {
  const auto owner = vault.make_machine();
  const auto wait = [&] {
    auto request =
        vault.sign(machine, "POST", "/v1/machines/" + owner.id + "/key-packages/take", R"({"wait":60})").request;
    return commit(std::move(vault.pipeline().prepare(std::move(request)).pending)).second;
  };
  auto first = wait(), second = wait();
  ASSERT_TRUE(first && second);
  const auto place = enter(*first);
  EXPECT_EQ(resumed(first), "");
  EXPECT_EQ(vault.send(owner, "POST", "/v1/key-packages", R"({"package":"b25l"})").status, 200);
  store::commit_and_wait(vault.committer(), [](store::Transaction&) {});
  EXPECT_EQ(woken, 1);
  EXPECT_THAT(resumed(first), ::testing::HasSubstr(R"("package":"b25l")"));
  EXPECT_EQ(resumed(second), "") << "somebody else has it: it goes on waiting";
  EXPECT_THAT(resumed(second, true), ::testing::HasSubstr(R"("package":null)"));
}

TEST_F(Waiting, IsNotEndedByWhatConcernsOthers) {
  auto waiting = parked();
  const auto place = enter(*waiting);
  const auto other = vault.make_secret(project, "another", "x");
  operate("POST", "/secrets/" + other + "/versions", R"({"value":"y"})");
  operate("DELETE", "/secrets/" + other);
  static_cast<void>(vault.send(machine, "GET", "/v1/secret/" + secret));
  static_cast<void>(vault.send(machine, "GET", "/v1/secret/sk_0000000000"));
  EXPECT_EQ(woken, 0);
  EXPECT_EQ(resumed(waiting), "");
}

TEST_F(Waiting, EndsWithTheSecretAndWithTheGrant) {
  auto waiting = parked();
  auto place = enter(*waiting);
  operate("DELETE", "/secrets/" + secret + "/grants/" + machine.id);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(resumed(waiting), says("access_denied"));
  vault.give(machine, project, secret);
  waiting = parked();
  place = enter(*waiting);
  operate("DELETE", "/projects/" + project + "/machines/" + machine.id);
  EXPECT_EQ(woken, 2);
  EXPECT_EQ(resumed(waiting), says("access_denied"));
  vault.give(machine, project, secret);
  waiting = parked();
  place = enter(*waiting);
  operate("DELETE", "/secrets/" + secret);
  EXPECT_EQ(woken, 3);
  EXPECT_EQ(resumed(waiting), says("deleted"));
}

TEST_F(Waiting, EndsWithTheMachine) {
  auto waiting = parked();
  const auto place = enter(*waiting);
  const auto lockouts = vault.services().store.reader()->snapshot()->list_lockouts().size();
  operate("POST", "/machines/" + machine.id + "/revoke");
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(resumed(waiting, false, 401), R"({"error":"Unauthorized"})");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "auth_failure");
  EXPECT_EQ(vault.services().store.reader()->snapshot()->list_lockouts().size(), lockouts)
      << "it was who it said when it came";
}

TEST_F(Waiting, EndsWithTheMachineDisabledOrTheVaultSuspended) {
  auto waiting = parked();
  auto place = enter(*waiting);
  operate("POST", "/suspend");
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(resumed(waiting, false, 403), R"({"error":"Forbidden"})");
  operate("POST", "/resume");
  waiting = parked();
  place = enter(*waiting);
  operate("POST", "/machines/" + machine.id + "/disable");
  EXPECT_EQ(woken, 2);
  EXPECT_EQ(resumed(waiting, false, 403), R"({"error":"Forbidden"})");
}

TEST_F(Waiting, EndsWithItsTimeAndNothingToSay) {
  auto waiting = parked();
  EXPECT_EQ(waiting->until, vault.clock.monotonic() + limits::kMaxWait);
  const auto records = vault.audit_size(vault.vault_id);
  EXPECT_EQ(resumed(waiting, true), R"({"changes":{}})");
  EXPECT_EQ(vault.audit_size(vault.vault_id), records);
}

TEST_F(Waiting, IsDecidedAgainInItsSecondCommit) {
  auto waiting = parked();
  operate("POST", "/secrets/" + secret + "/versions", R"({"value":"two"})");
  auto prepared = vault.pipeline().resume(std::move(waiting), false);
  ASSERT_TRUE(prepared.pending);
  operate("POST", "/machines/" + machine.id + "/revoke");
  EXPECT_EQ(commit(std::move(prepared.pending)).first->status, 401);
}

TEST_F(Waiting, HasRoomForFourOfAMachine) {
  std::vector<std::unique_ptr<api::Waiters::Place>> places;
  const auto waiting = parked();
  for (std::size_t i = 0; i < limits::kMaxWaitingOfOne; ++i) places.push_back(enter(*waiting));
  EXPECT_TRUE(places.back());
  EXPECT_FALSE(enter(*waiting));
  EXPECT_EQ(waiting->otherwise.body.expose_text(), R"({"changes":{}})");
  places.pop_back();
  EXPECT_TRUE(enter(*waiting));
}

TEST(Waiters, AreTenThousandAtMost) {
  api::Waiters waiters;
  std::vector<std::unique_ptr<api::Waiters::Place>> places;
  const auto enter = [&](const std::string& identity) {
    return waiters.enter({"vault", identity, {"secret", "secret"}}, []() noexcept {});
  };
  for (std::size_t i = 0; i < limits::kMaxWaiting; ++i) places.push_back(enter(std::to_string(i)));
  EXPECT_TRUE(places.back());
  EXPECT_FALSE(enter("one more"));
  places.pop_back();
  EXPECT_TRUE(enter("one more"));
}

TEST(Waiters, AreWokenOnceUntilTheyLook) {
  api::Waiters waiters;
  int woken = 0;
  auto place = waiters.enter({"vault", "machine", {"secret"}}, [&]() noexcept { ++woken; });
  waiters.changed("vault", "other", "other");
  waiters.changed("other", "", "");
  EXPECT_EQ(woken, 0);
  waiters.changed("vault", "", "");
  waiters.changed("vault", "machine", "secret");
  EXPECT_EQ(woken, 1);
  place->rearm();
  waiters.changed("vault", "", "secret");
  EXPECT_EQ(woken, 2);
  place->rearm();
  place.reset();
  waiters.changed("vault", "machine", "secret");
  EXPECT_EQ(woken, 2);
}

}  // namespace
}  // namespace signet::testing
