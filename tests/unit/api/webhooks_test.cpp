// SPDX-License-Identifier: Apache-2.0
// Webhooks from the event to the outbox, and what failing does to them. Nothing listens where they point.
#include "keyring/webhook_secret.hpp"
#include "outgoing/courier.hpp"
#include "outgoing/public_address.hpp"
#include "store/webhooks.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Webhooks : ::testing::Test {
  Installation vault;

  Answer ask(std::string method, const std::string& path, std::string body = "{}") {
    if (method == "GET") body.clear();
    return vault.send(vault.root, std::move(method), vault.vault_path("/webhooks" + path), std::move(body));
  }
  std::string make(const std::string& more = "") {
    const auto made = ask("POST", "", R"({"url":"https://127.0.0.1:1/events?a=b")" + more + "}");
    EXPECT_EQ(made.status, 201) << made.text;
    return made["webhookId"];
  }
  std::optional<WebhookDelivery> oldest(const std::string& id) {
    const auto reader = vault.services().store.reader();
    return reader->snapshot()->webhooks().oldest_delivery(*WebhookId::parse(id));
  }
  std::string member(const std::string& id, const char* name) {
    const auto shown = ask("GET", "/" + id);
    return to_public_text(*find_member(shown.body, name));
  }
  std::unique_ptr<outgoing::Courier> courier(bool allow_private) {
    return std::make_unique<outgoing::Courier>(vault.services().store, vault.committer(), vault.services().keyring,
                                               vault.clock, vault.services().log,
                                               outgoing::CourierOptions{.allow_private_addresses = allow_private});
  }
};

TEST_F(Webhooks, ShowTheirSecretOnce) {
  const auto made = ask("POST", "", R"({"url":"https://example.org/x","requestId":"0123456789abcdef"})");
  EXPECT_EQ(made["secret"].size(), 64U);
  EXPECT_EQ(made["name"], "example.org");
  EXPECT_EQ(ask("GET", "/" + made["webhookId"])["secret"], "");
  const auto again = ask("POST", "", R"({"url":"https://example.org/x","requestId":"0123456789abcdef"})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again["id"], made["webhookId"]);
  EXPECT_NE(ask("POST", "", R"({"url":"https://example.org/x"})")["secret"], made["secret"]);
}

TEST_F(Webhooks, QueueWhatTheyWantInTheCommitOfTheEvent) {
  const auto some = make(R"(,"actions":["project_create"])"), severe = make(R"(,"minimumSeverity":"high")");
  static_cast<void>(vault.make_project("shop"));
  EXPECT_EQ(member(some, "queued"), "1");
  EXPECT_EQ(member(severe, "queued"), "0");
  const auto delivery = oldest(some);
  ASSERT_TRUE(delivery);
  EXPECT_EQ(delivery->event, "project_create");
  const auto body = parse_json_object(as_bytes(delivery->body));
  ASSERT_TRUE(body);
  EXPECT_EQ(*find_text(*body, "id"), delivery->id);
  EXPECT_EQ(*find_text(*body, "severity"), "low");
  EXPECT_EQ(*find_text(*find_member(*body, "data"), "userId"), vault.root.id);
  vault.restart();
  EXPECT_EQ(oldest(some)->id, delivery->id);
}

TEST_F(Webhooks, OfAnotherVaultHearNothingAndAreNotThere) {
  const auto other = vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"o"})")["vaultId"];
  const auto made = vault.send(vault.root, "POST", "/v1/admin/vaults/" + other + "/webhooks",
                               R"({"url":"https://example.org/"})");
  const auto queued = oldest(made["webhookId"]);  // its own making
  static_cast<void>(vault.make_project("shop"));
  EXPECT_EQ(oldest(made["webhookId"])->event, queued->event);
  const auto foreign = ask("GET", "/" + made["webhookId"]), absent = ask("GET", "/hook_0000000000");
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.text, absent.text);
  EXPECT_EQ(ask("DELETE", "/" + made["webhookId"]).status, 404);
}

TEST_F(Webhooks, AreSwitchedOffAfterTwentyFailuresAndOnAgain) {
  const auto id = make(R"(,"actions":["webhook_disable"])");
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  const auto sender = courier(true);
  sender->tick();
  EXPECT_EQ(member(id, "consecutiveFailures"), "1");
  sender->tick();
  EXPECT_EQ(member(id, "consecutiveFailures"), "1") << "not before its time";
  vault.clock.advance(std::chrono::seconds(10));
  sender->tick();
  EXPECT_EQ(member(id, "consecutiveFailures"), "2");
  EXPECT_NE(member(id, "lastError").find("cannot connect"), std::string::npos) << member(id, "lastError");
  for (int i = 2; i < 20; ++i) {
    vault.clock.advance(std::chrono::hours(1));
    sender->tick();
  }
  EXPECT_EQ(member(id, "enabled"), "false");
  EXPECT_EQ(member(id, "queued"), "0");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "webhook_disable");
  EXPECT_EQ(ask("POST", "/" + id + "/test").status, 409);
  EXPECT_EQ(ask("POST", "/" + id + "/enable").status, 200);
  EXPECT_EQ(member(id, "consecutiveFailures"), "0");
  EXPECT_EQ(ask("POST", "/" + id + "/test").status, 202);
}

TEST_F(Webhooks, GiveAnEventUpAfterADay) {
  const auto id = make(R"(,"actions":["vault_create"])");
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  vault.clock.advance(std::chrono::hours(24));
  courier(true)->tick();
  EXPECT_EQ(member(id, "queued"), "0");
  EXPECT_EQ(member(id, "consecutiveFailures"), "0");
}

TEST_F(Webhooks, DoNotReachPrivateAddressesUnlessTheyMay) {
  const auto id = make(R"(,"actions":["vault_create"])");
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  courier(false)->tick();
  EXPECT_NE(member(id, "lastError").find("not on the public internet"), std::string::npos) << member(id, "lastError");
}

TEST_F(Webhooks, RestWhileTheirVaultIsSuspended) {
  const auto id = make(R"(,"actions":["vault_create"])");
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/suspend"), "{}").status, 200);
  courier(true)->tick();
  EXPECT_EQ(member(id, "consecutiveFailures"), "0");
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/resume"), "{}").status, 200);
  courier(true)->tick();
  EXPECT_EQ(member(id, "consecutiveFailures"), "1");
}

TEST_F(Webhooks, AreAtMostTwentyInAVault) {
  for (int i = 0; i < 20; ++i) static_cast<void>(make(R"(,"actions":["vault_create"])"));
  EXPECT_EQ(ask("POST", "", R"({"url":"https://example.org/"})").status, 409);
}

TEST(PublicAddress, IsNoneOfTheSpecialOnes) {
  for (const char* text : {"127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
                           "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.51.100.1", "203.0.113.1",
                           "198.18.0.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fc00::1",
                           "fd12::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001::1", "::127.0.0.1",
                           "100::1", "3fff::1", "fec0::1"})
    EXPECT_FALSE(outgoing::is_public(*Address::parse(text))) << text;
  for (const char* text : {"1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1", "2a00:1450::1", "::ffff:8.8.8.8"})
    EXPECT_TRUE(outgoing::is_public(*Address::parse(text))) << text;
}

}  // namespace
}  // namespace signet::testing
