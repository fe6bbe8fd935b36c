// SPDX-License-Identifier: Apache-2.0
// The machine's reads that ask with a POST.
#include "fake_world.hpp"
#include "signet/client/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

Client client_in(FakeWorld& world) { return {Identity{.machine_id = std::string(kMachine)}, world.as_machine()}; }

TEST(ClientLists, AProject) {
  FakeWorld world;
  world.answer(200, R"({"secrets":[{"id":"sk_1","name":"db","fieldNames":null,"projectId":"proj_1"}]})");
  const auto items = client_in(world).list("proj_1");
  ASSERT_TRUE(items) << items.error().message;
  EXPECT_EQ(items->at(0).id, "sk_1");
  EXPECT_EQ(items->at(0).cached_at, std::nullopt);
  EXPECT_EQ(world.requests.at(0).method, "POST");
  EXPECT_EQ(world.requests.at(0).target, "/v1/secrets/list");
  EXPECT_EQ(world.body(0), R"({"projectId":"proj_1"})");
}

TEST(ClientLists, AnExportOfEachScope) {
  const std::pair<ExportScope, std::string> scopes[] = {
      {ExportScope::everything(), ""},
      {ExportScope::project("proj_1"), R"({"projectId":"proj_1"})"},
      {ExportScope::application("app_1"), R"({"applicationId":"app_1"})"}};
  for (const auto& [scope, body] : scopes) {
    FakeWorld world;
    world.answer(200, R"({"secrets":[{"id":"sk_1","name":"db","value":"{\"u\":\"a\"}","fieldNames":"[\"u\"]"},
                                     {"id":"sk_2","name":"key","value":"","fieldNames":null}]})");
    const auto secrets = client_in(world).export_secrets(scope);
    ASSERT_TRUE(secrets) << secrets.error().message;
    ASSERT_EQ(secrets->size(), 2u);
    EXPECT_EQ(secrets->at(0).name, "db");
    EXPECT_EQ(secrets->at(0).field_names, std::vector<std::string>{"u"});
    EXPECT_EQ(fields_of(secrets->at(0).value)->at("u").expose_text(), "a");
    EXPECT_EQ(secrets->at(1).value.expose_text(), "");
    EXPECT_EQ(secrets->at(1).field_names, std::nullopt);
    EXPECT_EQ(world.requests.at(0).target, "/v1/secrets/export");
    EXPECT_EQ(world.body(0), body);
  }
}

TEST(ClientLists, AreReadsThatAreTriedAgainAndNeverInDoubt) {
  FakeWorld world;
  for (int i = 0; i < 4; ++i) world.fail({.message = "gone", .sent = true});
  const auto secrets = client_in(world).export_secrets(ExportScope::everything());
  ASSERT_FALSE(secrets);
  EXPECT_FALSE(secrets.error().may_have_happened);
  EXPECT_EQ(world.requests.size(), 4u);
}

TEST(ClientLists, Projects) {
  FakeWorld world;
  world.answer(200,
               R"({"projects":[{"projectId":"proj_1","projectName":"a","applicationId":"app_1","applicationName":"b"},
                                    {"projectId":"proj_2","projectName":"c","applicationId":"","applicationName":null}]})");
  const auto projects = client_in(world).projects();
  ASSERT_TRUE(projects) << projects.error().message;
  EXPECT_EQ(projects->at(0).application_name, "b");
  EXPECT_EQ(projects->at(1).project_name, "c");
  EXPECT_EQ(projects->at(1).application_id, "");
  EXPECT_EQ(world.requests.at(0).target, "/v1/cli/projects");
}

TEST(Poll, SaysWhatNeedsAttention) {
  FakeWorld world;
  world.answer(200, R"({"changes":{"sk_1":{"status":"changed"},"sk_2":{"status":"deleted"},
                                   "sk_3":{"status":"access_denied"},"sk_4":{"status":"of another time"}}})");
  const std::vector<std::string> ids{"sk_1", "sk_2", "sk_3", "sk_4"};
  const auto changes = client_in(world).poll(ids);
  ASSERT_TRUE(changes) << changes.error().message;
  EXPECT_THAT(*changes, ElementsAre(Pair("sk_1", SecretEvent::changed), Pair("sk_2", SecretEvent::deleted),
                                    Pair("sk_3", SecretEvent::access_denied)));
  EXPECT_EQ(world.requests.at(0).target, "/v1/secrets/poll");
  EXPECT_EQ(world.body(0), R"({"watch":["sk_1","sk_2","sk_3","sk_4"]})");
  EXPECT_EQ(world.requests.at(0).patience, 0s);
}

TEST(Poll, WaitsOnlyAsLongAsServersDoAndHasThePatience) {
  for (const auto& [wait, said] : {std::pair{30s, 30s}, {60s, 60s}, {61s, 60s}}) {
    FakeWorld world;
    world.answer(200, R"({"changes":{}})");
    const std::vector<std::string> ids{"sk_1"};
    const auto changes = client_in(world).poll(ids, wait);
    ASSERT_TRUE(changes);
    EXPECT_TRUE(changes->empty());
    EXPECT_THAT(world.body(0), HasSubstr("\"wait\":" + std::to_string(said.count()) + ","));
    EXPECT_EQ(world.requests.at(0).patience, said);
  }
}

TEST(Poll, IsTriedOnce) {
  FakeWorld world;
  world.answer(503);
  world.fail({.message = "gone"});
  const std::vector<std::string> ids{"sk_1"};
  EXPECT_EQ(client_in(world).poll(ids).error().kind, ErrorKind::sealed_or_busy);
  EXPECT_EQ(client_in(world).poll(ids).error().kind, ErrorKind::network);
  EXPECT_EQ(world.requests.size(), 2u);
  EXPECT_TRUE(world.sleeps.empty());
}

TEST(Poll, RefusesAnswersThatMakeNoSense) {
  for (const char* body : {"{}", R"({"changes":null})", R"({"changes":[]})", R"({"changes":{"sk_1":"changed"}})",
                           R"({"changes":{"sk_1":{"status":null}}})"}) {
    FakeWorld world;
    world.answer(200, body);
    const std::vector<std::string> ids{"sk_1"};
    EXPECT_EQ(client_in(world).poll(ids).error().kind, ErrorKind::server) << body;
  }
}

TEST(Poll, IsNotEvenSentOnceItIsStopped) {
  FakeWorld world;
  std::stop_source stop;
  stop.request_stop();
  const std::vector<std::string> ids{"sk_1"};
  const auto changes = client_in(world).poll(ids, 30s, stop.get_token());
  EXPECT_EQ(changes.error().kind, ErrorKind::network);
  EXPECT_TRUE(world.requests.empty());
}

}  // namespace
}  // namespace signet::client
