// SPDX-License-Identifier: Apache-2.0
// Sealed reads: what a machine with a sealing key asks for, and which answers it believes.
#include "fake_world.hpp"
#include "sealed_answers.hpp"
#include "signet/client/client.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/sealed_response.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace signet::client {
namespace {

/// A vault that answers each request as a test says, sealed and signed.
struct SealingVault {
  crypto::PrivateKey response_key = crypto::PrivateKey::generate(Algorithm::ed25519_mldsa65);
  SealingKeys keys;
  Identity identity{.machine_id = std::string(kMachine), .vault_id = "vault_a"};

  SealingVault() {
    keys.push_back(crypto::SealingPrivateKey::generate(crypto::system_random()));
    identity.response_key = response_key.public_key().raw();
  }
  [[nodiscard]] crypto::SealedPlace place(const std::string& nonce = "a-nonce-of-sixteen") const {
    return {"vault_a", std::string(kMachine), "sk_1", 3, nonce};
  }
  [[nodiscard]] Json answer(const crypto::SealedPlace& place, std::string_view plain) const {
    const auto envelope =
        keys[0].public_key().seal(crypto::sealed_context(place), as_bytes(plain), crypto::system_random());
    return {{"envelope", json_text(to_base64(envelope))},
            {"version", place.version},
            {"signature", json_text(to_base64(response_key.sign(crypto::sealed_message(place, envelope))))},
            {"keyId", json_text(to_hex(response_key.public_key().fingerprint()))}};
  }
  [[nodiscard]] static Result<Answer> heard(const Json& body) {
    return Answer{{.status = 200, .headers = {}, .body = to_secret_text(body)}, "GET it", "a-nonce-of-sixteen"};
  }
  [[nodiscard]] Sealing sealing() {
    SealingKeys same;
    same.push_back(std::move(keys[0]));
    keys[0] = crypto::SealingPrivateKey::generate(crypto::system_random());
    return {identity, std::move(same)};
  }
};

TEST(ClientSealing, OpensWhatItsVaultSealedForThisRequest) {
  SealingVault vault;
  const auto body = vault.answer(vault.place(), "value");
  const auto secret = vault.sealing().open_value(SealingVault::heard(body), "sk_1");
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->value.expose_text(), "value");
  EXPECT_EQ(secret->version, 3U);
}

TEST(ClientSealing, BelievesNothingElse) {
  const auto attacker = crypto::PrivateKey::generate(Algorithm::ed25519_mldsa65);
  const std::vector<std::pair<const char*, std::function<void(SealingVault&, Json&)>>> lies{
      {"another request", [](auto& vault, Json& body) { body = vault.answer(vault.place("another-nonce-0000"), "v"); }},
      {"another secret",
       [](auto& vault, Json& body) {
         auto place = vault.place();
         place.secret = "sk_2";
         body = vault.answer(place, "v");
       }},
      {"another machine",
       [](auto& vault, Json& body) {
         auto place = vault.place();
         place.machine = std::string(kOperator);
         body = vault.answer(place, "v");
       }},
      {"another vault",
       [](auto& vault, Json& body) {
         auto place = vault.place();
         place.vault = "vault_b";
         body = vault.answer(place, "v");
       }},
      {"an older version's number", [](auto&, Json& body) { body["version"] = 2; }},
      {"another envelope",
       [](auto& vault, Json& body) { body["envelope"] = vault.answer(vault.place(), "w")["envelope"]; }},
      {"a changed envelope",
       [](auto&, Json& body) {
         auto bytes = *from_base64(text_of(body["envelope"]));
         bytes.back() ^= 1;
         body["envelope"] = json_text(to_base64(bytes));
       }},
      {"no signature", [](auto&, Json& body) { body["signature"] = json_text(""); }},
      {"no base64", [](auto&, Json& body) { body["envelope"] = json_text("!"); }},
      {"another vault's key",
       [&](auto& vault, Json& body) {
         const auto envelope = *from_base64(text_of(body["envelope"]));
         body["signature"] = json_text(to_base64(attacker.sign(crypto::sealed_message(vault.place(), envelope))));
         body["keyId"] = json_text(to_hex(attacker.public_key().fingerprint()));
       }},
      {"a value in clear", [](auto&, Json& body) { body = Json{{"value", json_text("v")}}; }},
      {"an envelope for another machine, signed",
       [](auto& vault, Json& body) {
         const auto other = crypto::SealingPrivateKey::generate(crypto::system_random());
         const auto envelope =
             other.public_key().seal(crypto::sealed_context(vault.place()), as_bytes("v"), crypto::system_random());
         body["envelope"] = json_text(to_base64(envelope));
         body["signature"] =
             json_text(to_base64(vault.response_key.sign(crypto::sealed_message(vault.place(), envelope))));
       }},
  };
  for (const auto& [what, lie] : lies) {
    SealingVault vault;
    auto body = vault.answer(vault.place(), "value");
    lie(vault, body);
    const auto secret = vault.sealing().open_value(SealingVault::heard(body), "sk_1");
    ASSERT_FALSE(secret) << what;
    EXPECT_EQ(secret.error().kind, ErrorKind::server) << what;
    EXPECT_THAT(secret.error().message, ::testing::Not(::testing::HasSubstr("value\""))) << what;
  }
}

TEST(ClientSealing, NeedsToKnowItsVault) {
  SealingVault vault;
  vault.identity.response_key.reset();
  const auto body = vault.answer(vault.place(), "value");
  EXPECT_EQ(vault.sealing().open_value(SealingVault::heard(body), "sk_1").error().kind, ErrorKind::local);
}

TEST(ClientSealing, GivesAnExportAsItWouldBeInClear) {
  SealingVault vault;
  crypto::SealedPlace place{"vault_a", std::string(kMachine), "", 0, "a-nonce-of-sixteen"};
  const auto body = vault.answer(place, R"({"secrets":[]})");
  const auto sealing = vault.sealing();
  const auto opened = sealing.open_export(SealingVault::heard(body));
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->response.body.expose_text(), R"({"secrets":[]})");
  EXPECT_FALSE(sealing.open_value(SealingVault::heard(body), "sk_1"));
}

TEST(ClientSealingKeys, AreKeptNewestFirst) {
  const TemporaryFolder folder;
  EXPECT_TRUE(load_sealing_keys(folder.path())->empty());
  std::vector<Bytes> made;
  for (int i = 0; i < 4; ++i) made.push_back(add_sealing_key(folder.path(), crypto::system_random())->raw());
  const auto keys = load_sealing_keys(folder.path());
  ASSERT_TRUE(keys) << keys.error().message;
  ASSERT_EQ(keys->size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ((*keys)[i].public_key().raw(), made[3 - i]);
}

TEST(ClientSealingKeys, AreRefusedWhereOthersMayReadThemOrTheyAreNone) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "sealing.json";
  ASSERT_TRUE(add_sealing_key(folder.path(), crypto::system_random()));
  std::filesystem::permissions(file, std::filesystem::perms(0640));
  EXPECT_EQ(load_sealing_keys(folder.path()).error().kind, ErrorKind::local);
  for (const std::string text :
       {"", "{}", R"({"keys":[]})", R"({"keys":[7]})", R"({"keys":["no key"]})", R"({"keys":"k"})"}) {
    ASSERT_TRUE(write_private_file(file, as_bytes(text), IfThere::replace));
    EXPECT_EQ(load_sealing_keys(folder.path()).error().kind, ErrorKind::local) << text;
  }
  EXPECT_EQ(add_sealing_key({}, crypto::system_random()).error().kind, ErrorKind::local);
}

}  // namespace
}  // namespace signet::client
