// SPDX-License-Identifier: Apache-2.0
// One secret read by one machine: what is written, and what is not.
#include "store/deliveries.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Delivering : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "one");

  [[nodiscard]] Answer read() { return vault.send(machine, "GET", "/v1/secret/" + secret); }
  [[nodiscard]] std::optional<std::uint64_t> delivered() {
    const auto reader = vault.services().store.reader();
    return reader->snapshot()->deliveries().find_delivered(*MachineId::parse(machine.id), *SecretId::parse(secret));
  }
  [[nodiscard]] int replace(const std::string& value) {
    return vault.send(vault.root, "POST", vault.vault_path("/secrets/" + secret + "/versions"),
                      R"({"value":")" + value + R"("})").status;
  }
};

TEST_F(Delivering, RemembersTheVersionThatTheMachineWasGiven) {
  vault.give(machine, project, secret);
  EXPECT_EQ(delivered(), std::nullopt);
  EXPECT_EQ(read()["value"], "one");
  EXPECT_EQ(delivered(), 1U);
  ASSERT_EQ(replace("two"), 201);
  EXPECT_EQ(delivered(), 1U);
  EXPECT_EQ(read()["value"], "two");
  EXPECT_EQ(delivered(), 2U);
}

TEST_F(Delivering, OfALostAnswerIsTakenBackAndPolledAgain) {
  vault.give(machine, project, secret);
  const auto poll = [&] {
    return vault.send(machine, "POST", "/v1/secrets/poll", R"({"watch":[")" + secret + R"("]})").text;
  };
  const std::string changed = R"({"changes":{")" + secret + R"(":{"status":"changed"}}})",
                    nothing = R"({"changes":{}})";
  EXPECT_EQ(read().status, 200);
  ASSERT_EQ(replace("two"), 201);
  EXPECT_EQ(poll(), changed);
  vault.lose(vault.sign(machine, "GET", "/v1/secret/" + secret));
  EXPECT_EQ(delivered(), 1U);
  EXPECT_EQ(poll(), changed) << "it never got the new value";
  vault.lose(vault.sign(machine, "POST", "/v1/secrets/export"));
  EXPECT_EQ(poll(), changed);
  EXPECT_EQ(read()["value"], "two");
  EXPECT_EQ(poll(), nothing);
  vault.lose(vault.sign(machine, "GET", "/v1/secret/" + secret));
  EXPECT_EQ(poll(), nothing) << "that told it nothing new";
}

TEST_F(Delivering, OfAFirstAnswerThatWasLostIsForgotten) {
  vault.give(machine, project, secret);
  vault.lose(vault.sign(machine, "GET", "/v1/secret/" + secret));
  EXPECT_EQ(delivered(), std::nullopt);
}

TEST_F(Delivering, OfALostAnswerStaysIfAnotherCame) {
  vault.give(machine, project, secret);
  EXPECT_EQ(read().status, 200);
  const auto id = *SecretId::parse(secret);
  const auto of = *MachineId::parse(machine.id);
  ASSERT_EQ(replace("two"), 201);
  EXPECT_EQ(read()["value"], "two");
  store::commit_and_wait(vault.committer(), [&](store::Transaction& t) { t.deliveries().take_back({of, id, 1, {}}); });
  EXPECT_EQ(delivered(), 2U);
}

TEST_F(Delivering, OfWhatTheMachineHasSeenIsAnsweredFromTheSnapshot) {
  vault.give(machine, project, secret);
  EXPECT_EQ(read().status, 200);
  vault.clock.advance(std::chrono::seconds(5));
  const auto records = vault.audit_size(vault.vault_id);
  EXPECT_EQ(read()["value"], "one");
  EXPECT_EQ(vault.actions(vault.vault_id, records), std::vector<std::string>{"secret_read"});
}

TEST_F(Delivering, DeniedDeliversNothing) {
  EXPECT_EQ(read().status, 403);
  EXPECT_EQ(delivered(), std::nullopt);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
}

}  // namespace
}  // namespace signet::testing
