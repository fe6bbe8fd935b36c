// SPDX-License-Identifier: Apache-2.0
// Polls that wait, over the socket: each is answered by what happens in the vault, to its machine, to the server or to
// its own connection.
#include "certificate.hpp"
#include "live_vault.hpp"
#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

namespace signet::testing {
namespace {

class Waiting : public LiveVault {
 protected:
  Waiting() {
    server.flags = {"--threads", "1"};  // so that what was sent first has begun first
    server.start();
    reader = make_reader("one");
    EXPECT_EQ(ask(by_hand(reader.identity).sign("GET", reader.target())).status, 200);
  }
  [[nodiscard]] std::string poll(int wait) const {
    return by_hand(reader.identity)
        .sign("POST", "/v1/secrets/poll",
              R"({"watch":[")" + reader.secret + R"("],"wait":)" + std::to_string(wait) + "}");
  }
  /// A connection whose poll has been sent.
  [[nodiscard]] RawConnection waiting() const {
    auto made = connection();
    EXPECT_TRUE(made.send(poll(60)));
    return made;
  }
  [[nodiscard]] std::string says(const std::string& status) const {
    return R"({"changes":{")" + reader.secret + R"(":{"status":")" + status + R"("}}})";
  }
  void replace() { must(vault().put_version(reader.secret, SecretBytes::from_text("next"))); }

  Reader reader;
};

TEST_F(Waiting, ANewVersionAnswersAndTheConnectionGoesOn) {
  auto connection = waiting();
  replace();
  EXPECT_EQ(connection.answer().body, says("changed"));
  EXPECT_EQ(connection.ask(by_hand(reader.identity).sign("GET", reader.target())).body, R"({"value":"next"})");
  ASSERT_TRUE(connection.send(poll(60)));
  replace();
  EXPECT_EQ(connection.answer().body, says("changed"));
}

TEST_F(Waiting, WhatIsPipelinedBehindItIsAnsweredAfterIt) {
  auto connection = waiting();
  ASSERT_TRUE(connection.send(by_hand(reader.identity).sign("GET", reader.target())));
  replace();
  EXPECT_EQ(connection.answer().body, says("changed"));
  EXPECT_EQ(connection.answer().body, R"({"value":"next"})");
}

TEST_F(Waiting, DeletionAnswers) {
  auto connection = waiting();
  must(vault().delete_secret(reader.secret));
  EXPECT_EQ(connection.answer().body, says("deleted"));
}

TEST_F(Waiting, ALostGrantAnswers) {
  auto connection = waiting();
  must(vault().revoke_grant(reader.secret, reader.identity.machine_id));
  EXPECT_EQ(connection.answer().body, says("access_denied"));
}

TEST_F(Waiting, RevocationAnswers401) {
  auto connection = waiting();
  must(vault().revoke_machine(reader.identity.machine_id));
  EXPECT_EQ(connection.answer().status, 401);
}

TEST_F(Waiting, SuspensionAnswers403) {
  auto connection = waiting();
  must(vault().suspend());
  EXPECT_EQ(connection.answer().status, 403);
}

TEST_F(Waiting, TheEndOfItsTimeAnswers) {
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = ask(poll(1));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"changes":{}})");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

TEST_F(Waiting, TheEndOfTheServerAnswers) {
  auto connection = waiting();
  EXPECT_EQ(ask(by_hand(reader.identity).sign("GET", "/v1/secrets")).status, 200) << "the poll before it has begun";
  EXPECT_EQ(server.stop().code, 0);
  EXPECT_EQ(connection.answer().body, R"({"changes":{}})");
  EXPECT_TRUE(connection.ended());
}

TEST_F(Waiting, AClientThatHangsUpFreesItsPlace) {
  const auto waits = [&] {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(ask(poll(1)).body, R"({"changes":{}})");
    return std::chrono::steady_clock::now() - begin >= std::chrono::seconds(1);
  };
  const auto eventually = [](const auto& is_so) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    bool so = is_so();
    while (!so && std::chrono::steady_clock::now() < patience) so = is_so();
    return so;
  };
  std::vector<RawConnection> taken;
  for (std::size_t i = 0; i < limits::kMaxWaitingOfOne; ++i) taken.push_back(waiting());
  EXPECT_EQ(ask(by_hand(reader.identity).sign("GET", "/v1/secrets")).status, 200) << "the polls before it wait";
  EXPECT_TRUE(eventually([&] { return !waits(); })) << "no place is left: answered at once";
  taken.pop_back();
  EXPECT_TRUE(eventually(waits));
  replace();
  for (auto& connection : taken) EXPECT_EQ(connection.answer().body, says("changed"));
}

class WaitingOverTls : public LiveVault {};

TEST_F(WaitingOverTls, AConnectionWaitsAndGoesOn) {
  const auto certificate = make_certificate(server.folder, "tls");
  authority = certificate.certificate;
  server.flags = {"--tls-mode", "on", "--tls-certificate", certificate.certificate.string(),
                  "--tls-private-key", certificate.key.string()};
  server.start();
  const auto reader = make_reader("one");
  auto client = open(reader.identity);
  const std::vector<std::string> watched{reader.secret};
  for (int round = 0; round < 3; ++round) {
    static_cast<void>(must(client.get(reader.secret)));
    auto changes = std::async(std::launch::async, [&] { return must(client.poll(watched, std::chrono::seconds(60))); });
    must(vault().put_version(reader.secret, SecretBytes::from_text("next")));
    EXPECT_EQ(changes.get().at(reader.secret), client::SecretEvent::changed);
  }
}

}  // namespace
}  // namespace signet::testing
