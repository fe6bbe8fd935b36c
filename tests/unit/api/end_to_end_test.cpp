// SPDX-License-Identifier: Apache-2.0
// Secrets that the server cannot read: what it takes, whom it gives them to, and that nothing of them comes out
// otherwise.
#include "signet/crypto/end_to_end.hpp"
#include "signet/crypto/hybrid_key_proof.hpp"
#include "signet/schema/encoding.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct EndToEndSecrets : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  crypto::SealingPrivateKey key = crypto::SealingPrivateKey::from_seed(Bytes(32, 1));
  std::string project = vault.make_project("shop");
  std::string id = "sk_e2e0000000";
  std::string create_at = vault.vault_path("/projects/" + project + "/end-to-end");
  std::string put_at = vault.vault_path("/secrets/" + id + "/end-to-end");

  EndToEndSecrets() { publish(machine, key.public_key(), 1); }

  void publish(const Signer& who, const crypto::SealingPublicKey& published, std::uint64_t epoch) {
    const Json body{
        {"algorithm", json_text("X25519+ML-KEM-768")},
        {"publicKey", json_text(to_base64(published.raw()))},
        {"epoch", epoch},
        {"proof", json_text(to_base64(crypto::prove_sealing_key(who.id, published.raw(), epoch, *who.key)))},
        {"sealedOnly", true}};
    EXPECT_EQ(vault.send(who, "PUT", "/v1/hybrid-key", to_public_text(body)).status, 200);
  }
  [[nodiscard]] crypto::EndToEndPlace place(std::uint64_t version) const { return {vault.vault_id, id, version}; }
  Bytes sealed(const crypto::EndToEndPlace& at, const std::string& value = "value") {
    const std::vector<crypto::EndToEndRecipient> whom{{machine.id, key.public_key()}};
    return crypto::seal_end_to_end(at, whom, as_bytes(value), *vault.root.key, crypto::system_random());
  }
  static std::string body(const Bytes& bundle, const std::string& name = {}) {
    Json said{{"bundle", json_text(to_base64(bundle))}};
    if (!name.empty()) said["name"] = json_text(name);
    return to_public_text(said);
  }
  Answer create(const Bytes& bundle) { return vault.send(vault.root, "POST", create_at, body(bundle, "password")); }
  Answer put(const Bytes& bundle) { return vault.send(vault.root, "POST", put_at, body(bundle)); }
  Answer read() { return vault.send(machine, "GET", "/v1/end-to-end/secret/" + id); }
  /// Made and granted.
  void make() {
    ASSERT_EQ(create(sealed(place(1))).status, 201);
    vault.give(machine, project, id);
  }
  std::optional<std::string> opened(const Answer& answer) {
    const auto bytes = from_base64(answer["bundle"]);
    const auto bundle = bytes ? crypto::read_end_to_end(*bytes) : std::nullopt;
    if (!bundle) return std::nullopt;
    const auto value = bundle->open(machine.id, key);
    if (!value) return std::nullopt;
    return std::string(value->expose_text());
  }
};

TEST_F(EndToEndSecrets, OpenAtTheirMachineAlone) {
  const auto made = create(sealed(place(1)));
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made["secretId"], id);
  EXPECT_EQ(made["kind"], "end-to-end");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_create");
  EXPECT_EQ(read().status, 403) << "sealed to it, and not granted yet";
  vault.give(machine, project, id);
  auto given = read();
  ASSERT_EQ(given.status, 200) << given.text;
  EXPECT_EQ(given.body.size(), 2U);
  EXPECT_EQ(opened(given), "value");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read");
  const auto other = vault.make_machine();
  vault.give(other, project, id);
  EXPECT_EQ(vault.send(other, "GET", "/v1/end-to-end/secret/" + id).text, given.text) << "a grant opens nothing";
}

TEST_F(EndToEndSecrets, HaveVersionsLikeAnySecret) {
  make();
  const auto two = put(sealed(place(2), "two"));
  ASSERT_EQ(two.status, 201) << two.text;
  EXPECT_EQ(two.body["version"], 2);
  auto given = read();
  EXPECT_EQ(opened(given), "two");
  EXPECT_EQ(given.body["version"], 2);
  EXPECT_EQ(put(sealed(place(2), "late")).status, 409);
  EXPECT_EQ(put(sealed(place(4), "early")).status, 409);
  EXPECT_EQ(vault.send(machine, "POST", "/v1/secrets/poll", R"({"watch":[")" + id + R"("]})").text,
            R"({"changes":{}})");
  ASSERT_EQ(put(sealed(place(3), "three")).status, 201);
  EXPECT_NE(vault.send(machine, "POST", "/v1/secrets/poll", R"({"watch":[")" + id + R"("]})").text.find("changed"),
            std::string::npos);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/secrets/" + id + "/versions")).status, 200);
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + id), "{}").status, 200);
  EXPECT_EQ(read().status, 404);
}

TEST_F(EndToEndSecrets, ComeOutNowhereElse) {
  make();
  const auto clear = vault.make_machine();
  vault.give(clear, project, id);
  for (const auto& target : {"/v1/secret/" + id, "/v1/secret/" + id + "/versions/1"}) {
    const auto refused = vault.send(clear, "GET", target);
    EXPECT_EQ(refused.status, 409) << target;
    EXPECT_EQ(refused.text.find("bundle"), std::string::npos);
    EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
  }
  EXPECT_EQ(vault.send(machine, "GET", "/v1/sealed/secret/" + id).status, 409);
  EXPECT_EQ(vault.send(clear, "POST", "/v1/secrets/export", "").text, R"({"secrets":[]})");
  ASSERT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/export"), R"({"exportAllowed":true})").status, 200);
  const auto exported =
      vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/export"), R"({"format":"json"})");
  EXPECT_EQ(exported.status, 200) << exported.text;
  EXPECT_EQ(exported.text.find("password"), std::string::npos);
  const auto plain = vault.make_secret(project, "plain", "v");
  vault.give(machine, project, plain);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/end-to-end/secret/" + plain).status, 409);
}

TEST_F(EndToEndSecrets, TakeNothingButBundles) {
  make();
  const auto at = [&](const std::string& rest) { return vault.vault_path("/secrets/" + id + rest); };
  const auto before = vault.state_digest();
  EXPECT_EQ(vault.send(vault.root, "POST", at("/versions"), R"({"value":"clear"})").status, 409);
  EXPECT_EQ(vault.send(vault.root, "POST", at("/rotate"), "{}").status, 409);
  EXPECT_EQ(vault.send(vault.root, "POST", at("/rollback"), R"({"version":1})").status, 409);
  EXPECT_EQ(vault
                .send(vault.root, "POST", vault.vault_path("/projects/" + project + "/import"),
                      R"({"format":"json","content":"{\"password\":\"clear\"}"})")
                .status,
            400);
  EXPECT_EQ(vault.state_digest(), before);
  const auto plain = vault.make_secret(project, "plain", "v");
  const crypto::EndToEndPlace there{vault.vault_id, plain, 2};
  EXPECT_EQ(
      vault.send(vault.root, "POST", vault.vault_path("/secrets/" + plain + "/end-to-end"), body(sealed(there))).status,
      409);
  EXPECT_EQ(opened(read()), "value");
}

TEST_F(EndToEndSecrets, AreRefusedWhereTheyWouldNotOpen) {
  const auto stranger = crypto::PrivateKey::generate(Algorithm::ed25519);
  const std::vector<crypto::EndToEndRecipient> mine{{machine.id, key.public_key()}};
  const auto by = [&](const crypto::PrivateKey& author) {
    return crypto::seal_end_to_end(place(1), mine, as_bytes("v"), author, crypto::system_random());
  };
  const auto to = [&](const std::string& who, const crypto::SealingPublicKey& whose) {
    const std::vector<crypto::EndToEndRecipient> whom{{who, whose}};
    return crypto::seal_end_to_end(place(1), whom, as_bytes("v"), *vault.root.key, crypto::system_random());
  };
  auto broken = sealed(place(1));
  broken.back() ^= 1U;
  const auto other_key = crypto::SealingPrivateKey::from_seed(Bytes(32, 2)).public_key();
  const std::vector<std::tuple<const char*, Bytes, int>> wrong{
      {"no bundle", Bytes{1, 2, 3}, 400},
      {"a broken one", broken, 400},
      {"by another author", by(stranger), 400},
      {"for another vault", sealed({"vault_0000000000000000", id, 1}), 400},
      {"for no secret", sealed({vault.vault_id, "nonsense", 1}), 400},
      {"for version 2", sealed(place(2)), 400},
      {"to a machine without a key", to(vault.make_machine().id, key.public_key()), 409},
      {"to a machine that is not there", to("00000000-0000-4000-8000-000000000000", key.public_key()), 409},
      {"to no machine", to("nonsense", key.public_key()), 409},
      {"to a key that the machine never had", to(machine.id, other_key), 409},
  };
  for (const auto& [what, bundle, status] : wrong) {
    const auto refused = create(bundle);
    EXPECT_EQ(refused.status, status) << what << ": " << refused.text;
    EXPECT_EQ(refused["field"], "bundle") << what;
  }
  const auto send = [&](const std::string& said) { return vault.send(vault.root, "POST", create_at, said); };
  EXPECT_EQ(send("{}").status, 400);
  EXPECT_EQ(send(R"({"name":"n"})")["field"], "bundle");
  EXPECT_EQ(send(R"({"name":"n","bundle":7})")["field"], "bundle");
  EXPECT_EQ(send(R"({"name":"n","bundle":"!"})")["field"], "bundle");
  EXPECT_EQ(send(R"({"name":"n","name":"n"})").status, 400);
  EXPECT_EQ(send(R"({"name":"n","bundle":")" + to_base64(sealed(place(1))) + R"(","value":"v"})")["field"], "value");
  ASSERT_EQ(create(sealed(place(1))).status, 201);
  EXPECT_EQ(create(sealed(place(1))).status, 409) << "the id is taken";
  publish(machine, other_key, 2);
  EXPECT_EQ(put(sealed(place(2))).status, 409) << "sealed to the key before";
  EXPECT_EQ(put(sealed({vault.vault_id, "sk_other00000", 2})).status, 400);
}

TEST_F(EndToEndSecrets, OfAnotherVaultLookLikeThoseOfNobody) {
  make();
  const auto absent = vault.send(machine, "GET", "/v1/end-to-end/secret/sk_0000000000");
  EXPECT_EQ(absent.status, 404);
  const auto elsewhere =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto foreign = vault.send(
      vault.root, "POST", "/v1/admin/vaults/" + elsewhere + "/secrets/" + id + "/end-to-end", body(sealed(place(2))));
  const auto nobody =
      vault.send(vault.root, "POST", vault.vault_path("/secrets/sk_0000000000/end-to-end"), body(sealed(place(2))));
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.text, nobody.text);
  const auto home = std::exchange(vault.vault_id, elsewhere);
  const auto stranger = vault.make_machine();
  vault.vault_id = home;
  EXPECT_EQ(vault.send(stranger, "GET", "/v1/end-to-end/secret/" + id).text, absent.text);
}

}  // namespace
}  // namespace signet::testing
