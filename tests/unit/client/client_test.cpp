// SPDX-License-Identifier: Apache-2.0
#include "signet/client/client.hpp"

#include "fake_world.hpp"
#include "signet/client/private_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

using testing::HasSubstr;

Client client_in(FakeWorld& world) { return {Identity{.machine_id = std::string(kMachine)}, world.as_machine()}; }

TEST(Client, ReadsAValueAndItsVersion) {
  FakeWorld world;
  world.answer(200, "{\"value\":\"p\xC3\xA4ss\\u0000word\"}", {{"x-secret-version", "7"}});
  const auto secret = client_in(world).get("sk_a1");
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->value.expose_text(), std::string_view("p\xC3\xA4ss\0word", 10));
  EXPECT_EQ(secret->version, 7u);
  EXPECT_EQ(world.requests.at(0).method, "GET");
  EXPECT_EQ(world.requests.at(0).target, "/v1/secret/sk_a1");
  EXPECT_EQ(world.header(0, "X-Machine-Id"), kMachine);
  EXPECT_TRUE(world.requests.at(0).body.empty());
}

TEST(Client, DoesNotNeedTheVersion) {
  FakeWorld world;
  world.answer(200, "{\"value\":\"\"}");
  world.answer(200, "{\"value\":\"x\"}", {{"X-Secret-Version", "7x"}});
  auto client = client_in(world);
  EXPECT_EQ(client.get("sk_a1")->version, 0u);
  EXPECT_EQ(client.get("sk_a1")->version, 0u);
}

TEST(Client, ReadsTheFieldsOfAStructuredSecret) {
  FakeWorld world;
  world.answer(200, R"({"value":"{\"host\":\"db\",\"password\":\"p\\\"w\"}"})", {{"X-Secret-Version", "2"}});
  const auto fields = client_in(world).get_fields("sk_a1");
  ASSERT_TRUE(fields) << fields.error().message;
  ASSERT_EQ(fields->fields.size(), 2u);
  EXPECT_EQ(fields->fields.at("host").expose_text(), "db");
  EXPECT_EQ(fields->fields.at("password").expose_text(), "p\"w");
  EXPECT_EQ(fields->version, 2u);
}

TEST(Client, SaysThatASingleValueHasNoFields) {
  for (const char* body : {R"({"value":"plain"})", R"({"value":"[\"a\"]"})", R"({"value":"{\"port\":5432}"})",
                           R"({"value":"{\"a\":\"1\",\"a\":\"2\"}"})"}) {
    FakeWorld world;
    world.answer(200, body);
    const auto fields = client_in(world).get_fields("sk_a1");
    ASSERT_FALSE(fields) << body;
    EXPECT_EQ(fields.error().kind, ErrorKind::invalid_request);
    EXPECT_THAT(fields.error().message, HasSubstr("no fields"));
  }
}

TEST(Client, ListsWhatItMayRead) {
  FakeWorld world;
  world.answer(200,
               R"({"secrets":[{"id":"sk_1","name":"db","fieldNames":"[\"host\",\"password\"]","projectId":"proj_1"},
                                   {"id":"sk_2","name":"key","fieldNames":null,"projectId":null}]})");
  const auto items = client_in(world).list();
  ASSERT_TRUE(items) << items.error().message;
  ASSERT_EQ(items->size(), 2u);
  EXPECT_EQ(items->at(0).id, "sk_1");
  EXPECT_EQ(items->at(0).field_names, (std::vector<std::string>{"host", "password"}));
  EXPECT_EQ(items->at(0).project_id, "proj_1");
  EXPECT_EQ(items->at(1).field_names, std::nullopt);
  EXPECT_EQ(items->at(1).project_id, "");
  EXPECT_EQ(world.requests.at(0).target, "/v1/secrets");
}

TEST(Client, RefusesAnswersThatMakeNoSense) {
  for (const char* body :
       {"", "[]", "{}", R"({"value":null})", R"({"value":7})", R"({"value":"a","value":"b"})", R"({"value":"a"} x)"}) {
    FakeWorld world;
    world.answer(200, body);
    const auto secret = client_in(world).get("sk_a1");
    ASSERT_FALSE(secret) << body;
    EXPECT_EQ(secret.error().kind, ErrorKind::server);
    EXPECT_THAT(secret.error().message, HasSubstr("GET https://vault.example/v1/secret/sk_a1"));
  }
}

TEST(Client, NeverAsksForAnIdThatIsAnotherPath) {
  FakeWorld world;
  for (const char* id : {"", "..", "a/b", "a?b", "a%62"}) {
    EXPECT_EQ(client_in(world).get(id).error().kind, ErrorKind::invalid_request) << id;
  }
  EXPECT_TRUE(world.requests.empty());
}

TEST(Client, OpensWithAKeyThatIsThereAndAnAddressThatIsOne) {
  const TemporaryFolder folder;
  const auto key = folder.path() / "private.pem";
  Identity identity{.machine_id = std::string(kMachine), .api_url = "http://localhost:1", .private_key_path = key};
  EXPECT_EQ(Client::open(identity).error().kind, ErrorKind::local);
  ASSERT_TRUE(write_private_file(key, test_key().to_pem().expose(), IfThere::refuse));
  EXPECT_TRUE(Client::open(identity));
  identity.api_url = "http://vault.example";
  EXPECT_EQ(Client::open(identity).error().kind, ErrorKind::local);
  identity.api_url = "https://vault.example";
  EXPECT_EQ(Client::open(identity, {.ca_file = folder.path() / "none"}).error().kind, ErrorKind::tls);
  EXPECT_EQ(Client::open(identity, {.ca_file = key}).error().kind, ErrorKind::tls);
  identity.api_url = "http://localhost:1";
  identity.machine_id = "a\r\nX-Evil: 1";
  EXPECT_EQ(Client::open(identity).error().kind, ErrorKind::local);
}

}  // namespace
}  // namespace signet::client
