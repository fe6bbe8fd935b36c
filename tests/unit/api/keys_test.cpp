// SPDX-License-Identifier: Apache-2.0
// Keys that follow one another: what rotation takes, what it ends, what stays on record.
#include "racing.hpp"

#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::testing {
namespace {

using crypto::PrivateKey;
using crypto::ProofPurpose;

std::shared_ptr<const PrivateKey> make_key(Algorithm algorithm = Algorithm::ed25519) {
  return std::make_shared<const PrivateKey>(PrivateKey::generate(algorithm));
}

Json body_for(const std::string& id, const PrivateKey& next, ProofPurpose purpose = ProofPurpose::rotate) {
  return {{"algorithm", json_text(info(next.algorithm()).name)},
          {"publicKey", json_text(to_base64(next.public_key().raw()))},
          {"proof", json_text(to_base64(crypto::make_proof(purpose, id, next)))}};
}

struct Keys : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();

  [[nodiscard]] std::string target(const Signer& who) const {
    return who.is_operator ? vault.installation_path("/key") : "/v1/machine/key";
  }
  [[nodiscard]] Answer rotate(const Signer& who, const PrivateKey& next) {
    return vault.send(who, "POST", target(who), to_public_text(body_for(who.id, next)));
  }
  [[nodiscard]] int read_as(const Signer& who) {
    return vault.send(who, "GET", who.is_operator ? vault.vault_path("/projects") : "/v1/secrets").status;
  }
  [[nodiscard]] Signer with(const Signer& who, std::shared_ptr<const PrivateKey> key) const {
    return {who.id, std::move(key), who.is_operator};
  }
  void set_overlap(int seconds) {
    const auto set = vault.send(vault.root, "PATCH", vault.vault_path("/settings"),
                                "{\"keyOverlapSeconds\":" + std::to_string(seconds) + "}");
    ASSERT_EQ(set.status, 200) << set.text;
  }
};

TEST_F(Keys, FollowOneAnotherAtOnce) {
  const auto someone = vault.make_operator(Role::admin, vault.vault_id);
  for (const auto& who : {machine, someone}) {
    const auto next = make_key(Algorithm::ed25519_mldsa65);
    const auto answer = rotate(who, *next);
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer.body["keyEpoch"], 2);
    EXPECT_EQ(answer["fingerprint"], to_hex(next->public_key().fingerprint()));
    EXPECT_EQ(answer.body["formerValidUntil"], to_millis(vault.clock.now()));
    EXPECT_EQ(read_as(with(who, next)), 200);
    EXPECT_EQ(read_as(who), 401);
    const auto record = vault.audit(who.is_operator ? vault.installation_id : vault.vault_id);
    EXPECT_TRUE(std::ranges::any_of(record, [&](const Json& one) {
      return text_of(one["action"]) == "key_rotate" && text_of(one["actorId"]) == who.id;
    }));
  }
}

TEST_F(Keys, MayOverlapForAWhile) {
  set_overlap(60);
  const auto second = make_key(), third = make_key();
  EXPECT_EQ(rotate(machine, *second).body["formerValidUntil"], to_millis(vault.clock.now()) + 60'000);
  EXPECT_EQ(read_as(machine), 200);
  EXPECT_EQ(read_as(with(machine, second)), 200);
  EXPECT_EQ(rotate(machine, *make_key()).status, 409) << "a former key is not followed";
  vault.clock.advance(std::chrono::seconds(59));
  EXPECT_EQ(read_as(machine), 200);
  vault.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(read_as(machine), 401);

  ASSERT_EQ(rotate(with(machine, second), *third).status, 200);
  ASSERT_EQ(rotate(with(machine, third), *make_key()).status, 200);
  EXPECT_EQ(read_as(with(machine, second)), 401) << "only the last one overlaps";
  EXPECT_EQ(read_as(with(machine, third)), 200);
}

TEST_F(Keys, OverlapUntilTheMachineIsRevokedAndNoLonger) {
  set_overlap(600);
  const auto next = make_key();
  ASSERT_EQ(rotate(machine, *next).status, 200);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/revoke"), "{}").status, 200);
  EXPECT_EQ(read_as(machine), 401);
  EXPECT_EQ(read_as(with(machine, next)), 401);
}

TEST_F(Keys, OverlapForADayAtMost) {
  const auto set = [&](const char* seconds) {
    return vault.send(vault.root, "PATCH", vault.vault_path("/settings"),
                      std::string("{\"keyOverlapSeconds\":") + seconds + "}");
  };
  EXPECT_EQ(set("86400").body["keyOverlapSeconds"], 86400);
  for (const char* wrong : {"86401", "-1", "\"60\"", "1.5"})
    EXPECT_EQ(set(wrong)["field"], "keyOverlapSeconds") << wrong;
}

TEST_F(Keys, NeverComeBack) {
  const auto hybrid = make_key(Algorithm::ed25519_mldsa65);
  ASSERT_EQ(rotate(machine, *hybrid).status, 200);
  const auto now = with(machine, hybrid);
  const auto gone = vault.make_machine();
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + gone.id + "/revoke"), "{}").status, 200);
  const auto halves_seed = hybrid->first_seed();
  const auto half = PrivateKey::from_seed(Algorithm::ed25519, halves_seed);
  const auto before = vault.state_digest();
  for (const auto* taken : {machine.key.get(), hybrid.get(), gone.key.get(), vault.root.key.get(), &half}) {
    const auto answer = rotate(now, *taken);
    EXPECT_EQ(answer.status, 409) << answer.text;
    EXPECT_EQ(answer["field"], "publicKey");
    EXPECT_EQ(vault.enrol(vault.make_token(), *taken).status, 409);
  }
  auto after = vault.state_digest();
  for (const auto* of_tokens : {"enrolment_tokens", "write_proofs"}) after[of_tokens] = before.at(of_tokens);
  EXPECT_EQ(after, before);
}

TEST_F(Keys, AreNeverFollowedByWeakerOnes) {
  const auto strong = vault.make_machine(Algorithm::ed25519_mldsa65);
  EXPECT_EQ(rotate(strong, *make_key())["field"], "algorithm");
  EXPECT_EQ(read_as(strong), 200);
  EXPECT_EQ(rotate(strong, *make_key(Algorithm::mldsa65)).status, 200);
}

TEST_F(Keys, ReplacedBeforeTheCommitHoldForWhatWaitsForIt) {
  const auto next = make_key();
  Race race(vault);
  race.add(vault.sign(machine, "POST", target(machine), to_public_text(body_for(machine.id, *next))));
  for (int i = 0; i < 5; ++i) race.add(vault.sign(machine, "GET", "/v1/secrets"));
  race.add(vault.sign(machine, "POST", target(machine), to_public_text(body_for(machine.id, *make_key()))));
  EXPECT_EQ(race.run(), (std::vector<int>{200, 401, 401, 401, 401, 401, 401}));
  EXPECT_EQ(read_as(with(machine, next)), 200) << "those were no attacks: nothing is locked";
}

TEST_F(Keys, StayOnRecord) {
  const auto second = make_key(), third = make_key(Algorithm::mldsa65);
  ASSERT_EQ(rotate(machine, *second).status, 200);
  ASSERT_EQ(rotate(with(machine, second), *third).status, 200);
  const auto path = vault.vault_path("/machines/" + machine.id + "/keys");
  const auto all = vault.send(vault.root, "GET", path).body["items"];
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0]["keyEpoch"], 3);
  EXPECT_TRUE(all[0]["replacedAt"].is_null());
  EXPECT_EQ(text_of(all[1]["fingerprint"]), to_hex(second->public_key().fingerprint()));
  EXPECT_EQ(all[2]["keyEpoch"], 1);
  EXPECT_EQ(all[2]["validUntil"], all[2]["replacedAt"]);

  std::vector<std::int64_t> epochs;
  std::string cursor;
  for (int pages = 0; pages < 5; ++pages) {
    const auto page = vault.send(vault.root, "GET", path + "?limit=1" + cursor);
    for (const auto& item : page.body["items"]) epochs.push_back(item["keyEpoch"].get<std::int64_t>());
    if (page.body["nextCursor"].is_null()) break;
    cursor = "&cursor=" + page["nextCursor"];
  }
  EXPECT_EQ(epochs, (std::vector<std::int64_t>{3, 2, 1}));
  EXPECT_EQ(
      vault.send(vault.root, "GET", vault.vault_path("/operators/" + vault.root.id + "/keys")).body["items"].size(),
      1u);
  vault.restart();
  EXPECT_EQ(vault.send(vault.root, "GET", path).body["items"].size(), 3u);
}

TEST_F(Keys, OfAnotherVaultAreNotThere) {
  const auto other =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto foreign = vault.make_operator(Role::owner, other);
  const std::string in_other = "/v1/admin/vaults/" + other;
  for (const auto& [path, absent] : std::vector<std::pair<std::string, std::string>>{
           {"/machines/" + machine.id, "/machines/" + foreign.id},
           {"/operators/" + vault.make_operator(Role::admin, vault.vault_id).id, "/operators/" + machine.id}}) {
    const auto there = vault.send(foreign, "GET", in_other + path + "/keys");
    EXPECT_EQ(there.status, 404);
    EXPECT_EQ(there.text, vault.send(foreign, "GET", in_other + absent + "/keys").text);
  }
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/machines/nobody/keys")).status, 404);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/machines/" + machine.id + "/keys?state=any")).status, 400);
}

TEST_F(Keys, AreRefusedUnlessTheyAreProved) {
  const auto someone = vault.make_operator(Role::auditor, vault.vault_id);
  const auto next = make_key(Algorithm::mldsa65);
  for (const auto& who : {machine, someone}) {
    const auto good = body_for(who.id, *next);
    const auto send = [&](const Json& body) { return vault.send(who, "POST", target(who), to_public_text(body)); };
    const auto changed = [&](const char* field, Json value) {
      auto body = good;
      body[SecretString(field)] = std::move(value);
      return body;
    };
    struct Row {
      Json body;
      const char* field;
    };
    const std::vector<Row> rows{
        {Json::object(), "proof"},
        {changed("proof", nullptr), "proof"},
        {changed("proof", json_text("AA==")), "proof"},
        {changed("proof", 1), "proof"},
        {body_for(who.id, *next, ProofPurpose::enrol), "proof"},
        {body_for(who.id, *next, ProofPurpose::operator_), "proof"},
        {body_for(vault.root.id, *next), "proof"},
        {changed("proof", body_for(who.id, *make_key())["proof"]), "proof"},
        {changed("algorithm", nullptr), "algorithm"},
        {changed("algorithm", json_text("ed25519")), "algorithm"},
        {changed("algorithm", json_text("Ed25519")), "publicKey"},
        {changed("publicKey", json_text("AA==")), "publicKey"},
        {changed("publicKey", nullptr), "publicKey"},
    };
    for (const auto& row : rows) {
      const auto answer = send(row.body);
      EXPECT_EQ(answer.status, 400) << answer.text;
      EXPECT_EQ(answer["field"], row.field) << to_public_text(row.body);
    }
    EXPECT_EQ(vault.send(who, "POST", target(who), "{\"proof\":\"AA==\",\"proof\":\"AA==\"}").status, 400);
    EXPECT_EQ(read_as(who), 200);
  }
  EXPECT_EQ(vault.send(someone, "POST", target(someone), to_public_text([&] {
                         auto body = body_for(someone.id, *next);
                         body["newer"] = true;
                         return body;
                       }())).status, 400);
  const auto pending = vault.make_pending_machine();
  EXPECT_EQ(rotate(pending, *make_key()).status, 403);
}

}  // namespace
}  // namespace signet::testing
