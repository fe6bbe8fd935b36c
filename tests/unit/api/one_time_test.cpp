// SPDX-License-Identifier: Apache-2.0
// Links that reveal once: made by operators, opened by whoever has them, gone afterwards.
#include "racing.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace signet::testing {
namespace {

struct OneTime : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("shop");
  std::string links = vault.vault_path("/projects/" + project + "/one-time-links");

  [[nodiscard]] Answer make(const std::string& more = "", const std::string& value = "the value") {
    return vault.send(vault.root, "POST", links, R"({"value":")" + value + R"(","ttlSeconds":3600)" + more + "}");
  }
  [[nodiscard]] api::Request opening(const std::string& id, const std::string& body) const {
    return {{"POST", "/v1/once/" + id, {}, *Address::parse(vault.address)}, SecretBytes::from_text(body)};
  }
  [[nodiscard]] Answer open(const std::string& id, const std::string& key, const std::string& more = "") {
    return vault.handle(opening(id, R"({"key":")" + key + "\"" + more + "}"));
  }
};

const std::string kNoKey(64, '0');
const std::string kWord = R"(,"passphrase":"open sesame")";

TEST_F(OneTime, ShowTheirValueOnce) {
  const auto made = make(R"(,"name":"for Bob")");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made["key"].size(), 64U);
  EXPECT_TRUE(made.body["url"].is_null()) << "this server has no public address";
  EXPECT_EQ(made.body["expiresAt"], to_millis(vault.clock.now()) + 3'600'000);
  const auto opened = open(made["linkId"], made["key"]);
  EXPECT_EQ(opened.status, 200);
  EXPECT_EQ(opened.text, R"({"value":"the value"})");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "one_time_open");
  EXPECT_EQ(open(made["linkId"], made["key"]).status, 404);
  EXPECT_EQ(vault.send(vault.root, "GET", links).body["items"].size(), 0U);
}

TEST_F(OneTime, OpenForOneOfTwoWhoRace) {
  const auto made = make();
  Race race(vault);
  for (int i = 0; i < 10; ++i) race.add(opening(made["linkId"], R"({"key":")" + made["key"] + "\"}"));
  const auto statuses = race.run();
  EXPECT_EQ(std::ranges::count(statuses, 200), 1);
  EXPECT_EQ(std::ranges::count(statuses, 404), 9);
}

TEST_F(OneTime, SayTheSameOfEverythingThatDoesNotOpen) {
  const auto one = make(), spent = make(),
             late = vault.send(vault.root, "POST", links, R"({"value":"v","ttlSeconds":60})");
  ASSERT_EQ(open(spent["linkId"], spent["key"]).status, 200);
  vault.clock.advance(std::chrono::seconds(60));
  std::vector<Answer> answers;
  for (const auto& [id, key] : std::vector<std::pair<std::string, std::string>>{
           {"once_0000000000", kNoKey}, {"nonsense", kNoKey}, {one["linkId"], kNoKey}, {one["linkId"], "no hex"},
           {spent["linkId"], spent["key"]}, {late["linkId"], late["key"]}, {one["linkId"], spent["key"]}}) {
    answers.push_back(open(id, key));
    vault.clock.advance(std::chrono::minutes(6));  // each counts towards lockout
  }
  for (const auto& answer : answers) {
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.text, R"({"error":"This link does not open"})");
  }
  EXPECT_EQ(open(one["linkId"], one["key"]).status, 200);
}

TEST_F(OneTime, StayShutInAFrozenProjectOrASuspendedVault) {
  const auto plain = make(), with_word = make(kWord);
  const auto absent = open("once_0000000000", kNoKey);
  for (const auto& [shut, reopen] : std::vector<std::pair<std::string, std::string>>{
           {"/projects/" + project + "/freeze", "/projects/" + project + "/unfreeze"}, {"/suspend", "/resume"}}) {
    SCOPED_TRACE(shut);
    ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path(shut), "{}").status, 200);
    vault.clock.advance(std::chrono::minutes(6));  // each failure counts towards lockout
    for (const auto& answer : {open(plain["linkId"], plain["key"]), open(with_word["linkId"], with_word["key"])}) {
      EXPECT_EQ(answer.status, absent.status);
      EXPECT_EQ(answer.text, absent.text);
    }
    ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path(reopen), "{}").status, 200);
  }
  vault.clock.advance(std::chrono::minutes(6));
  EXPECT_EQ(open(plain["linkId"], plain["key"])["value"], "the value") << "not spent";
  EXPECT_EQ(open(with_word["linkId"], with_word["key"], kWord)["value"], "the value");
}

TEST_F(OneTime, FreezingShutsThoseThatAreBeingOpened) {
  const auto made = make();
  Race race(vault);
  race.add(vault.sign(vault.root, "POST", vault.vault_path("/projects/" + project + "/freeze")));
  race.add(opening(made["linkId"], R"({"key":")" + made["key"] + "\"}"));
  EXPECT_EQ(race.run(), (std::vector<int>{200, 404}));
}

TEST_F(OneTime, CountFailuresOfAnAddress) {
  const auto made = make();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(open(made["linkId"], kNoKey).status, 404);
  EXPECT_EQ(open(made["linkId"], made["key"]).status, 429);
  vault.address = "198.51.100.9";
  EXPECT_EQ(open(made["linkId"], made["key"]).status, 200);
}

TEST_F(OneTime, WithAPassphraseNeedItToo) {
  const auto made = make(kWord);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["hasPassphrase"], true);
  const auto asked = open(made["linkId"], made["key"]);
  EXPECT_EQ(asked.status, 403);
  EXPECT_EQ(asked["field"], "passphrase");
  const auto wrong = open(made["linkId"], made["key"], R"(,"passphrase":"open sesamE")");
  EXPECT_EQ(wrong.status, 403);
  EXPECT_EQ(wrong["error"], "Wrong passphrase: 4 tries are left");
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "one_time_refused");
  EXPECT_EQ(open(made["linkId"], made["key"], kWord).text, R"({"value":"the value"})");
}

TEST_F(OneTime, AreDestroyedByTheFifthWrongPassphrase) {
  const auto made = make(kWord);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(open(made["linkId"], made["key"], R"(,"passphrase":"guess")").status, 403) << i;
    vault.clock.advance(std::chrono::minutes(6));
  }
  EXPECT_EQ(open(made["linkId"], made["key"], kWord).status, 404);
  auto names = vault.actions(vault.vault_id);
  EXPECT_EQ(std::ranges::count(names, "one_time_delete"), 1);
  EXPECT_EQ(std::ranges::count(names, "one_time_open"), 0);
}

TEST_F(OneTime, CountWrongPassphrasesOfRacersToo) {
  const auto made = make(kWord);
  Race race(vault);
  for (int i = 0; i < 5; ++i)
    race.add(opening(made["linkId"], R"({"key":")" + made["key"] + R"(","passphrase":"guess"})"));
  race.add(opening(made["linkId"], R"({"key":")" + made["key"] + "\"" + kWord + "}"));
  const auto statuses = race.run();
  EXPECT_EQ(std::ranges::count(statuses, 403), 5);
  EXPECT_EQ(statuses.back(), 404) << "the sixth came too late";
}

TEST_F(OneTime, LeaveNothingOfTheirValueInTheDatabase) {
  const auto made = make("", "very secret value of a link");
  ASSERT_EQ(made.status, 201);
  vault.close();
  for (const auto& file : std::filesystem::directory_iterator(vault.folder)) {
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(bytes.find("very secret value"), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find(made["key"]), std::string::npos) << file.path();
  }
}

TEST_F(OneTime, AreShownAndDeletedByOperators) {
  const auto made = make(R"(,"name":"for Bob")" + kWord);
  auto list = vault.send(vault.root, "GET", links);
  ASSERT_EQ(list.body["items"].size(), 1U) << list.text;
  auto& item = list.body["items"][0];
  EXPECT_EQ(text_of(item["linkId"]), made["linkId"]);
  EXPECT_EQ(text_of(item["name"]), "for Bob");
  EXPECT_EQ(item["wrongPassphrases"], 0);
  EXPECT_FALSE(item.contains("key"));
  const auto path = vault.vault_path("/one-time-links/" + made["linkId"]);
  EXPECT_EQ(vault.send(vault.root, "DELETE", path).status, 200);
  EXPECT_EQ(vault.send(vault.root, "DELETE", path).status, 404);
  EXPECT_EQ(open(made["linkId"], made["key"], kWord).status, 404);
}

TEST_F(OneTime, AreMadeOnceForOneRequestId) {
  const std::string body = R"({"value":"v","ttlSeconds":60,"requestId":"0123456789abcdef"})";
  const auto first = vault.send(vault.root, "POST", links, body), again = vault.send(vault.root, "POST", links, body);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again["id"], first["linkId"]);
  EXPECT_EQ(again.text.find(first["key"]), std::string::npos);
}

TEST_F(OneTime, RefuseWhatTheyAreNot) {
  struct Case { std::string body, field; int status = 400; };
  const std::string most(limits::kMaxOneTimeValue, 'x');
  for (const auto& c : std::vector<Case>{
           {"{}", "value"},
           {R"({"value":"v"})", "ttlSeconds"},
           {R"({"value":7,"ttlSeconds":60})", "value"},
           {R"({"value":"","ttlSeconds":60})", "value"},
           {R"({"value":"v","ttlSeconds":59})", "ttlSeconds"},
           {R"({"value":"v","ttlSeconds":86401})", "ttlSeconds"},
           {R"({"value":"v","ttlSeconds":"60"})", "ttlSeconds"},
           {R"({"value":"v","ttlSeconds":60,"passphrase":""})", "passphrase"},
           {R"({"value":"v","ttlSeconds":60,"passphrase":")" + std::string(limits::kMaxPassphrase + 1, 'p') + "\"}",
            "passphrase"},
           {R"({"value":"v","ttlSeconds":60,"name":7})", "name"},
           {R"({"value":"v","ttlSeconds":60,"uses":2})", "uses"},
           {R"({"value":"v","value":"w","ttlSeconds":60})", ""},
           {R"({"ttlSeconds":60,"value":")" + most + "x\"}", "value"}}) {
    const auto answer = vault.send(vault.root, "POST", links, c.body);
    EXPECT_EQ(answer.status, c.status) << c.body.substr(0, 100);
    EXPECT_EQ(answer["field"], c.field) << c.body.substr(0, 100);
  }
  EXPECT_EQ(make("", most).status, 201);
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects/proj_0000000000/one-time-links"),
                       R"({"value":"v","ttlSeconds":60})").status, 404);
  for (const auto& [body, field] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"{}", "key"}, {R"({"key":7})", "key"}, {R"(["key"])", ""}, {R"({"key":"a","key":"b"})", ""},
           {R"({"key":"a","passphrase":7})", "passphrase"}, {R"({"key":")" + std::string(65, '0') + "\"}", "key"}}) {
    const auto answer = vault.handle(opening("once_0000000000", body));
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer["field"], field) << body;
  }
}

TEST_F(OneTime, OfOtherVaultsAreNotThere) {
  const auto home = std::exchange(vault.vault_id, vault.send(vault.root, "POST", vault.installation_path("/vaults"),
                                                             R"({"name":"v2"})")["vaultId"]);
  const auto theirs =
      vault.send(vault.root, "POST", vault.vault_path("/projects/" + vault.make_project("p") + "/one-time-links"),
                 R"({"value":"v","ttlSeconds":60})");
  vault.vault_id = home;
  const auto foreign = vault.send(vault.root, "DELETE", vault.vault_path("/one-time-links/" + theirs["linkId"]));
  const auto absent = vault.send(vault.root, "DELETE", vault.vault_path("/one-time-links/once_0000000000"));
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.text, absent.text);
  EXPECT_EQ(open(theirs["linkId"], theirs["key"]).status, 200);
}

TEST_F(OneTime, PageIsOneForAllLinksAndSpendsNothing) {
  const auto made = make();
  const auto page = [&](const std::string& id) {
    return vault.handle(api::Request{{"GET", "/once/" + id, {}, *Address::parse(vault.address)}, {}});
  };
  const auto known = page(made["linkId"]), unknown = page("once_0000000000");
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(known.text, unknown.text);
  EXPECT_EQ(known.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(known.header("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(known.header("X-Robots-Tag"), "noindex, nofollow");
  EXPECT_EQ(known.text.find("http"), std::string::npos) << "nothing is loaded from anywhere";
  const auto policy = known.header("Content-Security-Policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none';")) << policy;
  for (const std::string tag : {"script", "style"}) {
    const auto from = known.text.find("<" + tag + ">") + tag.size() + 2;
    const auto inside = known.text.substr(from, known.text.find("</" + tag + ">") - from);
    const auto hash = to_base64(crypto::sha256(as_bytes(inside)));
    EXPECT_NE(policy.find(tag + "-src 'sha256-" + hash + "'"), std::string::npos) << tag;
  }
  EXPECT_EQ(open(made["linkId"], made["key"]).status, 200) << "looking at the page spent nothing";
}

}  // namespace
}  // namespace signet::testing
