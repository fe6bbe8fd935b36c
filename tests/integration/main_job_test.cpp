// SPDX-License-Identifier: Apache-2.0
// What Signet is for, from an empty folder to the audit trail, and what it still knows after it stopped or fell.
#include "live_vault.hpp"
#include "signet/client/private_file.hpp"
#include "signet/client/server_info.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <future>

namespace signet::testing {
namespace {

using client::ErrorKind;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

constexpr std::string_view kValue = "correct horse battery staple";

std::vector<std::string> actions(const std::vector<client::AuditRecord>& records) {
  std::vector<std::string> names;
  for (const auto& record : records) names.push_back(record.action);
  return names;
}

class MainJob : public LiveVault, public ::testing::WithParamInterface<Algorithm> {};

TEST_P(MainJob, RunsFromAnEmptyFolderToTheAuditTrail) {
  server.start();
  auto owner = vault();
  const auto project = must(owner.create_project("payments")).project_id;
  const auto secret = must(owner.create_secret(project, "database", SecretBytes::from_text(kValue))).secret_id;

  const auto token = must(owner.create_token());
  const client::EnrolOptions options{
      .name = "web-1", .algorithm = GetParam(), .base = server.folder / "machine", .connect = connect()};
  const auto enrolment = must(client::enrol(server.url(), token.token, options));
  const auto& id = enrolment.identity.machine_id;
  const auto pending = must(owner.machine(id));
  EXPECT_EQ(pending.state, client::MachineState::pending);
  EXPECT_EQ(pending.algorithm, info(GetParam()).name);
  EXPECT_EQ(pending.fingerprint, to_hex(enrolment.fingerprint)) << "what people compare before they approve";

  auto machine = open(enrolment.identity);
  EXPECT_EQ(error_of(machine.get(secret)), ErrorKind::access_denied) << "pending";
  must(owner.approve_machine(id));
  EXPECT_EQ(error_of(machine.get(secret)), ErrorKind::access_denied) << "nothing was granted";
  must(owner.add_member(project, id));
  must(owner.grant(secret, id));
  const auto read = must(machine.get(secret));
  EXPECT_EQ(read.value.expose_text(), kValue);
  EXPECT_EQ(read.version, 1U);
  EXPECT_EQ(must(machine.list()).at(0).id, secret);

  const auto request = by_hand(enrolment.identity).sign("GET", "/v1/secret/" + secret);
  EXPECT_EQ(ask(request).body, R"({"value":"correct horse battery staple"})");
  const auto replay = ask(request);
  EXPECT_EQ(replay.status, 401);
  EXPECT_EQ(replay.body, R"({"error":"Unauthorized"})");

  const auto trail = must(owner.audit()).items;
  EXPECT_THAT(actions(trail), IsSupersetOf({"operator_add", "project_create", "secret_create", "bootstrap_token_create",
                                            "machine_register", "machine_approve", "secret_read_denied",
                                            "project_machine_add", "permission_grant", "secret_read", "auth_failure"}));
  EXPECT_EQ(trail.front().action, "auth_failure");
  EXPECT_EQ(trail.front().machine_id, id);
  EXPECT_EQ(trail.front().source_ip, "127.0.0.1");
  EXPECT_THAT(trail.front().detail.value_or(""), HasSubstr("nonce"));
  EXPECT_EQ(trail.at(1).action, "secret_read");
  EXPECT_EQ(trail.at(1).secret_id, secret);
  EXPECT_EQ(server.stop().code, 0);
}

INSTANTIATE_TEST_SUITE_P(With, MainJob,
                         ::testing::Values(Algorithm::ed25519, Algorithm::mldsa65, Algorithm::ed25519_mldsa65,
                                           Algorithm::ed25519_mldsa87, Algorithm::slhdsa_sha2_128s,
                                           Algorithm::slhdsa_shake_128s),
                         [](const auto& of) {
                           auto name = std::string(signet::info(of.param).name);
                           std::erase_if(name, [](char c) { return c == '-' || c == '+'; });
                           return name;
                         });

class Restart : public LiveVault {};

TEST_F(Restart, ForgetsNothing) {
  server.start();
  const auto reader = make_reader(kValue, kDefaultAlgorithm);
  const auto waiting = enrol("waiting");
  const auto trail = must(vault().audit()).items;
  ASSERT_EQ(server.stop().code, 0);

  server.start();
  EXPECT_EQ(must(open(reader.identity).get(reader.secret)).value.expose_text(), kValue);
  EXPECT_EQ(must(vault().machine(waiting.machine_id)).state, client::MachineState::pending);
  EXPECT_EQ(must(vault().project(reader.project)).name, "payments");
  const auto later = must(vault().audit({.to = trail.front().at + std::chrono::milliseconds(1)})).items;
  EXPECT_EQ(actions(later), actions(trail));
}

TEST_F(Restart, KeepsEverythingThatWasAnsweredBeforeAKill) {
  server.start();
  const auto reader = make_reader(kValue);
  must(vault().put_version(reader.secret, SecretBytes::from_text("second"), 1));
  server.kill();
  server.start();
  const auto read = must(open(reader.identity).get(reader.secret));
  EXPECT_EQ(read.value.expose_text(), "second");
  EXPECT_EQ(read.version, 2U);
}

TEST_F(Restart, StillRefusesTheReplayOfARequestFromBefore) {
  server.start();
  const auto reader = make_reader(kValue);
  const auto machine = by_hand(reader.identity);
  const auto before = machine.sign("GET", reader.target());
  const auto write = by_hand().sign("POST", in_vault("/projects"), R"({"name":"once"})");
  ASSERT_EQ(ask(before).status, 200);
  ASSERT_EQ(ask(write).status, 201);
  ASSERT_EQ(server.stop().code, 0);
  server.start();
  EXPECT_EQ(ask(before).status, 401);
  EXPECT_EQ(ask(write).status, 401);

  const auto last = machine.sign("GET", reader.target());
  ASSERT_EQ(ask(last).status, 200);
  server.kill();
  server.start();
  EXPECT_EQ(ask(last, "127.0.0.2").status, 401) << "after the process was killed";
  EXPECT_EQ(ask(machine.sign("GET", reader.target())).status, 200) << "a fresh one passes";
  EXPECT_EQ(must(vault().projects()).items.size(), 2U);
}

TEST_F(Restart, KeepsAnAddressLockedOutEvenAfterAKill) {
  server.start();
  const auto reader = make_reader(kValue);
  const std::string stranger = "127.0.0.9";
  const auto guess =
      http("POST", "/v1/bootstrap/register", "",
           R"({"token":"guess","publicKey":")" +
               to_base64(crypto::PrivateKey::generate(Algorithm::ed25519).public_key().raw()) + R"(","hostname":"h"})");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(guess, stranger).status, 401);
  EXPECT_EQ(ask(guess, stranger).status, 429);
  server.kill();
  server.start();
  const auto locked = ask(by_hand(reader.identity).sign("GET", reader.target()), stranger);
  EXPECT_EQ(locked.status, 429);
  EXPECT_GT(std::stoi(locked["Retry-After"]), 1'700);
  EXPECT_EQ(ask(http("GET", "/readyz"), stranger).status, 200) << "supervisors are answered";
  EXPECT_TRUE(open(reader.identity).get(reader.secret)) << "others are not locked out";

  const auto lockouts = must(admin().lockouts()).items;
  ASSERT_EQ(lockouts.size(), 1U);
  EXPECT_EQ(lockouts.at(0).subject, stranger);
}

TEST_F(Restart, AWriteThatTheDiskRefusedMayHaveHappenedAndIsToldSo) {
  server.start();
  static_cast<void>(make_reader(kValue));
  server.break_disk();
  const std::string body = R"({"name":"in doubt","requestId":"0123456789abcdef"})";
  const auto answer = ask(by_hand().sign("POST", in_vault("/projects"), body));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer["X-Signet-Outcome"], "unknown");
  EXPECT_EQ(server.wait().code, 3);
  EXPECT_THAT(server.log(), HasSubstr("start it again"));

  server.start();
  const auto again = ask(by_hand().sign("POST", in_vault("/projects"), body));
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(must(vault().projects()).items.size(), 2U) << "whatever became of the first, it has happened once";
}

TEST_F(Restart, IsRiddenOutByAClient) {
  server.wanted_port = static_cast<std::uint16_t>(10'000 + getpid() % 20'000);  // below those that are given out
  server.start();
  const auto reader = make_reader(kValue);
  auto machine = open(reader.identity);
  must(machine.get(reader.secret));
  ASSERT_EQ(server.stop().code, 0);
  server.start();
  EXPECT_TRUE(machine.get(reader.secret)) << "its kept connection is replaced";

  server.kill();
  auto waiting = std::async(std::launch::async, [&] { return machine.get(reader.secret); });
  server.start();
  EXPECT_TRUE(waiting.get()) << "and a server that is away for a moment is waited for";
}

TEST_F(Restart, IsNotNeededToSeeThatTheServerIsThere) {
  server.start();
  EXPECT_TRUE(must(client::server_health(server.url())).ready);
  EXPECT_EQ(must(client::server_version(server.url())).installation_id, must(admin().myself()).installation_id);
}

bool has_ipv6() {
  const int probe = socket(AF_INET6, SOCK_STREAM, 0);
  sockaddr_in6 here{};
  here.sin6_family = AF_INET6;
  here.sin6_addr = in6addr_loopback;
  const bool bound = probe >= 0 && bind(probe, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
  if (probe >= 0) close(probe);
  return bound;
}

TEST_F(Restart, ListensOnTheLoopbackAddressesThatTheMachineHas) {
  server.flags = {"--listen", "127.0.0.1,::1"};
  server.start();
  EXPECT_TRUE(must(client::server_health(server.url())).ready);
  if (has_ipv6()) {
    EXPECT_TRUE(must(client::server_health("http://[::1]:" + std::to_string(server.port()))).ready);
  } else {
    EXPECT_THAT(server.log(), HasSubstr("not listening on ::1"));
  }
}

/// The private key of the first operator need never be on the server's machine.
TEST(GivenOperator, SignsWithAKeyThatWasMadeElsewhere) {
  const std::string id = "7d1b0f0a-32c5-4c7a-8f43-5a1f4d9e6b21";
  const auto key = crypto::PrivateKey::generate(kDefaultAlgorithm);
  const auto file = std::filesystem::temp_directory_path() / ("signet-operator-" + std::to_string(getpid()) + ".pub");
  std::ofstream(file) << key.public_key().to_pem();
  Signetd server({"--operator-key", file.string(), "--operator-id", id, "--operator-proof",
                  to_base64(crypto::make_proof(crypto::ProofPurpose::operator_, id, key))});
  std::filesystem::remove(file);
  must(client::write_private_file(server.folder / "key.pem", key.to_pem().expose(), client::IfThere::refuse));
  server.start();
  auto admin =
      must(client::AdminClient::open({.operator_id = id,
                                      .operator_name = "someone",
                                      .installation_id = must(client::server_version(server.url())).installation_id,
                                      .api_url = server.url(),
                                      .private_key_path = server.folder / "key.pem"}));
  const auto myself = must(admin.myself());
  EXPECT_TRUE(myself.root);
  EXPECT_EQ(myself.roles.at(0).role, client::Role::owner);
}

}  // namespace
}  // namespace signet::testing
