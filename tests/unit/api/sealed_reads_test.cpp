// SPDX-License-Identifier: Apache-2.0
// Values that leave sealed: what opens them, what binds them to their question, and that nothing leaves in clear.
#include "signet/crypto/hybrid_key_proof.hpp"
#include "signet/crypto/sealed_response.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct SealedReads : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "one");
  crypto::SealingPrivateKey key = crypto::SealingPrivateKey::generate(crypto::system_random());

  SealedReads() { vault.give(machine, project, secret); }

  int publish(bool sealed_only, std::uint64_t epoch = 1) {
    const auto& raw = key.public_key().raw();
    const Json body{{"algorithm", json_text("X25519+ML-KEM-768")},
                    {"publicKey", json_text(to_base64(raw))},
                    {"epoch", epoch},
                    {"proof", json_text(to_base64(crypto::prove_sealing_key(machine.id, raw, epoch, *machine.key)))},
                    {"sealedOnly", sealed_only}};
    return vault.send(machine, "PUT", "/v1/hybrid-key", to_public_text(body)).status;
  }
  [[nodiscard]] crypto::PublicKey response_key() {
    const auto keys = vault.send(machine, "GET", "/v1/vault/keys");
    EXPECT_EQ(keys.status, 200) << keys.text;
    EXPECT_EQ(keys["vaultId"], vault.vault_id);
    return *crypto::PublicKey::from_raw(Algorithm::ed25519_mldsa65,
                                        *from_base64(text_of(keys.body["responseKey"]["publicKey"])));
  }
  struct Asked {
    Answer answer;
    crypto::SealedPlace place;  // as the machine expects it
  };
  Asked ask(const std::string& method, const std::string& target, const std::string& id, std::uint64_t version,
            const std::string& body = {}) {
    auto request = vault.sign(machine, method, target, body);
    const auto nonce = request.header(header::kNonce);
    return {vault.handle(request), {vault.vault_id, machine.id, id, version, nonce}};
  }
  Asked read(std::uint64_t version = 1) { return ask("GET", "/v1/sealed/secret/" + secret, secret, version); }
  /// What is in it; nothing unless the vault signed it for this request.
  std::optional<std::string> opened(const Asked& asked) {
    const auto envelope = from_base64(asked.answer["envelope"]), signature = from_base64(asked.answer["signature"]);
    if (!envelope || !signature) return std::nullopt;
    if (!response_key().verify(crypto::sealed_message(asked.place, *envelope), *signature)) return std::nullopt;
    const auto plain = key.open(crypto::sealed_context(asked.place), *envelope);
    if (!plain) return std::nullopt;
    return std::string(plain->expose_text());
  }
};

TEST_F(SealedReads, OpenForTheirMachineAlone) {
  ASSERT_EQ(publish(true), 200);
  const auto asked = read();
  ASSERT_EQ(asked.answer.status, 200) << asked.answer.text;
  EXPECT_EQ(asked.answer.body.size(), 4U);
  EXPECT_EQ(asked.answer["keyId"], to_hex(response_key().fingerprint()));
  EXPECT_EQ(opened(asked), "one");
  EXPECT_EQ(asked.answer.text.find("\"one\""), std::string::npos);
  const auto stranger = crypto::SealingPrivateKey::generate(crypto::system_random());
  EXPECT_FALSE(stranger.open(crypto::sealed_context(asked.place), *from_base64(asked.answer["envelope"])));
}

TEST_F(SealedReads, AreBoundToWhatWasAsked) {
  ASSERT_EQ(publish(true), 200);
  const auto asked = read();
  ASSERT_EQ(opened(asked), "one");
  const auto elsewhere = [&](const auto& change) {
    auto other = asked;
    change(other.place);
    return opened(other);
  };
  EXPECT_FALSE(elsewhere([](auto& place) { place.vault = "vault_0000000000000000"; }));
  EXPECT_FALSE(elsewhere([](auto& place) { place.machine = "00000000-0000-4000-8000-000000000000"; }));
  EXPECT_FALSE(elsewhere([](auto& place) { place.secret = "sk_0000000000"; }));
  EXPECT_FALSE(elsewhere([](auto& place) { place.version = 2; }));
  EXPECT_FALSE(elsewhere([](auto& place) { place.nonce += "x"; })) << "an answer of yesterday is none of today";
  auto swapped = asked;
  swapped.answer.body["envelope"] = read().answer.body["envelope"];
  EXPECT_FALSE(opened(swapped));
}

TEST_F(SealedReads, ExportEverythingInOneEnvelope) {
  const auto other = vault.make_secret(project, "token", "two");
  vault.give(machine, project, other);
  const auto clear = vault.send(machine, "POST", "/v1/secrets/export", "").text;
  ASSERT_EQ(publish(true), 200);
  const auto asked = ask("POST", "/v1/sealed/secrets/export", "", 0);
  ASSERT_EQ(asked.answer.status, 200) << asked.answer.text;
  EXPECT_EQ(opened(asked), clear) << "what it would have been in clear";
  const auto of_project = ask("POST", "/v1/sealed/secrets/export", "", 0, R"({"projectId":")" + project + R"("})");
  EXPECT_EQ(opened(of_project), clear);
  EXPECT_EQ(ask("POST", "/v1/sealed/secrets/export", "", 0, R"({"projectId":7})").answer.status, 400);
}

TEST_F(SealedReads, TakeTheSameGateAndTheSameRecord) {
  ASSERT_EQ(publish(true), 200);
  EXPECT_EQ(read().answer.status, 200);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read");
  const auto status = [&](const std::string& id) {
    return vault.send(machine, "GET", "/v1/sealed/secret/" + id).status;
  };
  EXPECT_EQ(status(vault.make_secret(project, "not granted", "x")), 403);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
  EXPECT_EQ(status("sk_0000000000"), 404);
  EXPECT_EQ(status("nonsense"), 404);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/sealed/secret/" + secret + "?x=1").status, 400);
  EXPECT_EQ(vault.send(vault.make_pending_machine(), "GET", "/v1/sealed/secret/" + secret).status, 403);
  const auto updated =
      vault.send(vault.root, "POST", vault.vault_path("/secrets/" + secret + "/versions"), R"({"value":"two"})");
  ASSERT_EQ(updated.status, 201);
  EXPECT_EQ(opened(read(2)), "two");
}

TEST_F(SealedReads, NeedAKeyToSealTo) {
  EXPECT_EQ(read().answer.status, 409);
  EXPECT_EQ(ask("POST", "/v1/sealed/secrets/export", "", 0).answer.status, 409);
}

TEST_F(SealedReads, LeaveNothingInClearForWhoeverWantsThemSealedOnly) {
  const std::vector<std::pair<std::string, std::string>> clear{{"GET", "/v1/secret/" + secret},
                                                               {"GET", "/v1/secret/" + secret + "/versions/1"},
                                                               {"GET", "/v1/secret/" + secret + "/sync-config"},
                                                               {"POST", "/v1/secrets/export"}};
  ASSERT_EQ(publish(false), 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret)["value"], "one");
  EXPECT_EQ(opened(read()), "one");
  ASSERT_EQ(publish(true), 200) << "the same key, said anew";
  for (const auto& [method, target] : clear) {
    const auto refused = vault.send(machine, method, target);
    EXPECT_EQ(refused.status, 403) << target;
    EXPECT_EQ(refused.text.find("\"one\""), std::string::npos);
    EXPECT_EQ(vault.actions(vault.vault_id).back(), "request_refused");
  }
  EXPECT_EQ(opened(read()), "one");
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 200) << "names are no values";
  ASSERT_EQ(publish(false), 200);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret)["value"], "one");
}

TEST_F(SealedReads, CanBeDemandedByAPolicy) {
  const auto made = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/policies"),
                               R"({"name":"sealed","sealedEnabled":true})");
  ASSERT_EQ(made.status, 201) << made.text;
  ASSERT_EQ(publish(false), 200);
  const auto bound = vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + secret + "/policy"),
                                R"({"policyId":")" + made["policyId"] + R"("})");
  ASSERT_EQ(bound.status, 200) << bound.text;
  for (const auto& target : {"/v1/secret/" + secret, "/v1/secret/" + secret + "/versions/1"}) {
    EXPECT_EQ(vault.send(machine, "GET", target).status, 403) << target;
    EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
  }
  EXPECT_EQ(vault.send(machine, "POST", "/v1/secrets/export", "").text, R"({"secrets":[]})");
  EXPECT_EQ(opened(read()), "one");
  EXPECT_NE(opened(ask("POST", "/v1/sealed/secrets/export", "", 0))->find("one"), std::string::npos);
}

TEST_F(SealedReads, HaveOneResponseKeyForEachVault) {
  const auto first = response_key();
  EXPECT_EQ(response_key().raw(), first.raw());
  vault.restart();
  ASSERT_EQ(publish(true), 200);
  EXPECT_EQ(response_key().raw(), first.raw());
  EXPECT_EQ(opened(read()), "one");
}

TEST_F(SealedReads, TellTheResponseKeyAtEnrolmentToWhoAsks) {
  const auto enrol = [&](const Json& more) {
    const auto fresh = crypto::PrivateKey::generate(Algorithm::ed25519);
    Json body{{"token", json_text(vault.make_token())},
              {"hostname", json_text("web-1")},
              {"publicKey", json_text(to_base64(fresh.public_key().raw()))}};
    body.update(more);
    return vault.handle({{"POST", "/v1/bootstrap/register", {}, *Address::parse(vault.address)}, to_secret_text(body)});
  };
  EXPECT_EQ(enrol(Json::object()).body.contains("responseKey"), false) << "public clients get exactly what they know";
  EXPECT_EQ(enrol({{"responseKey", false}}).body.contains("responseKey"), false);
  EXPECT_EQ(enrol({{"responseKey", json_text("yes")}}).status, 400);
  auto told = enrol({{"responseKey", true}});
  ASSERT_EQ(told.status, 200) << told.text;
  EXPECT_EQ(text_of(told.body["responseKey"]["publicKey"]), to_base64(response_key().raw()));
  EXPECT_EQ(text_of(told.body["responseKey"]["algorithm"]), "Ed25519+ML-DSA-65");
}

}  // namespace
}  // namespace signet::testing
