// SPDX-License-Identifier: Apache-2.0
// Tokens for many machines: what they hand out, to whom, how often, and what is the same 401.
#include "signet/schema/encoding.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <future>

namespace signet::testing {
namespace {

using nlohmann::json;

struct EnrolmentTokens : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "v");
  std::string other_project = vault.make_project("q");
  std::string other_secret = vault.make_secret(other_project, "t", "w");

  json fleet() const {
    return {{"kind", "enrolment"},          {"name", "fleet"},
            {"uses", 3},                    {"tokenLifetimeSeconds", 3600},
            {"machineLifetimeSeconds", 600}, {"projectIds", {project}},
            {"secretIds", {secret}}};
  }
  Answer make(const json& body) {
    return vault.send(vault.root, "POST", vault.vault_path("/enrolment-tokens"), body.dump());
  }
  std::string make_token(const json& body) {
    const auto made = make(body);
    EXPECT_EQ(made.status, 201) << made.text;
    return made["token"];
  }
  Answer enrol(const std::string& token, const crypto::PrivateKey& key, const std::string& hostname = "web-1",
               const std::string& in = {}) {
    const json body{{"token", token},
                    {"hostname", hostname},
                    {"publicKey", to_base64(key.public_key().raw())},
                    {"laterField", 1}};
    return vault.handle({{"POST", "/v1/" + (in.empty() ? vault.vault_id : in) + "/enroll/register", {},
                          *Address::parse(vault.address)},
                         SecretBytes::from_text(body.dump())});
  }
  Answer enrol(const std::string& token) { return enrol(token, crypto::PrivateKey::generate(Algorithm::ed25519)); }
  Answer show(const std::string& token_id) {
    return vault.send(vault.root, "GET", vault.vault_path("/enrolment-tokens/" + token_id));
  }
  Answer show_machine(const std::string& id) {
    return vault.send(vault.root, "GET", vault.vault_path("/machines/" + id));
  }
};

TEST_F(EnrolmentTokens, GiveAnApprovedMachineThatReadsAtOnceAndExpires) {
  const auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::generate(Algorithm::ed25519));
  const auto token = make_token(fleet());
  const auto answer = enrol(token, *key);
  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto body = json::parse(answer.text);
  EXPECT_EQ(body.size(), 4U) << "and apiUrl where there is one: " << answer.text;
  EXPECT_EQ(body.at("expiresAt").get<std::int64_t>(), to_millis(vault.clock.now()) + 600'000);
  EXPECT_EQ(answer["vaultId"], vault.vault_id);
  EXPECT_EQ(answer["machineName"], "web-1");
  const Signer machine{answer["machineId"], key, false};
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).text, R"({"value":"v"})");
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + other_secret).status, 403);
  EXPECT_EQ(show_machine(machine.id)["kind"], "ephemeral");
  EXPECT_EQ(show_machine(machine.id)["state"], "approved");
}

TEST_F(EnrolmentTokens, RecordWhatTheyHandOut) {
  const auto before = vault.audit_size(vault.vault_id);
  const auto token = make_token(fleet());
  ASSERT_EQ(enrol(token).status, 200);
  const std::vector<std::string> expected{"bootstrap_token_create", "machine_register", "project_machine_add",
                                          "permission_grant"};
  EXPECT_EQ(vault.actions(vault.vault_id, before), expected);
  for (const auto& record : vault.audit(vault.vault_id))
    EXPECT_EQ(to_public_text(record).find(token), std::string::npos);
}

TEST_F(EnrolmentTokens, AreSpentOneByOneAndTheLastUseHasOneWinner) {
  const auto made = make(fleet());
  for (const int left : {2, 1, 0}) {
    EXPECT_EQ(enrol(made["token"]).status, 200);
    EXPECT_EQ(json::parse(show(made["tokenId"]).text).at("usesLeft"), left);
  }
  EXPECT_EQ(show(made["tokenId"])["state"], "used");
  EXPECT_EQ(enrol(made["token"]).status, 401);
}

TEST_F(EnrolmentTokens, AreDecidedInTheCommit) {
  auto one_use = fleet();
  one_use["uses"] = 1;
  const auto token = make_token(one_use);
  // Both are prepared before either is committed.
  std::vector<api::Prepared> prepared;
  std::vector<Answer> answers;
  for (int i = 0; i < 2; ++i) {
    const json body{{"token", token},
                    {"hostname", "h"},
                    {"publicKey", to_base64(crypto::PrivateKey::generate(Algorithm::ed25519).public_key().raw())}};
    prepared.push_back(vault.pipeline().prepare({{"POST", "/v1/" + vault.vault_id + "/enroll/register", {},
                                                  *Address::parse(vault.address)},
                                                 SecretBytes::from_text(body.dump())}));
    ASSERT_FALSE(prepared.back().answer) << "waits for its commit";
  }
  std::vector<std::promise<int>> statuses(2);
  std::vector<std::unique_ptr<store::Task>> tasks;
  for (std::size_t i = 0; i < 2; ++i) {
    prepared[i].pending->on_answer = [&statuses, i](api::Response response) noexcept {
      statuses[i].set_value(response.status);
    };
    tasks.push_back(std::move(prepared[i].pending));
  }
  EXPECT_TRUE(vault.committer().submit(std::move(tasks)).empty());
  EXPECT_EQ(statuses[0].get_future().get(), 200);
  EXPECT_EQ(statuses[1].get_future().get(), 401);
}

TEST_F(EnrolmentTokens, RepeatedWithTheSameKeyGiveTheSameMachine) {
  const auto key = crypto::PrivateKey::generate(Algorithm::ed25519);
  auto one_use = fleet();
  one_use["uses"] = 1;
  const auto token = make_token(one_use);
  const auto first = enrol(token, key), again = enrol(token, key);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.text, again.text);
  vault.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(enrol(token, key).status, 401) << "until the token expires";
}

TEST_F(EnrolmentTokens, ThatAreWrongAreAllTheSame401) {
  const auto refused = [&](const Answer& answer, const char* why) {
    EXPECT_EQ(answer.status, 401) << why;
    EXPECT_EQ(answer.text, R"({"error":"Unauthorized"})") << why;
    // Each counts: without this pause the third would be locked out.
    vault.clock.advance(std::chrono::minutes(6));
  };
  const auto elsewhere =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto key = crypto::PrivateKey::generate(Algorithm::ed25519);
  auto narrow = fleet();
  narrow["networks"] = {"10.0.0.0/8", "2001:db8::/32"};
  narrow["hostnamePattern"] = "web-*";
  const auto made = make(narrow);
  refused(enrol(std::string(64, 'a'), key), "unknown");
  refused(enrol(made["token"], key), "another network");
  vault.address = "10.1.2.3";
  refused(enrol(made["token"], key, "db-1"), "another hostname");
  refused(enrol(made["token"], key, "web-1", elsewhere), "another vault");
  refused(enrol(made["token"], key, "web-1", "vault_0000000000000000"), "no vault");
  refused(enrol(made["token"], key, "web-1", "nonsense"), "not even an id");
  refused(enrol(vault.make_token(), key), "a token whose machines have no end");
  EXPECT_EQ(enrol(made["token"], key).status, 200) << "and nothing was spent";
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/enrolment-tokens/" + made["tokenId"]), "{}").status,
            200);
  refused(enrol(made["token"], key), "revoked");
  const auto expired = make_token(narrow);
  vault.clock.advance(std::chrono::hours(1));
  refused(enrol(expired, key), "expired");
}

TEST_F(EnrolmentTokens, RefusedAreRecordedInTheirVaultWithTheReason) {
  auto narrow = fleet();
  narrow["networks"] = {"192.0.2.0/24"};
  const auto made = make(narrow);
  ASSERT_EQ(enrol(made["token"]).status, 401);
  const auto last = vault.audit(vault.vault_id).back();
  EXPECT_EQ(text_of(last["action"]), "enrolment_refused");
  EXPECT_EQ(text_of(last["detail"]), "enrolment token from another network: " + made["tokenId"]);
}

TEST_F(EnrolmentTokens, ThatAreWrongLockTheAddressOut) {
  const auto token = make_token(fleet());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(enrol(std::string(64, 'a')).status, 401);
  EXPECT_EQ(enrol(token).status, 429);
}

TEST_F(EnrolmentTokens, SkipWhatWasDeletedSince) {
  auto both = fleet();
  both["projectIds"] = {project, other_project};
  both["secretIds"] = {secret, other_secret};
  const auto made = make(both);
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + other_secret), "{}").status, 200);
  const auto first = enrol(made["token"]);
  ASSERT_EQ(first.status, 200) << first.text;
  EXPECT_EQ(json::parse(show_machine(first["machineId"]).text).at("secretsGranted"), 1);
  EXPECT_EQ(json::parse(show(made["tokenId"]).text).at("secretIds"), json({secret}));
}

TEST_F(EnrolmentTokens, NameMachinesByTheirTemplate) {
  auto named = fleet();
  named["nameTemplate"] = "worker-{uuid8}-{n}";
  const auto token = make_token(named);
  const auto one = enrol(token), two = enrol(token);
  EXPECT_EQ(one["machineName"], "worker-" + one["machineId"].substr(0, 8) + "-1");
  EXPECT_EQ(two["machineName"], "worker-" + two["machineId"].substr(0, 8) + "-2");
}

TEST_F(EnrolmentTokens, AreTakenByTheBootstrapRouteToo) {
  const auto answer = vault.enrol(make_token(fleet()), crypto::PrivateKey::generate(Algorithm::ed25519));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.size(), 3U);
  EXPECT_EQ(show_machine(answer["machineId"])["state"], "approved");
}

TEST_F(EnrolmentTokens, AreShownWhole) {
  auto whole = fleet();
  whole["description"] = "for the spot instances";
  whole["networks"] = {"10.0.0.0/8"};
  whole["hostnamePattern"] = "ip-*";
  whole["nameTemplate"] = "spot-{uuid8}";
  const auto made = make(whole);
  const auto shown = json::parse(show(made["tokenId"]).text);
  for (const auto* field : {"kind", "name", "uses", "machineLifetimeSeconds", "projectIds", "secretIds", "description",
                            "networks", "hostnamePattern", "nameTemplate"})
    EXPECT_EQ(shown.at(field), whole.at(field)) << field;
  EXPECT_EQ(shown.at("state"), "active");
  EXPECT_EQ(shown.at("usesLeft"), 3);
  EXPECT_EQ(shown.at("expiresAt").get<std::int64_t>(), to_millis(vault.clock.now()) + 3'600'000);
  EXPECT_EQ(shown.at("createdBy"), vault.root.id);
  EXPECT_EQ(shown.dump().find(made["token"]), std::string::npos);
}

}  // namespace
}  // namespace signet::testing
