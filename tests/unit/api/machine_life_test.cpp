// SPDX-License-Identifier: Apache-2.0
// Machines that end: at once when they are due, swept soon after; extending them; and what a revocation would do.
#include "support/installation.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace signet::testing {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct MachineLife : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "v");

  std::string make_token(const json& body) {
    return vault.send(vault.root, "POST", vault.vault_path("/enrolment-tokens"), body.dump())["token"];
  }
  Signer enrol(const std::string& token) {
    const auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(Algorithm::ed25519));
    const auto answer = vault.enrol(token, *key);
    EXPECT_EQ(answer.status, 200) << answer.text;
    return {answer["machineId"], key, false};
  }
  Signer make_ephemeral() {
    return enrol(make_token({{"kind", "enrolment"},
                             {"name", "fleet"},
                             {"uses", 9},
                             {"tokenLifetimeSeconds", 86'400},
                             {"machineLifetimeSeconds", 3'600},
                             {"projectIds", {project}},
                             {"secretIds", {secret}}}));
  }
  Signer make_temporary() {
    const auto machine = enrol(make_token({{"kind", "temporary"}, {"machineLifetimeSeconds", 3'600}}));
    EXPECT_EQ(show(machine)["state"], "pending");
    EXPECT_EQ(post(machine, "/approve").status, 200);
    return machine;
  }
  Answer show(const Signer& machine) {
    return vault.send(vault.root, "GET", vault.vault_path("/machines/" + machine.id));
  }
  Answer post(const Signer& machine, const std::string& what, const std::string& body = "{}") {
    return vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + what), body);
  }
  Answer list(const Signer& machine) { return vault.send(machine, "GET", "/v1/secrets"); }
};

TEST_F(MachineLife, EndsOnTheMillisecondAndIsNotCounted) {
  const auto machine = make_ephemeral();
  vault.clock.advance(hours(1) - milliseconds(1));
  EXPECT_EQ(list(machine).status, 200);
  vault.clock.advance(milliseconds(1));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(list(machine).status, 401) << "a good signature never locks anybody out";
}

TEST_F(MachineLife, ThatEndedUsesUpNothingOfItsAddress) {
  const auto machine = make_ephemeral();
  vault.set_budgets({.checks_per_address = 1, .checks_of_strangers = 1});
  vault.clock.advance(hours(1));
  for (int i = 0; i < 20; ++i) ASSERT_EQ(list(machine).status, 401) << "what signs well is no attack";
}

TEST_F(MachineLife, OfAnEphemeralMachineIsSwept) {
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  const auto machine = make_ephemeral(), younger = [&] {
    vault.clock.advance(seconds(40));
    return make_ephemeral();
  }();
  vault.clock.advance(hours(1) - seconds(40));
  housekeeping.tick();
  const auto last = vault.audit(vault.vault_id).back();
  EXPECT_EQ(show(machine).status, 404);
  EXPECT_EQ(show(younger).status, 200);
  EXPECT_EQ(text_of(last["action"]), "machine_expire");
  EXPECT_EQ(text_of(last["machineId"]), machine.id);
  EXPECT_EQ(text_of(last["actorKind"]), "system");
  EXPECT_EQ(make_ephemeral().id.size(), 36U);
  const auto machines = vault.send(vault.root, "GET", vault.vault_path("/machines"));
  EXPECT_NE(machines.text.find("\"name\":\"web-1\""), std::string::npos) << "the name is free again";
}

TEST_F(MachineLife, IsSweptByThousandsInSlices) {
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  ASSERT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) {
    for (int i = 0; i < 401; ++i) {
      const auto id = MachineId::make(crypto::system_random());
      std::array<std::uint8_t, 32> print{};
      crypto::system_random().fill(print);
      tx.insert_machine({.id = id,
                         .vault = *VaultId::parse(vault.vault_id),
                         .kind = MachineKind::ephemeral,
                         .name = id.str(),
                         .hostname = "h",
                         .approved = true,
                         .key = {.algorithm = Algorithm::ed25519, .raw = Bytes(32, 1), .fingerprint = print,
                                 .created_at = vault.clock.now()},
                         .created_at = vault.clock.now(),
                         .expires_at = vault.clock.now()});
    }
  }));
  vault.clock.advance(seconds(30));
  housekeeping.tick();
  const auto actions = vault.actions(vault.vault_id);
  EXPECT_EQ(std::ranges::count(actions, "machine_expire"), 401);
}

TEST_F(MachineLife, IsNotSweptWhileTheClockJumps) {
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  const auto machine = make_ephemeral();
  vault.clock.jump(hours(2));
  vault.clock.advance(seconds(30));
  housekeeping.tick();
  EXPECT_EQ(show(machine).status, 200) << "two hours ahead, perhaps by mistake";
}

TEST_F(MachineLife, OfATemporaryMachineEndsInDisabledAndCanBeExtended) {
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  const auto machine = make_temporary();
  EXPECT_EQ(show(machine)["kind"], "temporary");
  EXPECT_EQ(list(machine).status, 200);
  vault.clock.advance(hours(1));
  EXPECT_EQ(list(machine).status, 401);
  housekeeping.tick();
  EXPECT_EQ(show(machine)["state"], "disabled");
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["action"]), "machine_disable");
  EXPECT_EQ(list(machine).status, 403);
  EXPECT_EQ(post(machine, "/enable").status, 409) << "it would end at once";
  const auto extended = post(machine, "/extend", R"({"lifetimeSeconds":7200})");
  EXPECT_EQ(extended.status, 200) << extended.text;
  EXPECT_EQ(json::parse(extended.text).at("expiresAt").get<std::int64_t>(), to_millis(vault.clock.now()) + 7'200'000);
  EXPECT_EQ(extended["state"], "disabled") << "whoever disabled it may have had another reason";
  EXPECT_EQ(post(machine, "/enable").status, 200);
  EXPECT_EQ(list(machine).status, 200);
}

TEST_F(MachineLife, CanBeShortened) {
  const auto machine = make_ephemeral();
  ASSERT_EQ(post(machine, "/extend", R"({"lifetimeSeconds":60})").status, 200);
  vault.clock.advance(seconds(59));
  EXPECT_EQ(list(machine).status, 200);
  vault.clock.advance(seconds(1));
  EXPECT_EQ(list(machine).status, 401);
  EXPECT_EQ(text_of(vault.audit(vault.vault_id).back()["action"]), "auth_failure");
}

TEST_F(MachineLife, RefusesWrongExtensions) {
  const auto machine = make_ephemeral();
  for (const char* body : {"{}", R"({"lifetimeSeconds":59})", R"({"lifetimeSeconds":31622401})",
                           R"({"lifetimeSeconds":"1h"})", R"({"lifetimeSeconds":null})"}) {
    const auto answer = post(machine, "/extend", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer["field"], "lifetimeSeconds") << body;
  }
  EXPECT_EQ(post(machine, "/extend", R"({"lifetimeSeconds":60,"x":1})")["field"], "x");
  EXPECT_EQ(post(machine, "/extend", R"({"lifetimeSeconds":31622400})").status, 200);
  EXPECT_EQ(post(vault.make_machine(), "/extend", R"({"lifetimeSeconds":60})").status, 409) << "it has no end";
  const auto absent =
      post({"00000000-0000-4000-8000-000000000000", nullptr, false}, "/extend", R"({"lifetimeSeconds":60})");
  EXPECT_EQ(absent.status, 404);
  const auto elsewhere =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto foreign =
      vault.send(vault.root, "POST", "/v1/admin/vaults/" + elsewhere + "/machines/" + machine.id + "/extend",
                 R"({"lifetimeSeconds":60})");
  EXPECT_EQ(foreign.text, absent.text);
}

TEST_F(MachineLife, APreviewOfItsRevocationSaysWhatWouldGoAndChangesNothing) {
  const auto machine = make_ephemeral();
  const auto before = vault.state_digest();
  const auto look = [&] {
    return vault.send(vault.root, "GET", vault.vault_path("/machines/" + machine.id + "/revocation"));
  };
  const auto preview = json::parse(look().text);
  EXPECT_EQ(vault.state_digest(), before);
  EXPECT_EQ(preview.at("machineId"), machine.id);
  EXPECT_EQ(preview.at("projects"), json({{{"projectId", project}, {"name", "p"}}}));
  EXPECT_EQ(preview.at("grants"),
            json({{{"secretId", secret}, {"name", "s"}, {"projectId", project}, {"kind", "read"}}}));
  EXPECT_TRUE(preview.at("coSigns").empty());
  ASSERT_EQ(preview.at("tokens").size(), 1U) << "with it the machine could come in again";
  EXPECT_EQ(preview.at("tokens")[0].at("usesLeft"), 8);
  EXPECT_EQ(list(machine).status, 200);
  vault.clock.advance(hours(24));
  EXPECT_TRUE(json::parse(look().text).at("tokens").empty()) << "expired";
  EXPECT_EQ(post(machine, "/revoke").status, 200);
  EXPECT_EQ(look().status, 404);
}

TEST_F(MachineLife, APreviewOfItsRevocationNamesThePoliciesThatWaitForItsSignature) {
  const auto machine = make_ephemeral();
  const auto other = vault.make_machine();
  const auto make_policy = [&](const std::string& name, const std::string& co_signer, const char* on) {
    const auto made = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/policies"),
                                 R"({"name":")" + name + R"(","coSignEnabled":)" + on + R"(,"coSignMachineId":")" +
                                     co_signer + R"(","coSignWindowSeconds":60})");
    EXPECT_EQ(made.status, 201) << made.text;
    return made["policyId"];
  };
  const auto first = make_policy("first", machine.id, "true");
  (void)make_policy("another's", other.id, "true");
  (void)make_policy("off", machine.id, "false");
  const auto second = make_policy("second", machine.id, "true");
  const auto seen = vault.send(vault.root, "GET", vault.vault_path("/machines/" + machine.id + "/revocation"));
  EXPECT_EQ(json::parse(seen.text).at("coSigns"),
            json({{{"policyId", first}, {"name", "first"}, {"projectId", project}},
                  {{"policyId", second}, {"name", "second"}, {"projectId", project}}}));
}

TEST_F(MachineLife, ShowsTheReadsOfItsLastDay) {
  const auto machine = make_temporary();
  vault.give(machine, project, secret);
  ASSERT_EQ(post(machine, "/extend", R"({"lifetimeSeconds":604800})").status, 200);
  const auto reads = [&] { return json::parse(show(machine).text).at("readsLastDay").get<int>(); };
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  for (int i = 0; i < 2; ++i) ASSERT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 200);
  housekeeping.tick();
  EXPECT_EQ(reads(), 2);
  vault.clock.advance(hours(22));
  EXPECT_EQ(reads(), 2);
  vault.clock.advance(hours(2));
  EXPECT_EQ(reads(), 0);
}

}  // namespace
}  // namespace signet::testing
