// SPDX-License-Identifier: Apache-2.0
// Webhooks from the event to the outbox and out of it, and what failing does to them. Nothing leaves this process.
#include "outgoing/courier.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "store/webhooks.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

#include <map>

namespace signet::testing {
namespace {

std::string text_of(const Json& object, std::string_view member) { return std::string(*find_text(object, member)); }

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
  /// One round of a courier.
  bool tick() {
    return tick([this](const HttpsUrl& url, const outgoing::Headers& headers, std::string_view body,
                       const std::stop_token&) {
      posted.push_back({url.authority(), {headers.begin(), headers.end()}, std::string(body)});
      return answer;
    });
  }
  bool tick(outgoing::Post post) {
    const auto& services = vault.services();
    outgoing::Courier courier(services.store, vault.committer(), services.keyring, vault.clock, services.log, rounds,
                              std::move(post));
    return courier.tick(stop.get_token());
  }

  struct Posting {
    std::string to;
    std::map<std::string, std::string> headers;
    std::string body;
  };
  std::vector<Posting> posted;
  outgoing::Posted answer = 200;
  outgoing::Rounds rounds;
  std::stop_source stop;
};

constexpr const char* kNothingElse = R"(,"actions":["vault_create"])";  // what no test here does

TEST_F(Webhooks, ShowTheirSecretOnce) {
  const auto made = ask("POST", "", R"({"url":"https://example.org/x","requestId":"0123456789abcdef"})");
  EXPECT_EQ(made["secret"].size(), 64U);
  EXPECT_EQ(made["name"], "example.org");
  EXPECT_EQ(ask("GET", "/" + made["webhookId"])["secret"], "");
  const auto again = ask("POST", "", R"({"url":"https://example.org/x","requestId":"0123456789abcdef"})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again["id"], made["webhookId"]);
  EXPECT_NE(ask("POST", "", R"({"url":"https://example.org/x"})")["secret"], made["secret"]);
  EXPECT_EQ(ask("GET", "").text.find(made["secret"]), std::string::npos);
  for (const auto& record : vault.audit(vault.vault_id))
    EXPECT_EQ(to_public_text(record).find(made["secret"]), std::string::npos);
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
  EXPECT_EQ(text_of(*body, "id"), delivery->id);
  EXPECT_EQ(text_of(*body, "severity"), "low");
  EXPECT_EQ(text_of(*find_member(*body, "data"), "userId"), vault.root.id);
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

TEST_F(Webhooks, ArriveSigned) {
  const auto made = ask("POST", "", R"({"url":"https://example.org:8443/x","actions":["project_create"]})");
  const auto id = made["webhookId"];
  static_cast<void>(vault.make_project("shop"));
  ASSERT_TRUE(tick());
  ASSERT_EQ(posted.size(), 1U);
  auto& [to, headers, body] = posted.front();
  EXPECT_EQ(to, "example.org:8443");
  EXPECT_EQ(headers["X-Signet-Signature"],
            to_hex(crypto::hmac_sha256(as_bytes(made["secret"]), as_bytes(body))));
  EXPECT_EQ(headers["X-SikkerKey-Signature"], headers["X-Signet-Signature"]);
  EXPECT_EQ(headers["X-Signet-Event"], "project_create");
  EXPECT_EQ(headers["X-Signet-Delivery-Id"], text_of(*parse_json_object(as_bytes(body)), "id"));
  EXPECT_EQ(member(id, "queued"), "0");
  EXPECT_EQ(member(id, "lastDeliveredAt"), std::to_string(to_millis(vault.clock.now())));
  ASSERT_TRUE(tick());
  EXPECT_EQ(posted.size(), 1U);
}

TEST_F(Webhooks, SignWithTheSameSecretAfterARestart) {
  const auto made = ask("POST", "", R"({"url":"https://example.org/","actions":["vault_create"]})");
  vault.restart();
  ASSERT_EQ(ask("POST", "/" + made["webhookId"] + "/test").status, 202);
  ASSERT_TRUE(tick());
  ASSERT_EQ(posted.size(), 1U);
  EXPECT_EQ(posted[0].headers["X-Signet-Signature"],
            to_hex(crypto::hmac_sha256(as_bytes(made["secret"]), as_bytes(posted[0].body))));
  EXPECT_EQ(posted[0].headers["X-Signet-Event"], "webhook_test");
}

TEST_F(Webhooks, HearNothingOfValues) {
  static_cast<void>(make());
  const auto project = vault.make_project("shop");
  const auto secret = vault.make_secret(project, "card", "hunter2hunter2");
  vault.give(vault.make_machine(), project, secret);
  ASSERT_TRUE(tick());
  EXPECT_GT(posted.size(), 3U);
  for (const auto& [to, headers, body] : posted) EXPECT_EQ(body.find("hunter2"), std::string::npos) << body;
}

TEST_F(Webhooks, AreSwitchedOffAfterTwentyFailuresAndOnAgain) {
  const auto id = make(R"(,"actions":["webhook_disable"])");
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  answer = std::unexpected("cannot connect");
  ASSERT_TRUE(tick());
  EXPECT_EQ(member(id, "consecutiveFailures"), "1");
  EXPECT_EQ(member(id, "lastError"), "\"cannot connect\"");
  ASSERT_TRUE(tick());
  EXPECT_EQ(member(id, "consecutiveFailures"), "1") << "not before its time";
  for (auto pause = std::chrono::seconds(10); pause < std::chrono::hours(1); pause *= 2) {
    vault.clock.advance(pause - std::chrono::milliseconds(1));
    const auto before = posted.size();
    ASSERT_TRUE(tick());
    EXPECT_EQ(posted.size(), before);
    vault.clock.advance(std::chrono::milliseconds(1));
    ASSERT_TRUE(tick());
    EXPECT_EQ(posted.size(), before + 1);
  }
  EXPECT_EQ(member(id, "consecutiveFailures"), "10");
  answer = 500;
  for (int i = 10; i < 20; ++i) {
    EXPECT_EQ(member(id, "enabled"), "true") << i;
    vault.clock.advance(std::chrono::hours(1));
    ASSERT_TRUE(tick());
  }
  EXPECT_EQ(member(id, "enabled"), "false");
  EXPECT_EQ(member(id, "queued"), "0");
  EXPECT_EQ(member(id, "dropped"), "1");
  EXPECT_EQ(member(id, "lastError"), "\"answered 500\"");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "webhook_disable");
  EXPECT_EQ(ask("POST", "/" + id + "/test").status, 409);
  EXPECT_EQ(ask("POST", "/" + id + "/enable").status, 200);
  EXPECT_EQ(member(id, "consecutiveFailures"), "0");
  EXPECT_EQ(member(id, "dropped"), "0");
  EXPECT_EQ(ask("POST", "/" + id + "/test").status, 202);
}

TEST_F(Webhooks, TryTheSameEventUntilItArrives) {
  const auto id = make(kNothingElse);
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  answer = 500;
  ASSERT_TRUE(tick());
  answer = 204;
  vault.clock.advance(std::chrono::seconds(10));
  ASSERT_TRUE(tick());
  ASSERT_EQ(posted.size(), 2U);
  EXPECT_EQ(posted[0].headers["X-Signet-Delivery-Id"], posted[1].headers["X-Signet-Delivery-Id"]);
  EXPECT_EQ(posted[0].body, posted[1].body);
  EXPECT_EQ(member(id, "consecutiveFailures"), "0");
  EXPECT_EQ(member(id, "queued"), "0");
}

TEST_F(Webhooks, TakeNothingButA2xxAsDelivered) {
  for (const int status : {300, 302, 307, 404}) {
    const auto id = make(kNothingElse);
    ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
    answer = status;
    ASSERT_TRUE(tick());
    EXPECT_EQ(member(id, "lastError"), "\"answered " + std::to_string(status) + "\"");
    ASSERT_EQ(ask("DELETE", "/" + id).status, 200);
  }
}

TEST_F(Webhooks, GiveAnEventUpAfterADay) {
  const auto id = make(kNothingElse);
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  vault.clock.advance(std::chrono::hours(24));
  ASSERT_TRUE(tick());
  EXPECT_TRUE(posted.empty());
  EXPECT_EQ(member(id, "queued"), "0");
  EXPECT_EQ(member(id, "dropped"), "1");
  EXPECT_EQ(member(id, "consecutiveFailures"), "0");
}

TEST_F(Webhooks, AreNotBlamedForWhatIsBrokenOff) {
  const auto id = make(kNothingElse);
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  answer = std::unexpected("no answer in time");
  EXPECT_TRUE(tick([this](const HttpsUrl&, const outgoing::Headers&, std::string_view, const std::stop_token&) {
    stop.request_stop();
    return answer;
  }));
  EXPECT_EQ(member(id, "consecutiveFailures"), "0");
  EXPECT_EQ(member(id, "queued"), "1");
}

TEST_F(Webhooks, AreForgottenWithWhatWaitsForThem) {
  const auto id = make(kNothingElse);
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  ASSERT_EQ(ask("DELETE", "/" + id).status, 200);
  EXPECT_FALSE(oldest(id));
  EXPECT_EQ(ask("GET", "/" + id).status, 404);
  EXPECT_EQ(ask("POST", "/" + id + "/test").status, 404);
  ASSERT_TRUE(tick());
  EXPECT_TRUE(posted.empty());
}

TEST_F(Webhooks, HaveAnOutboxThatIsBoundedAndSaysSo) {
  const auto id = make(kNothingElse);
  const auto hook = *WebhookId::parse(id);
  ASSERT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) {
    for (std::int64_t i = 0; i < kMostQueuedDeliveries; ++i)
      ASSERT_TRUE(tx.webhooks().queue_delivery({std::to_string(i), hook, "event", "{}", vault.clock.now()}));
    EXPECT_FALSE(tx.webhooks().queue_delivery({"beyond", hook, "event", "{}", vault.clock.now()}));
  }));
  EXPECT_EQ(member(id, "queued"), std::to_string(kMostQueuedDeliveries));
  EXPECT_EQ(member(id, "dropped"), "1");
  EXPECT_EQ(ask("POST", "/" + id + "/test").status, 409);
  EXPECT_EQ(member(id, "dropped"), "1") << "a refused request leaves nothing";
}

TEST_F(Webhooks, RestWhileTheirVaultIsSuspended) {
  const auto id = make(kNothingElse);
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/suspend"), "{}").status, 200);
  ASSERT_TRUE(tick());
  EXPECT_TRUE(posted.empty());
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/resume"), "{}").status, 200);
  ASSERT_TRUE(tick());
  EXPECT_EQ(posted.size(), 1U);
}

TEST_F(Webhooks, GoToTheirNewUrlAtOnce) {
  const auto id = make(kNothingElse);
  ASSERT_EQ(ask("POST", "/" + id + "/test").status, 202);
  answer = 500;
  ASSERT_TRUE(tick());
  answer = 200;
  ASSERT_EQ(ask("PATCH", "/" + id, R"({"url":"https://example.net/"})").status, 200);
  ASSERT_TRUE(tick());
  ASSERT_EQ(posted.size(), 2U);
  EXPECT_EQ(posted[1].to, "example.net");
}

TEST_F(Webhooks, AreAtMostTwentyInAVault) {
  for (int i = 0; i < 20; ++i) static_cast<void>(make(kNothingElse));
  EXPECT_EQ(ask("POST", "", R"({"url":"https://example.org/"})").status, 409);
}

}  // namespace
}  // namespace signet::testing
