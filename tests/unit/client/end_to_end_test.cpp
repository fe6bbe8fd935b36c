// SPDX-License-Identifier: Apache-2.0
// Values sealed and opened at the ends: what is sent, and which bundles a machine believes.
#include "signet/crypto/end_to_end.hpp"

#include "fake_world.hpp"
#include "sealing_keys.hpp"
#include "signet/client/admin_client.hpp"
#include "signet/client/client.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace signet::client {
namespace {

constexpr std::string_view kSecret =
    R"({"secretId":"sk_1","projectId":"proj_1","name":"n","kind":"end-to-end","fieldNames":null,"version":4,)"
    R"("createdAt":1,"updatedAt":1})";

struct ClientEndToEnd : ::testing::Test {
  TemporaryFolder folder;
  FakeWorld world;
  crypto::SealingPublicKey key = *add_sealing_key(folder.path(), crypto::system_random());
  HybridKey recipient{.machine_id = std::string(kMachine), .public_key = key.raw()};

  Client machine() {
    return {Identity{.machine_id = std::string(kMachine), .vault_id = "vault_a", .folder = folder.path()},
            world.as_machine()};
  }
  [[nodiscard]] Bytes sealed(const crypto::EndToEndPlace& place, std::string_view machine_id = kMachine) const {
    const std::vector<crypto::EndToEndRecipient> whom{{std::string(machine_id), key}};
    return crypto::seal_end_to_end(place, whom, as_bytes("value"), test_key(), crypto::system_random());
  }
  void carries(const Bytes& bundle, std::uint64_t version) {
    world.answer(200, to_public_text({{"bundle", json_text(to_base64(bundle))}, {"version", version}}));
  }
};

TEST_F(ClientEndToEnd, SealsBeforeItSends) {
  VaultAdmin vault("vault_a", world.as_operator());
  world.answer(201, kSecret);
  ASSERT_TRUE(vault.create_end_to_end("proj_1", "n", SecretBytes::from_text("value"), {&recipient, 1}));
  world.answer(200, kSecret);
  world.answer(201, kSecret);
  ASSERT_TRUE(vault.put_end_to_end("sk_1", SecretBytes::from_text("value"), {&recipient, 1}));
  EXPECT_EQ(world.requests.at(0).target, "/v1/admin/vaults/vault_a/projects/proj_1/end-to-end");
  EXPECT_EQ(world.requests.at(2).target, "/v1/admin/vaults/vault_a/secrets/sk_1/end-to-end");
  const auto keys = *load_sealing_keys(folder.path());
  for (const auto& [request, version] : {std::pair{0, 1}, std::pair{2, 5}}) {
    EXPECT_EQ(world.body(static_cast<std::size_t>(request)).find("value\""), std::string::npos);
    const auto body = *parse_json_object(world.requests.at(static_cast<std::size_t>(request)).body.expose());
    const auto bundle = crypto::read_end_to_end(*from_base64(text_of(body["bundle"])));
    ASSERT_TRUE(bundle);
    EXPECT_EQ(bundle->place.vault, "vault_a");
    EXPECT_EQ(bundle->place.version, static_cast<std::uint64_t>(version));
    EXPECT_EQ(bundle->author.raw(), test_key().public_key().raw());
    EXPECT_EQ(bundle->open(kMachine, keys.at(0))->expose_text(), "value");
  }
}

TEST_F(ClientEndToEnd, SealsToMachinesThatAreSomeAndDiffer) {
  VaultAdmin vault("vault_a", world.as_operator());
  const std::vector<HybridKey> twice{recipient, recipient};
  const std::vector<HybridKey> half{{.machine_id = std::string(kMachine), .public_key = Bytes(3)}};
  for (const auto& wrong : {std::vector<HybridKey>(), twice, half}) {
    const auto made = vault.create_end_to_end("proj_1", "n", SecretBytes::from_text("v"), wrong);
    EXPECT_EQ(made.error().kind, ErrorKind::invalid_request);
  }
  EXPECT_TRUE(world.requests.empty());
}

TEST_F(ClientEndToEnd, OpensWhatItsAuthorSealed) {
  carries(sealed({"vault_a", "sk_1", 3}), 3);
  const auto secret = machine().get_end_to_end("sk_1");
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(world.requests.at(0).target, "/v1/end-to-end/secret/sk_1");
  EXPECT_EQ(secret->value.expose_text(), "value");
  EXPECT_EQ(secret->version, 3U);
  EXPECT_EQ(secret->author_fingerprint, to_hex(test_key().public_key().fingerprint()));
}

TEST_F(ClientEndToEnd, BelievesNothingElse) {
  auto broken = sealed({"vault_a", "sk_1", 3});
  broken.back() ^= 1U;
  for (const auto& [what, bundle] :
       std::vector<std::pair<const char*, Bytes>>{{"another vault's", sealed({"vault_b", "sk_1", 3})},
                                                  {"another secret's", sealed({"vault_a", "sk_2", 3})},
                                                  {"another version's", sealed({"vault_a", "sk_1", 2})},
                                                  {"another machine's", sealed({"vault_a", "sk_1", 3}, kOperator)},
                                                  {"a broken one", broken},
                                                  {"none", Bytes{1}}}) {
    carries(bundle, 3);
    const auto secret = machine().get_end_to_end("sk_1");
    ASSERT_FALSE(secret) << what;
    EXPECT_EQ(secret.error().kind, ErrorKind::server) << what;
  }
}

TEST_F(ClientEndToEnd, NeedsAKeyThatWasSealedTo) {
  const TemporaryFolder empty;
  Client keyless{Identity{.machine_id = std::string(kMachine), .vault_id = "vault_a", .folder = empty.path()},
                 world.as_machine()};
  EXPECT_EQ(keyless.get_end_to_end("sk_1").error().kind, ErrorKind::local);
  EXPECT_TRUE(world.requests.empty());
}

}  // namespace
}  // namespace signet::client
