// SPDX-License-Identifier: Apache-2.0
// Who asked for a change: what was signed is kept, only sealed, the record holds its digest, and it can be deleted.
#include "api/sign_checkpoints.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct WriteProofs : ::testing::Test {
  Installation vault;
  std::string log = vault.vault_id;

  Json newest() { return vault.audit(log).back(); }
  static std::string digest_in(const Json& record) {
    const auto* text = find_text(record, "proof");
    return text ? std::string(std::string_view(*text)) : std::string();
  }
  std::string path(std::int64_t record) const {
    const auto rest = "/audit/records/" + std::to_string(record) + "/proof";
    return log == vault.vault_id ? vault.vault_path(rest) : vault.installation_path(rest);
  }
  Answer show(std::int64_t record) { return vault.send(vault.root, "GET", path(record)); }
  static std::string digest_of(const Answer& proof) {
    return to_base64(crypto::sha256({as_bytes(proof["payload"]), from_base64(proof["signature"]).value_or(Bytes()),
                                     from_base64(proof["salt"]).value_or(Bytes())}));
  }
  void expect_proved(const Signed& request, const Signer& signer) {
    const auto record = newest();
    const auto proof = show(record["seq"]);
    ASSERT_EQ(proof.status, 200) << proof.text;
    EXPECT_EQ(digest_in(record), digest_of(proof));
    EXPECT_EQ(proof["log"], log);
    EXPECT_EQ(proof.body["record"], record["seq"]);
    EXPECT_TRUE(proof["payload"].starts_with(request.request.head.method + ":" + request.request.head.target + ":"));
    EXPECT_TRUE(proof["payload"].ends_with(":" + crypto::sha256_hex(request.request.body.expose())));
    EXPECT_TRUE(signer.key->public_key().verify(as_bytes(proof["payload"]),
                                                from_base64(proof["signature"]).value_or(Bytes())));
  }
};

TEST_F(WriteProofs, ShowWhatAnOperatorSigned) {
  const auto request = vault.sign(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"signed"})");
  ASSERT_EQ(vault.handle(request).status, 201);
  expect_proved(request, vault.root);
}

TEST_F(WriteProofs, ShowWhatAMachineSigned) {
  const auto machine = vault.make_machine(Algorithm::ed25519_mldsa65);
  const auto project = vault.make_project("p"), secret = vault.make_secret(project, "s", "v");
  vault.give(machine, project, secret);
  const auto policy = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/policies"),
                                 R"({"name":"p","coSignEnabled":true,"coSignWindowSeconds":60,"coSignMachineId":")" +
                                     machine.id + "\"}");
  ASSERT_EQ(policy.status, 201) << policy.text;
  ASSERT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + secret + "/policy"),
                       R"({"policyId":")" + policy["policyId"] + "\"}")
                .status,
            200);
  const auto request = vault.sign(machine, "POST", "/v1/secret/" + secret + "/co-sign", "{}");
  const auto answer = vault.handle(request);
  ASSERT_EQ(answer.status, 200) << answer.text;
  expect_proved(request, machine);
}

TEST_F(WriteProofs, AreInTheInstallationsLogToo) {
  log = vault.installation_id;
  const auto request = vault.sign(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"another"})");
  ASSERT_EQ(vault.handle(request).status, 201);
  expect_proved(request, vault.root);
}

TEST_F(WriteProofs, AreTheSameForAllRecordsOfARequest) {
  const auto before = vault.audit_size(log);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/applications"), R"({"name":"a"})").status, 201);
  const auto records = vault.audit(log);
  ASSERT_GT(records.size(), before + 1);
  const auto last = show(records.back()["seq"]);
  for (auto i = before; i < records.size(); ++i) {
    EXPECT_EQ(digest_in(records[i]), digest_of(last));
    EXPECT_EQ(show(records[i]["seq"])["payload"], last["payload"]);
  }
  EXPECT_NE(show(static_cast<std::int64_t>(before))["payload"], last["payload"]);
}

TEST_F(WriteProofs, AreNotKeptOfReadsRefusalsAndPassphrases) {
  const auto project = vault.make_project("p"), secret = vault.make_secret(project, "s", "v");
  const auto machine = vault.make_machine();
  vault.give(machine, project, secret);
  const auto links = vault.vault_path("/projects/" + project + "/one-time-links");
  const auto expect_none = [&](int status, const Answer& answer) {
    EXPECT_EQ(answer.status, status) << answer.text;
    EXPECT_EQ(digest_in(newest()), "") << newest().dump();
    EXPECT_EQ(show(newest()["seq"]).status, 404);
  };
  expect_none(200, vault.send(machine, "GET", "/v1/secret/" + secret));
  expect_none(200, vault.send(machine, "POST", "/v1/secrets/export"));
  expect_none(409, vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"p"})"));
  expect_none(400, vault.send(vault.root, "POST", vault.vault_path("/projects"), R"({"name":""})"));
  expect_none(201, vault.send(vault.root, "POST", links, R"({"value":"v","ttlSeconds":60,"passphrase":"1234"})"));
}

TEST_F(WriteProofs, LieSealed) {
  static_cast<void>(vault.make_project("p"));
  const auto proof = show(newest()["seq"]);
  ASSERT_EQ(proof.status, 200);
  vault.close();
  std::ostringstream bytes;
  bytes << std::ifstream(vault.database, std::ios::binary).rdbuf();
  EXPECT_THAT(bytes.str(), HasSubstr("project_create")) << "the log itself is there";
  EXPECT_THAT(bytes.str(), Not(HasSubstr(proof["payload"])));
  const auto signature = from_base64(proof["signature"]).value_or(Bytes(1));
  EXPECT_THAT(bytes.str(), Not(HasSubstr(std::string(as_text(signature)))));
}

TEST_F(WriteProofs, AreDeletedWithoutBreakingTheLog) {
  static_cast<void>(vault.make_project("p"));
  const std::int64_t record = newest()["seq"];
  api::sign_all_checkpoints(vault.services(), vault.committer());
  ASSERT_EQ(vault.send(vault.root, "DELETE", path(record), "{}").status, 200);
  EXPECT_EQ(newest()["action"], "audit_proof_delete");
  EXPECT_NE(digest_in(newest()), "") << "who deleted it is proved";
  EXPECT_EQ(show(record).status, 404);
  EXPECT_EQ(vault.send(vault.root, "DELETE", path(record), "{}").status, 404);
  const auto size = vault.audit_size(log);
  api::sign_all_checkpoints(vault.services(), vault.committer());
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/audit/checkpoint")).body["size"], size);
}

TEST_F(WriteProofs, OfOtherVaultsAndOtherNumbersAreNotThere) {
  static_cast<void>(vault.make_project("p"));
  const std::int64_t record = newest()["seq"];
  const auto other =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto elsewhere = vault.send(
      vault.root, "GET", "/v1/admin/vaults/" + other + "/audit/records/" + std::to_string(record) + "/proof");
  const auto absent = show(record + 1);
  EXPECT_EQ(absent.status, 404);
  EXPECT_EQ(elsewhere.text, absent.text) << "root looks into every vault";
  for (const auto* number : {"0", "01", "-1", "x", "1x", "9223372036854775808", "99999999999999999999"})
    for (const auto* method : {"GET", "DELETE"})
      EXPECT_EQ(vault.send(vault.root, method, vault.vault_path("/audit/records/" + std::string(number) + "/proof"),
                           *method == 'D' ? "{}" : "")
                    .status,
                404)
          << method << " " << number;
  EXPECT_EQ(vault.send(vault.root, "GET", path(record) + "?size=1").status, 400);
  for (const auto* body : {R"({"more":1})", "[]", R"({"requestId":1})"})
    EXPECT_EQ(vault.send(vault.root, "DELETE", path(record), body).status, 400) << body;
  EXPECT_EQ(show(record).status, 200);
}

TEST_F(WriteProofs, AreForgottenAfterAYearAndTheLogSaysSo) {
  using std::chrono::days;
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  static_cast<void>(vault.make_project("first"));
  const std::int64_t first = newest()["seq"];
  vault.clock.advance(days(1) + std::chrono::seconds(1));
  static_cast<void>(vault.make_project("second"));
  const std::int64_t second = newest()["seq"];
  vault.clock.advance(days(365) - std::chrono::seconds(2));
  housekeeping.tick();
  EXPECT_EQ(show(first).status, 200) << "younger than a year and a day";
  vault.clock.advance(std::chrono::hours(1));
  vault.clock.jump(-std::chrono::hours(1) + std::chrono::seconds(5));
  housekeeping.tick();
  EXPECT_EQ(show(first).status, 200) << "nothing is thrown away while the clock is not to be trusted";
  vault.clock.advance(std::chrono::seconds(601));
  housekeeping.tick();
  const auto said = newest();
  EXPECT_EQ(show(first).status, 404);
  EXPECT_EQ(show(second).status, 404) << "and with it what is older than a year by now";
  EXPECT_EQ(said["action"], "audit_proof_delete");
  EXPECT_EQ(said["actorKind"], "system");
  EXPECT_THAT(to_public_text(said), HasSubstr(" to " + std::to_string(second) + ", kept for 365 days"));
  EXPECT_EQ(digest_in(said), "") << "nobody asked for it";
  const auto size = vault.audit_size(log);
  vault.clock.advance(days(2));
  housekeeping.tick();
  EXPECT_EQ(vault.audit_size(log), size) << "once";
}

TEST_F(WriteProofs, AreForgottenAlsoIfTheyAreMoreThanATransactionTakes) {
  std::vector<std::int64_t> records;
  for (int i = 0; i < 201; ++i) {
    static_cast<void>(vault.make_project("p" + std::to_string(i)));
    if (i % 100 == 0) records.push_back(newest()["seq"]);
  }
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(std::chrono::days(367));
  housekeeping.tick();
  for (const auto record : records) EXPECT_EQ(show(record).status, 404) << record;
}

TEST_F(WriteProofs, AreKeptForEverIfThatIsTheSetting) {
  auto services = vault.services();
  services.keep_write_proofs = {};
  static_cast<void>(vault.make_project("p"));
  const std::int64_t record = newest()["seq"];
  api::Housekeeping housekeeping(services, vault.committer());
  vault.clock.advance(std::chrono::days(20'000));
  housekeeping.tick();
  EXPECT_EQ(show(record).status, 200);
}

}  // namespace
}  // namespace signet::testing
