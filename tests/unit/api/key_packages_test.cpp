// SPDX-License-Identifier: Apache-2.0
// Key packages: first in, first out, each to one taker, once.
#include "racing.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "store/key_directory.hpp"
#include "vault/key_packages.hpp"

#include <gmock/gmock.h>

#include <set>

namespace signet::testing {
namespace {

struct KeyPackages : ::testing::Test {
  Installation vault;
  Signer owner = vault.make_machine();
  Signer taker = vault.make_machine();

  Answer upload(std::string_view package) {
    return vault.send(owner, "POST", "/v1/key-packages", R"({"package":")" + to_base64(as_bytes(package)) + R"("})");
  }
  [[nodiscard]] std::string path() const { return "/v1/machines/" + owner.id + "/key-packages/take"; }
  Answer take(const std::string& body = "{}") { return vault.send(taker, "POST", path(), body); }
  /// The text of the package that it takes; "" for none.
  std::string taken(const std::string& body = "{}") {
    const auto answer = take(body);
    EXPECT_EQ(answer.status, 200) << answer.text;
    const auto bytes = from_base64(answer["package"]);
    return bytes ? std::string(as_text(*bytes)) : "?";
  }
  [[nodiscard]] std::string counted() { return vault.send(owner, "GET", "/v1/key-packages").text; }
};

TEST_F(KeyPackages, ComeOutInTheOrderTheyWentIn) {
  for (const std::string package : {"one", "two", "three"}) {
    const auto answer = upload(package);
    EXPECT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer["fingerprint"], crypto::sha256_hex(as_bytes(package)));
  }
  EXPECT_EQ(counted(), R"({"bytes":11,"queued":3})");
  const auto first = take();
  EXPECT_EQ(first.text, R"({"fingerprint":")" + crypto::sha256_hex(as_bytes("one")) + R"(","package":"b25l"})");
  EXPECT_EQ(taken(), "two");
  EXPECT_EQ(taken(), "three");
  EXPECT_EQ(take().text, R"({"fingerprint":null,"package":null})") << "an empty queue is an answer";
  EXPECT_EQ(counted(), R"({"bytes":0,"queued":0})");
}

TEST_F(KeyPackages, AreRecordedOnBothSides) {
  upload("one");
  const auto before = vault.audit_size(vault.vault_id);
  static_cast<void>(take());
  const auto record = vault.audit(vault.vault_id).back();
  EXPECT_EQ(vault.audit_size(vault.vault_id), before + 1);
  EXPECT_EQ(text_of(record["action"]), "key_package_take");
  EXPECT_EQ(text_of(record["actorId"]), taker.id);
  EXPECT_EQ(text_of(record["detail"]), crypto::sha256_hex(as_bytes("one")) + " of " + owner.id);
  static_cast<void>(take());
  EXPECT_EQ(vault.audit_size(vault.vault_id), before + 1) << "nothing was taken";
}

TEST_F(KeyPackages, AreTakenInOnce) {
  const auto first = upload("one");
  const auto state = vault.state_digest();
  EXPECT_EQ(upload("one").text, first.text) << "sent again: the same answer";
  EXPECT_EQ(vault.state_digest(), state);
  EXPECT_EQ(taken(), "one");
  const auto again = upload("one");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again["field"], "package");
  EXPECT_EQ(taken(), "");
  EXPECT_EQ(vault.send(taker, "POST", "/v1/key-packages", R"({"package":"b25l"})").status, 200)
      << "another machine's bytes are its own affair";
}

TEST_F(KeyPackages, GoToOneTakerEachHoweverManyAskAtOnce) {
  std::set<std::string> uploaded;
  for (int i = 0; i < 49; ++i) {
    uploaded.insert("package " + std::to_string(i));
    EXPECT_EQ(upload("package " + std::to_string(i)).status, 200);
  }
  Race race(vault);
  for (int i = 0; i < 50; ++i) race.add(vault.sign(taker, "POST", path(), "{}"));
  std::multiset<std::string> handed;
  for (const auto& response : race.responses()) {
    EXPECT_EQ(response.status, 200);
    const auto body = parse_json_object(response.body.expose());
    if (const auto* package = find_text(*body, "package")) handed.insert(std::string(as_text(*from_base64(*package))));
  }
  EXPECT_EQ(handed, std::multiset<std::string>(uploaded.begin(), uploaded.end())) << "and one found the queue empty";
}

TEST_F(KeyPackages, AreGivenAgainToWhoeverRepeatsARequest) {
  upload("one");
  upload("two");
  const std::string request = R"({"requestId":"0123456789abcdef"})";
  EXPECT_EQ(taken(request), "one");
  EXPECT_EQ(taken(request), "one");
  EXPECT_EQ(taken(), "two");
  EXPECT_EQ(taken(request), "one") << "although the queue is empty";
  const auto other = vault.send(taker, "POST", "/v1/machines/" + taker.id + "/key-packages/take", request);
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(other["field"], "requestId");
  EXPECT_EQ(vault.send(owner, "POST", path(), request).text, R"({"fingerprint":null,"package":null})")
      << "somebody else's id says nothing";
  vault.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(take(request).status, 409) << "no longer kept, and never another package";
  store::commit_and_wait(vault.committer(),
                         [&](store::Transaction& tx) { vault::drop_kept_packages(tx, vault.clock.now()); });
  EXPECT_EQ(take(request).status, 409);
}

TEST_F(KeyPackages, AreDroppedFromMemoryOfRequestsInTime) {
  upload("one");
  EXPECT_EQ(taken(R"({"requestId":"0123456789abcdef"})"), "one");
  const auto kept = [&] {
    const auto reader = vault.services().store.reader();
    return reader->snapshot()->key_directory().find_handout(taker.id, "0123456789abcdef")->package.has_value();
  };
  const auto sweep = [&] {
    store::commit_and_wait(vault.committer(),
                           [&](store::Transaction& tx) { vault::drop_kept_packages(tx, vault.clock.now()); });
  };
  vault.clock.advance(std::chrono::minutes(10));
  sweep();
  EXPECT_TRUE(kept());
  vault.clock.advance(std::chrono::milliseconds(1));
  sweep();
  EXPECT_FALSE(kept());
}

TEST_F(KeyPackages, OfAMachineThatDoesNotServeAreNotHandedOut) {
  upload("one");
  const auto operate = [&](const std::string& what) {
    return vault.send(vault.root, "POST", vault.vault_path("/machines/" + owner.id + "/" + what), "{}").status;
  };
  ASSERT_EQ(operate("disable"), 200);
  EXPECT_EQ(taken(), "");
  ASSERT_EQ(operate("enable"), 200);
  EXPECT_EQ(taken(), "one");
  upload("two");
  ASSERT_EQ(operate("revoke"), 200);
  EXPECT_EQ(take().status, 404);
}

TEST_F(KeyPackages, HaveQuotas) {
  for (std::size_t i = 0; i < limits::kMaxKeyPackages; ++i) ASSERT_EQ(upload("p" + std::to_string(i)).status, 200);
  EXPECT_EQ(upload("one too many").status, 409);
  EXPECT_EQ(upload("p0").status, 200) << "which is there already";
  for (std::size_t i = 0; i < limits::kMaxPackagesTaken; ++i) ASSERT_EQ(take().status, 200);
  EXPECT_EQ(take().status, 429);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "request_refused");
  EXPECT_EQ(vault.send(vault.make_machine(), "POST", path(), "{}").status, 200) << "the quota is each taker's own";
  vault.clock.advance(std::chrono::hours(1) - std::chrono::milliseconds(1));
  EXPECT_EQ(take().status, 429);
  vault.clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(take().status, 200);
}

TEST_F(KeyPackages, HaveASizeEachAndTogether) {
  const std::string largest(limits::kMaxKeyPackage, 'x');
  EXPECT_EQ(upload(largest + "x").status, 400);
  for (std::size_t i = 0; i < limits::kMaxKeyPackageBytes / limits::kMaxKeyPackage; ++i) {
    auto package = largest;
    package[0] = static_cast<char>('a' + i);
    ASSERT_EQ(upload(package).status, 200);
  }
  EXPECT_EQ(upload("x").status, 409);
  EXPECT_EQ(taken().size(), limits::kMaxKeyPackage);
  EXPECT_EQ(upload("x").status, 200);
}

TEST_F(KeyPackages, AreRefusedWithTheField) {
  struct Case {
    bool uploads;
    std::string body;
    int status;
    std::string field;
  };
  const auto pending = vault.make_pending_machine();
  for (const auto& c : std::vector<Case>{
           {true, "", 400, "package"},
           {true, "{}", 400, "package"},
           {true, R"({"package":null})", 400, "package"},
           {true, R"({"package":7})", 400, "package"},
           {true, R"({"package":""})", 400, "package"},
           {true, R"({"package":"b25"})", 400, "package"},
           {true, R"({"package":"b25l\n"})", 400, "package"},
           {true, R"({"package":"b25l","package":"b25l"})", 400, ""},
           {true, R"(["b25l"])", 400, ""},
           {true, R"({"package":"b25l","newer":1})", 200, ""},
           {false, R"({"wait":61})", 400, "wait"},
           {false, R"({"wait":-1})", 400, "wait"},
           {false, R"({"wait":"1"})", 400, "wait"},
           {false, R"({"requestId":"short"})", 400, "requestId"},
           {false, R"({"requestId":7})", 400, "requestId"},
           {false, R"({"wait":0,"wait":0})", 400, ""},
           {false, R"({"newer":1})", 200, ""},
       }) {
    SCOPED_TRACE(c.body);
    const auto before = vault.state_digest();
    const auto target = c.uploads ? std::string("/v1/key-packages") : path();
    const auto answer = vault.send(owner, "POST", target, c.body);
    EXPECT_EQ(answer.status, c.status) << answer.text;
    EXPECT_EQ(answer["field"], c.field) << answer.text;
    if (c.status != 200) {
      EXPECT_EQ(vault.state_digest(), before);
    }
    EXPECT_EQ(vault.send(pending, "POST", target, c.body).status, 403);
  }
}

TEST_F(KeyPackages, OfAnotherVaultLookLikeThoseOfNobody) {
  upload("one");
  const auto home = std::exchange(vault.vault_id, vault.send(vault.root, "POST", vault.installation_path("/vaults"),
                                                             R"({"name":"other"})")["vaultId"]);
  const auto stranger = vault.make_machine();
  vault.vault_id = home;
  const auto nobody = "/v1/machines/00000000-0000-4000-8000-000000000000/key-packages/take";
  const auto absent = vault.send(taker, "POST", nobody, "{}");
  EXPECT_EQ(absent.status, 404);
  EXPECT_EQ(vault.send(stranger, "POST", path(), "{}").text, absent.text);
  EXPECT_EQ(vault.send(taker, "POST", "/v1/machines/nonsense/key-packages/take", "{}").text, absent.text);
  EXPECT_EQ(counted(), R"({"bytes":3,"queued":1})");
}

}  // namespace
}  // namespace signet::testing
