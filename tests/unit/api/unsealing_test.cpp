// SPDX-License-Identifier: Apache-2.0
// A server without its root key: what it answers, to whom, and how shares open it.
#include "api/housekeeping.hpp"
#include "keyring/root_key_slot.hpp"
#include "keyring/share.hpp"
#include "signet/schema/encoding.hpp"
#include "store/store.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace signet::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct Sealed : ::testing::Test {
  Installation vault;
  crypto::Random& random = crypto::system_random();
  Signer machine = vault.make_machine();
  Signer owner = vault.make_operator(Role::owner, vault.vault_id);
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "correct horse");
  SlotId slot = SlotId::make(random);
  std::vector<SecretBytes> shares;

  Sealed() {
    vault.give(machine, project, secret);
    shares = add_slot(slot);
    seal();
  }
  /// Of three shares, of which two open.
  std::vector<SecretBytes> add_slot(const SlotId& id) {
    const auto slot_key = keyring::make_root_key(random);
    store::KeySlot made{id, "shares", {}, vault.clock.now(), keyring::slot_public_key(slot_key.expose())};
    made.wrapped_root_key = keyring::wrap_root_key(slot_key.expose(), id, made.kind, vault.root_key(), random);
    made.parameters = encode(keyring::ShareCounts{2, 3});
    store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) { tx.insert_key_slot(made); });
    return keyring::make_shares(id, slot_key.expose(), {2, 3}, random);
  }
  void seal() { vault.restart_with(keyring::Keyring(random)); }
  Answer give(std::string_view share) {
    return vault.send(vault.root, "POST", vault.installation_path("/unseal"),
                      R"({"share":")" + std::string(share) + "\"}");
  }
  Answer give(std::size_t i) { return give(shares.at(i).expose_text()); }
  Answer read() { return vault.send(machine, "GET", "/v1/secret/" + secret); }
  std::size_t held() {
    const auto slots = vault.send(vault.root, "GET", vault.installation_path("/key-slots"));
    EXPECT_EQ(slots.status, 200) << slots.text;
    return slots.body["items"][0]["held"].get<std::size_t>();
  }
};

TEST_F(Sealed, AnswersNothingButThatItIs) {
  const auto before = vault.state_digest();
  const auto records = vault.audit_size(vault.installation_id) + vault.audit_size(vault.vault_id);
  const auto unsigned_request = [&](const std::string& method, const std::string& target) {
    return vault.handle(api::Request{{method, target, {}, *Address::parse(vault.address)}, {}});
  };
  for (const auto& answer :
       {read(), vault.send(machine, "POST", "/v1/secrets/list", "{}"), vault.send(machine, "GET", "/v1/vault/keys"),
        vault.send(vault.root, "GET", vault.installation_path("")),
        vault.send(vault.root, "GET", vault.installation_path("/audit")),
        vault.send(vault.root, "POST", vault.installation_path("/root-key/rotate"), "{}"),
        vault.send(owner, "GET", vault.vault_path("/projects")), unsigned_request("POST", "/v1/bootstrap/register"),
        unsigned_request("GET", "/v1/identity/keys"), unsigned_request("GET", "/once/once_0123456789"),
        unsigned_request("GET", "/readyz"), unsigned_request("GET", "/v1/secret/" + secret)}) {
    EXPECT_EQ(answer.status, 503) << answer.text;
    EXPECT_EQ(answer["error"], "The server is sealed, awaiting unseal");
    EXPECT_EQ(answer.header("Retry-After"), "1");
  }
  EXPECT_EQ(unsigned_request("GET", "/healthz").status, 200);
  EXPECT_EQ(unsigned_request("GET", "/version").status, 200);
  EXPECT_EQ(unsigned_request("GET", "/nothing").status, 404);
  EXPECT_EQ(vault.state_digest(), before);
  EXPECT_EQ(vault.audit_size(vault.installation_id) + vault.audit_size(vault.vault_id), records);
}

TEST_F(Sealed, WhoeverPipesAScriptIntoAShellGetsOne) {
  const auto answer = vault.handle(
      api::Request{{"GET", "/v1/bootstrap/" + std::string(64, 'a'), {}, *Address::parse(vault.address)}, {}});
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.text, HasSubstr("exit 1"));
}

TEST_F(Sealed, OpensWithEnoughShares) {
  const auto first = give(2);
  ASSERT_EQ(first.status, 200) << first.text;
  EXPECT_EQ(first.body, (Json{{"sealed", true}, {"held", 1}, {"needed", 2}}));
  EXPECT_EQ(held(), 1U);
  EXPECT_EQ(read().status, 503);
  const auto second = give(0);
  EXPECT_EQ(second.body, (Json{{"sealed", false}, {"held", 2}, {"needed", 2}}));
  EXPECT_EQ(held(), 0U);
  EXPECT_EQ(read()["value"], "correct horse");
  EXPECT_EQ(give(1).status, 409);
  const auto actions = vault.actions(vault.installation_id);
  EXPECT_THAT(actions, Contains("unseal_share"));
  EXPECT_THAT(actions, Contains("unseal"));
}

TEST_F(Sealed, SharesAreInNoRecordAndNoRow) {
  give(0);
  give(std::string(shares[1].expose_text()) + "A");
  give(1);
  vault.close();
  for (const auto* name : {"signet.db", "signet.db-wal"}) {
    std::ifstream file(vault.folder / name, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    for (const auto& share : shares) {
      EXPECT_THAT(all, Not(HasSubstr(std::string(share.expose_text().substr(16, 40)))));
      EXPECT_THAT(all,
                  Not(HasSubstr(std::string(as_text(keyring::parse_share(share.expose_text())->point.y.expose())))));
    }
  }
}

TEST_F(Sealed, AFailureSaysOneThingAndWipes) {
  const auto foreign =
      keyring::make_shares(SlotId::make(random), keyring::make_root_key(random).expose(), {2, 3}, random);
  const auto expect_no = [&](const Answer& answer) {
    EXPECT_EQ(answer.status, 400) << answer.text;
    EXPECT_EQ(answer.text, R"({"error":"does not open"})");
  };
  expect_no(give("signet-share-v1:" + std::string(72, 'A')));
  expect_no(give("x"));
  expect_no(give(foreign[0].expose_text()));  // of a slot that is not there
  // Two that do not belong together: of another secret, under this slot's id.
  give(0);
  const auto key = keyring::make_root_key(random);
  const auto wrong = keyring::make_shares(slot, key.expose(), {2, 3}, random);
  expect_no(give(wrong[1].expose_text()));
  EXPECT_EQ(held(), 0U);
  // Two that contradict.
  give(0);
  expect_no(give(wrong[0].expose_text()));
  EXPECT_EQ(held(), 0U);
  // What says more of itself than the slot does.
  expect_no(give(keyring::make_shares(slot, key.expose(), {3, 3}, random)[0].expose_text()));
  expect_no(give(keyring::make_shares(slot, key.expose(), {2, 4}, random)[3].expose_text()));
  const auto actions = vault.actions(vault.installation_id);
  EXPECT_EQ(std::ranges::count(actions, "unseal_failure"), 7);
  give(0);
  EXPECT_EQ(give(1).status, 200);
  EXPECT_EQ(read().status, 200);
}

TEST_F(Sealed, SharesAreWipedAfterTenMinutes) {
  give(0);
  vault.clock.advance(std::chrono::minutes(10) - std::chrono::seconds(1));
  EXPECT_EQ(held(), 1U);
  vault.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(held(), 0U);
  EXPECT_EQ(give(1).body, (Json{{"sealed", true}, {"held", 1}, {"needed", 2}}));
}

TEST_F(Sealed, WhoeverIsNotRootGivesNone) {
  const auto body = R"({"share":")" + std::string(shares[0].expose_text()) + "\"}";
  EXPECT_EQ(vault.send(owner, "POST", vault.installation_path("/unseal"), body).status, 403);
  EXPECT_EQ(vault.send(owner, "GET", vault.installation_path("/key-slots")).status, 403);
  auto forged = vault.sign(vault.root, "POST", vault.installation_path("/unseal"), body);
  forged.header("X-Signature") = to_base64(Bytes(64));
  EXPECT_EQ(vault.handle(forged).status, 401);
  const auto replayed = vault.sign(vault.root, "POST", vault.installation_path("/unseal"), body);
  EXPECT_EQ(vault.handle(replayed).status, 200);
  EXPECT_EQ(vault.handle(replayed).status, 401);
  EXPECT_EQ(held(), 1U);
}

TEST_F(Sealed, TheBodyIsExactlyAShare) {
  for (const auto* body : {"", "{}", R"({"share":1})", R"({"share":""})", R"({"share":"x","more":1})",
                           R"({"share":"x","share":"x"})", "[]", R"({"share":"x","requestId":"short"})"})
    EXPECT_EQ(vault.send(vault.root, "POST", vault.installation_path("/unseal"), body).status, 400) << body;
  EXPECT_EQ(give(std::string(177, 'a')).status, 400);
  const auto named = R"({"requestId":"0123456789abcdef","share":")" + std::string(shares[0].expose_text()) + "\"}";
  EXPECT_EQ(vault.send(vault.root, "POST", vault.installation_path("/unseal"), named).status, 200);
  EXPECT_EQ(vault.send(vault.root, "POST", vault.installation_path("/unseal"), named).status, 200);
  EXPECT_EQ(held(), 1U);
}

TEST_F(Sealed, WhatHasToHappenWithTimeWaits) {
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  for (int i = 0; i < 3; ++i) {
    vault.clock.advance(std::chrono::minutes(1));
    housekeeping.tick();
  }
  EXPECT_EQ(read().status, 503);
  give(0);
  EXPECT_EQ(give(1).status, 200);
  vault.clock.advance(std::chrono::minutes(1));
  housekeeping.tick();
  EXPECT_EQ(read().status, 200);
}

}  // namespace
}  // namespace signet::testing
