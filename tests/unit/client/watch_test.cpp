// SPDX-License-Identifier: Apache-2.0
#include "signet/client/watch.hpp"

#include "fake_world.hpp"
#include "watch_loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace signet::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kNothing = R"({"changes":{}})";
constexpr const char* kChanged = R"({"changes":{"sk_1":{"status":"changed"}}})";
constexpr const char* kAllGone = R"({"changes":{"sk_1":{"status":"deleted"},"sk_2":{"status":"access_denied"}}})";

/// A loop that runs in the test, with a clock that moves only in pauses, until it ends or has paused often enough.
struct Watching {
  FakeWorld world = {};
  Client client{Identity{.machine_id = std::string(kMachine), .vault_id = "vault_a"}, world.as_machine()};
  std::vector<std::string> said = {};
  std::vector<std::chrono::milliseconds> pauses = {};
  std::function<void(const SecretChange&)> also = [](const SecretChange&) {};
  std::chrono::steady_clock::time_point now = {};
  std::size_t pauses_at_most = 100;
  std::unique_ptr<WatchLoop> loop = {};
  std::vector<std::string> ids = {"sk_1", "sk_2"};
  std::function<Result<std::vector<std::string>>()> list = {};

  void run(const WatchOptions& options = {}) {
    const WatchHandlers handlers{
        .on_change =
            [this](const SecretChange& change) {
              const char* event = change.event == SecretEvent::changed   ? "changed "
                                  : change.event == SecretEvent::deleted ? "deleted"
                                                                         : "denied";
              said.push_back(change.secret_id + " " + event + std::string(change.value.value.expose_text()));
              also(change);
            },
        .on_problem = [this](const Error& error,
                             bool ended) { said.push_back(std::string(name_of(error.kind)) + (ended ? " end" : "")); },
        .list = list};
    const WatchClock clock{[this] { return now; },
                           [this](std::chrono::milliseconds time, const std::stop_token&) {
                             pauses.push_back(time);
                             now += time;
                             if (pauses.size() >= pauses_at_most) loop->stop();
                           }};
    loop = std::make_unique<WatchLoop>(client, ids, handlers, options, clock);
    loop->run();
  }
};

TEST(Watch, FetchesWhatChangedAndDropsWhatIsGone) {
  Watching it;
  it.world.answer(200, kChanged);
  it.world.answer(200, R"({"value":"new"})", {{"X-Secret-Version", "2"}});
  it.world.answer(200, kAllGone);
  it.run();
  EXPECT_THAT(it.said, ElementsAre("sk_1 changed new", "sk_1 deleted", "sk_2 denied"));
  EXPECT_THAT(it.world.body(0), HasSubstr("\"wait\":50,\"watch\":[\"sk_1\",\"sk_2\"]"));
  EXPECT_EQ(it.world.requests.at(1).target, "/v1/secret/sk_1");
  EXPECT_EQ(it.world.requests.size(), 3u);  // nothing is left to watch
}

TEST(Watch, WatchesWhatIsNewInTheList) {
  Watching it;
  it.pauses_at_most = 2;
  it.list = [] { return std::vector<std::string>{"sk_1", "sk_2", "sk_3"}; };
  it.world.answer(200, kNothing);
  it.world.answer(200, R"({"value":"third"})", {{"X-Secret-Version", "1"}});
  it.world.answer(200, kNothing);
  it.run();
  EXPECT_THAT(it.said, ElementsAre("sk_3 changed third"));
  EXPECT_THAT(it.world.body(2), HasSubstr("[\"sk_1\",\"sk_2\",\"sk_3\"]"));
  EXPECT_EQ(it.world.requests.size(), 3u);
}

TEST(Watch, WithAListDoesNotEndWhenNothingIsLeft) {
  Watching it;
  it.ids.clear();
  int asked = 0;
  it.list = [&asked]() -> Result<std::vector<std::string>> {
    if (++asked == 1) return std::unexpected(Error{.kind = ErrorKind::network});
    if (asked == 2) return std::vector<std::string>{};
    return std::vector<std::string>{"sk_1"};
  };
  it.pauses_at_most = 3;
  it.run({.fetch = false});
  EXPECT_THAT(it.said, ElementsAre("network", "sk_1 changed "));
  EXPECT_TRUE(it.world.requests.empty()) << "there was nothing to poll for";
}

TEST(Watch, AsksAboutMoreThanFitsInAPollBySeveral) {
  Watching it;
  it.ids.clear();
  for (int i = 0; i < 501; ++i) it.ids.push_back("sk_" + std::to_string(i));
  it.pauses_at_most = 1;
  it.world.answer(200, kNothing);
  it.world.answer(200, R"({"changes":{"sk_500":{"status":"changed"}}})");
  it.run({.fetch = false});
  EXPECT_THAT(it.said, ElementsAre("sk_500 changed "));
  EXPECT_THAT(it.world.body(0), HasSubstr("\"sk_499\"]"));
  EXPECT_EQ(it.world.body(1), R"({"watch":["sk_500"]})");
}

TEST(Watch, GoesOnWithoutWhatItDropped) {
  Watching it;
  it.pauses_at_most = 2;
  it.world.answer(200, R"({"changes":{"sk_2":{"status":"deleted"}}})");
  it.world.answer(200, kNothing);
  it.run();
  EXPECT_THAT(it.world.body(1), HasSubstr("\"watch\":[\"sk_1\"]"));
  EXPECT_THAT(it.pauses, ElementsAre(1s, 10s));
}

TEST(Watch, LeavesFetchingToOthersIfTold) {
  Watching it;
  it.pauses_at_most = 2;
  it.world.answer(200, kChanged);
  it.world.answer(200, kChanged);
  it.run({.wait = 5s, .fetch = false});
  EXPECT_THAT(it.said, ElementsAre("sk_1 changed ", "sk_1 changed "));
  EXPECT_EQ(it.world.requests.size(), 2u);
  EXPECT_THAT(it.world.body(0), HasSubstr("\"wait\":5"));
}

TEST(Watch, OutlivesLostConnectionsAndBusyServers) {
  Watching it;
  it.pauses_at_most = 4;
  it.world.fail({.message = "gone"});
  it.world.answer(503, "{}", {{"Retry-After", "5"}});
  it.world.answer(502);
  it.world.answer(200, kChanged);
  it.world.answer(200, R"({"value":"new"})");
  it.run();
  EXPECT_THAT(it.said, ElementsAre("network", "sealed_or_busy", "server", "sk_1 changed new"));
  EXPECT_THAT(it.pauses, ElementsAre(1s, 5s, 4s, 1s));
}

TEST(Watch, DoesNotLoseAChangeWhoseValueCouldNotBeRead) {
  Watching it;
  it.pauses_at_most = 2;
  it.world.answer(200, kChanged);
  it.world.fail({.message = "gone"});
  it.world.answer(200, kChanged);  // not read, so it is said again
  it.world.answer(200, R"({"value":"new"})");
  it.run();
  EXPECT_THAT(it.said, ElementsAre("network", "sk_1 changed new"));
  EXPECT_THAT(it.pauses, ElementsAre(1s, 1s));
}

TEST(Watch, NeverTakesAValueFromTheCacheForNews) {
  const TemporaryFolder folder;
  Watching it;
  it.pauses_at_most = 1;
  ASSERT_TRUE(it.client.use_cache(folder.path() / "cache"));
  it.world.answer(200, R"({"value":"old"})");
  ASSERT_TRUE(it.client.get("sk_1"));
  it.world.answer(200, kChanged);
  it.world.answer(503);
  it.run();
  EXPECT_THAT(it.said, ElementsAre("sealed_or_busy"));
}

TEST(Watch, TakesASecretThatIsGoneAtTheReadForDeleted) {
  Watching it;
  it.pauses_at_most = 1;
  it.world.answer(200, kChanged);
  it.world.answer(404, R"({"error":"No such thing"})");
  it.run();
  EXPECT_THAT(it.said, ElementsAre("sk_1 deleted"));
}

TEST(Watch, EndsWhereTheServerDoesNotKnowIt) {
  Watching it;
  it.world.answer(401, R"({"error":"no"})");
  it.run();
  EXPECT_THAT(it.said, ElementsAre("authentication end"));
  EXPECT_TRUE(it.pauses.empty());
}

TEST(Watch, DoesWithoutWaitingWhereThatIsRefused) {
  Watching it;
  it.pauses_at_most = 2;
  it.world.answer(400, R"({"error":"unknown field"})");
  it.world.answer(200, kNothing);
  it.run();
  EXPECT_EQ(it.world.body(1), R"({"watch":["sk_1","sk_2"]})");
  EXPECT_THAT(it.pauses, ElementsAre(10s, 10s));
}

TEST(Watch, SaysNothingMoreOnceAHandlerStoppedIt) {
  Watching it;
  it.also = [&](const SecretChange&) { it.loop->stop(); };
  it.world.answer(200, kAllGone);
  it.run();
  EXPECT_THAT(it.said, ElementsAre("sk_1 deleted"));
}

TEST(Watch, ThreadEndsWhenItIsStoppedFromItsHandler) {
  FakeWorld world;
  world.answer(200, kAllGone);
  const Client client(Identity{.machine_id = std::string(kMachine)}, world.as_machine());
  std::promise<void> called;
  std::optional<Watch> watch;
  std::promise<void> made;
  auto is_made = made.get_future().share();
  auto started = Watch::start(client, {"sk_1", "sk_2"}, {.on_change = [&, is_made](const SecretChange&) {
                                is_made.wait();
                                watch->stop();
                                called.set_value();  // a second call would throw
                              }});
  ASSERT_TRUE(started);
  watch.emplace(std::move(*started));
  made.set_value();
  called.get_future().wait();
  watch->wait();
  EXPECT_EQ(world.requests.size(), 1u);
}

TEST(Watch, MayBeDestroyedByItsHandler) {
  FakeWorld world;
  world.answer(200, kAllGone);
  const Client client(Identity{.machine_id = std::string(kMachine)}, world.as_machine());
  std::promise<void> gone;
  auto watch = std::make_shared<std::optional<Watch>>();
  std::promise<void> made;
  auto is_made = made.get_future().share();
  auto started = Watch::start(client, {"sk_1", "sk_2"}, {.on_change = [&gone, watch, is_made](const SecretChange&) {
                                is_made.wait();
                                watch->reset();
                                gone.set_value();
                              }});
  ASSERT_TRUE(started);
  watch->emplace(std::move(*started));
  made.set_value();
  gone.get_future().wait();
  EXPECT_FALSE(watch->has_value());
}

TEST(Watch, NeedsSomethingToWatch) {
  FakeWorld world;
  const Client client(Identity{.machine_id = std::string(kMachine)}, world.as_machine());
  EXPECT_EQ(Watch::start(client, {}, {}).error().kind, ErrorKind::invalid_request);
  EXPECT_EQ(Watch::start(client, {"../x"}, {}).error().kind, ErrorKind::invalid_request);
}

}  // namespace
}  // namespace signet::client
