// SPDX-License-Identifier: Apache-2.0
// A nonce is spent once, and a request has one effect.
#include "support/installation.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <latch>

namespace signet::testing {
namespace {

TEST(Replay, IsRefusedAndRecorded) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto request = vault.sign(machine, "GET", "/v1/secrets");
  EXPECT_EQ(vault.handle(request).status, 200);
  EXPECT_EQ(vault.handle(request).status, 401);
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["detail"]), "nonce already spent");
}

TEST(Replay, IsRefusedAfterARestart) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto request = vault.sign(machine, "GET", "/v1/secrets");
  EXPECT_EQ(vault.handle(request).status, 200);
  vault.restart();
  EXPECT_EQ(vault.handle(request).status, 401);
}

TEST(Replay, OfANonceUnderAnotherTimeIsRefused) {
  Installation vault;
  const auto machine = vault.make_machine();
  auto request = vault.sign(machine, "GET", "/v1/secrets");
  EXPECT_EQ(vault.handle(request).status, 200);
  vault.clock.advance(std::chrono::seconds(5));
  auto again = vault.sign(machine, "GET", "/v1/secrets");
  again.header(header::kNonce) = request.header(header::kNonce);
  const auto payload = canonical_request("GET", "/v1/secrets", again.header(header::kTimestamp),
                                         again.header(header::kNonce), crypto::sha256_hex({}));
  again.header(header::kSignature) = to_base64(machine.key->sign(as_bytes(payload)));
  EXPECT_EQ(vault.handle(again).status, 401);
}

TEST(Replay, OfAnotherMachinesNonceIsNoReplay) {
  Installation vault;
  const auto one = vault.make_machine(), two = vault.make_machine();
  auto first = vault.sign(one, "GET", "/v1/secrets");
  EXPECT_EQ(vault.handle(first).status, 200);
  auto second = vault.sign(two, "GET", "/v1/secrets");
  second.header(header::kNonce) = first.header(header::kNonce);
  const auto payload = canonical_request("GET", "/v1/secrets", second.header(header::kTimestamp),
                                         second.header(header::kNonce), crypto::sha256_hex({}));
  second.header(header::kSignature) = to_base64(two.key->sign(as_bytes(payload)));
  EXPECT_EQ(vault.handle(second).status, 200);
}

TEST(Replay, AForgedSignatureDoesNotBurnTheNonce) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto real = vault.sign(machine, "GET", "/v1/secrets");
  auto forged = Signed{Installation::copy(real.request)};
  forged.header(header::kSignature)[3] ^= 1;
  EXPECT_EQ(vault.handle(forged).status, 401);
  EXPECT_EQ(vault.handle(real).status, 200);
}

/// Sends copies of one request at once, each prepared before any is committed.
std::vector<int> send_at_once(Installation& vault, const Signed& request, int copies) {
  std::vector<std::unique_ptr<store::Task>> tasks;
  std::vector<std::future<int>> answers;
  for (int i = 0; i < copies; ++i) {
    auto prepared = vault.pipeline().prepare(Installation::copy(request.request));
    auto promise = std::make_shared<std::promise<int>>();
    answers.push_back(promise->get_future());
    prepared.pending->on_answer = [promise](api::Response answer) noexcept { promise->set_value(answer.status); };
    tasks.push_back(std::move(prepared.pending));
  }
  EXPECT_TRUE(vault.committer().submit(std::move(tasks)).empty());
  std::vector<int> statuses;
  for (auto& answer : answers) statuses.push_back(answer.get());
  return statuses;
}

TEST(Replay, OfTwoHundredAtOnceExactlyOneSucceeds) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto statuses = send_at_once(vault, vault.sign(machine, "GET", "/v1/secrets"), 200);
  EXPECT_EQ(std::ranges::count(statuses, 200), 1);
  EXPECT_EQ(std::ranges::count(statuses, 401), 199);
}

TEST(Replay, OfAWriteHasOneEffect) {
  Installation vault;
  const auto request = vault.sign(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"once"})");
  const auto statuses = send_at_once(vault, request, 20);
  EXPECT_EQ(std::ranges::count(statuses, 201), 1);
  vault.clock.advance(std::chrono::hours(1));  // the replays locked the address out
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).body["items"].size(), 1u);
}

TEST(Replay, BelowTheNonceFloorNothingIsDecided) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto request = vault.sign(machine, "GET", "/v1/secrets");
  const auto floor = to_unix_seconds(vault.clock.now()) + 1;
  store::commit_and_wait(vault.committer(),
                         [&](store::Transaction& tx) { EXPECT_TRUE(tx.forget_nonces(floor, 1000)); });
  const auto failures = vault.services().store.reader()->snapshot()->list_lockouts().size();
  const auto answer = vault.handle(request);
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("Retry-After"), "");
  EXPECT_EQ(vault.services().store.reader()->snapshot()->list_lockouts().size(), failures) << "not counted";
}

/// Holds the writer until it is let go, so that requests are prepared on one state and committed on another.
class Pause final : public store::Task {
 public:
  explicit Pause(std::latch& latch) : latch_(latch) {}
  void run(store::Transaction&) override { latch_.wait(); }
  void record_failure(store::Transaction&, const std::exception&) override {}
  void done(store::Outcome) noexcept override {}

 private:
  std::latch& latch_;
};

TEST(Commit, NoValueLeavesAfterARevocationThatWasQueuedBefore) {
  Installation vault;
  const auto project = vault.make_project("p");
  const auto secret = vault.make_secret(project, "s", "very secret value");
  const auto machine = vault.make_machine();
  vault.give(machine, project, secret);

  for (const std::string change : {"grant", "disable", "suspend", "revoke"}) {
    SCOPED_TRACE(change);
    std::latch latch(1);
    std::vector<std::unique_ptr<store::Task>> tasks;
    tasks.push_back(std::make_unique<Pause>(latch));
    ASSERT_TRUE(vault.committer().submit(std::move(tasks)).empty());
    tasks.clear();

    std::vector<std::future<api::Response>> answers;
    const auto stage = [&](const Signed& request) {
      auto prepared = vault.pipeline().prepare(Installation::copy(request.request));
      ASSERT_NE(prepared.pending, nullptr);
      auto promise = std::make_shared<std::promise<api::Response>>();
      answers.push_back(promise->get_future());
      prepared.pending->on_answer = [promise](api::Response answer) noexcept { promise->set_value(std::move(answer)); };
      tasks.push_back(std::move(prepared.pending));
    };
    if (change == "grant")
      stage(vault.sign(vault.root, "DELETE", vault.vault_path("/secrets/" + secret + "/grants/" + machine.id)));
    if (change == "disable")
      stage(vault.sign(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/disable"), "{}"));
    if (change == "suspend") stage(vault.sign(vault.root, "POST", vault.vault_path("/suspend"), "{}"));
    if (change == "revoke")
      stage(vault.sign(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/revoke"), "{}"));
    for (int i = 0; i < 50; ++i) stage(vault.sign(machine, "GET", "/v1/secret/" + secret));
    ASSERT_TRUE(vault.committer().submit(std::move(tasks)).empty());
    latch.count_down();

    EXPECT_EQ(answers[0].get().status, 200);
    for (std::size_t i = 1; i < answers.size(); ++i) {
      const auto answer = answers[i].get();
      EXPECT_EQ(answer.status, change == "revoke" ? 401 : 403);
      EXPECT_EQ(answer.body.expose_text().find("very secret"), std::string_view::npos);
    }
    for (auto& record : vault.audit(vault.vault_id)) EXPECT_NE(text_of(record["action"]), "secret_read");

    // Back to where the next change begins.
    if (change == "grant") vault.give(machine, project, secret);
    if (change == "disable")
      (void)vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/enable"), "{}");
    if (change == "suspend") (void)vault.send(vault.root, "POST", vault.vault_path("/resume"), "{}");
    vault.clock.advance(std::chrono::hours(1));
  }
}

TEST(Commit, AnOperatorWhoLostTheRoleMeanwhileChangesNothing) {
  Installation vault;
  const auto admin = vault.make_operator(Role::admin, vault.vault_id);
  std::latch latch(1);
  std::vector<std::unique_ptr<store::Task>> tasks;
  tasks.push_back(std::make_unique<Pause>(latch));
  ASSERT_TRUE(vault.committer().submit(std::move(tasks)).empty());
  tasks.clear();
  std::vector<std::future<int>> answers;
  for (const auto& request : {vault.sign(vault.root, "DELETE", vault.vault_path("/operators/" + admin.id)),
                              vault.sign(admin, "POST", vault.vault_path("/projects"), R"({"name":"late"})")}) {
    auto prepared = vault.pipeline().prepare(Installation::copy(request.request));
    auto promise = std::make_shared<std::promise<int>>();
    answers.push_back(promise->get_future());
    prepared.pending->on_answer = [promise](api::Response answer) noexcept { promise->set_value(answer.status); };
    tasks.push_back(std::move(prepared.pending));
  }
  ASSERT_TRUE(vault.committer().submit(std::move(tasks)).empty());
  latch.count_down();
  EXPECT_EQ(answers[0].get(), 200);
  EXPECT_EQ(answers[1].get(), 401);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).body["items"].size(), 0u);
}

}  // namespace
}  // namespace signet::testing
