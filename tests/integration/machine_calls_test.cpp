// SPDX-License-Identifier: Apache-2.0
// The reading calls of a machine's client against the real server: lists, exports, polls and the watch that is made of
// them.
#include "live_vault.hpp"
#include "signet/client/watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <future>

namespace signet::testing {
namespace {

using client::ErrorKind;
using client::ExportScope;
using client::SecretEvent;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class MachineCalls : public LiveVault {
 protected:
  MachineCalls() {
    server.start();
    reader = make_reader("one");
    auto owner = vault();
    shop = must(owner.create_application("shop"));
    stage = shop.projects.at(0).project_id;
    static_cast<void>(must(owner.add_member(stage, reader.identity.machine_id)));
    std::map<std::string, SecretBytes> fields;
    fields.emplace("user", SecretBytes::from_text("u"));
    fields.emplace("password", SecretBytes::from_text("p\"ä\n"));
    login = must(owner.create_secret(stage, "login", std::move(fields))).secret_id;
    static_cast<void>(must(owner.grant(login, reader.identity.machine_id)));
    static_cast<void>(must(owner.create_secret(stage, "not granted", SecretBytes::from_text("n"))));
  }
  [[nodiscard]] client::Client machine() const { return open(reader.identity); }
  static std::vector<std::string> names(const auto& items) {
    std::vector<std::string> all;
    for (const auto& item : items) all.push_back(item.name);
    return all;
  }

  Reader reader;
  client::Application shop;
  std::string stage, login;
};

TEST_F(MachineCalls, ListWhatWasGranted) {
  auto client = machine();
  const auto all = must(client.list());
  EXPECT_THAT(names(all), UnorderedElementsAre("database", "login"));
  const auto staged = must(client.list(stage));
  ASSERT_THAT(names(staged), ElementsAre("login"));
  EXPECT_EQ(staged[0].id, login);
  EXPECT_EQ(staged[0].project_id, stage);
  EXPECT_EQ(staged[0].field_names, (std::vector<std::string>{"password", "user"}));
  EXPECT_THAT(must(client.list("proj_0000000000")), IsEmpty());
  EXPECT_FALSE(must(client.list(reader.project)).at(0).field_names);
}

TEST_F(MachineCalls, NameTheProjects) {
  auto found = must(machine().projects());
  ASSERT_EQ(found.size(), 2U);
  std::ranges::sort(found, {}, &client::MachineProject::application_name);
  EXPECT_EQ(found[0].project_name, "payments");
  EXPECT_EQ(found[0].application_id, "");
  EXPECT_EQ(found[1].project_id, stage);
  EXPECT_EQ(found[1].application_id, shop.application_id);
  EXPECT_EQ(found[1].application_name, "shop");
}

TEST_F(MachineCalls, ExportAPartOrEverything) {
  auto client = machine();
  const auto all = must(client.export_secrets(ExportScope::everything()));
  EXPECT_THAT(names(all), UnorderedElementsAre("database", "login"));
  const auto one = must(client.export_secrets(ExportScope::project(reader.project)));
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].id, reader.secret);
  EXPECT_EQ(one[0].value.expose_text(), "one");
  const auto staged = must(client.export_secrets(ExportScope::application(shop.application_id)));
  ASSERT_EQ(staged.size(), 1U);
  EXPECT_EQ(staged[0].value.expose_text(), R"({"password":"p\"ä\n","user":"u"})");
  EXPECT_EQ(staged[0].field_names, (std::vector<std::string>{"password", "user"}));
  EXPECT_THAT(must(client.export_secrets(ExportScope::project("proj_0000000000"))), IsEmpty());
}

TEST_F(MachineCalls, PollForNews) {
  auto client = machine();
  auto owner = vault();
  const std::array ids{reader.secret, login};
  static_cast<void>(must(client.export_secrets(ExportScope::everything())));
  EXPECT_THAT(must(client.poll(ids)), IsEmpty());
  static_cast<void>(must(owner.put_version(reader.secret, SecretBytes::from_text("two"))));
  EXPECT_THAT(must(client.poll(ids)), ElementsAre(Pair(reader.secret, SecretEvent::changed)));
  EXPECT_THAT(must(client.poll(ids)), ElementsAre(Pair(reader.secret, SecretEvent::changed))) << "until it is read";
  EXPECT_EQ(must(client.get(reader.secret)).value.expose_text(), "two");
  must(owner.revoke_grant(login, reader.identity.machine_id));
  must(owner.delete_secret(reader.secret));
  EXPECT_THAT(must(client.poll(ids)), UnorderedElementsAre(Pair(reader.secret, SecretEvent::deleted),
                                                           Pair(login, SecretEvent::access_denied)));
}

TEST_F(MachineCalls, APollWaitsForItsNews) {
  auto client = machine();
  const std::array ids{reader.secret};
  static_cast<void>(must(client.get(reader.secret)));
  auto news = std::async(std::launch::async, [&] { return client.poll(ids, std::chrono::seconds(60)); });
  // Whether this commit comes before the poll or wakes it, the poll must tell of it long before its time is up.
  static_cast<void>(must(vault().put_version(reader.secret, SecretBytes::from_text("two"))));
  ASSERT_EQ(news.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_THAT(must(news.get()), ElementsAre(Pair(reader.secret, SecretEvent::changed)));
}

TEST_F(MachineCalls, AWaitingPollCanBeStopped) {
  auto client = machine();
  const std::array ids{reader.secret};
  static_cast<void>(must(client.get(reader.secret)));
  std::stop_source stop;
  auto news =
      std::async(std::launch::async, [&] { return client.poll(ids, std::chrono::seconds(60), stop.get_token()); });
  stop.request_stop();
  ASSERT_EQ(news.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_EQ(error_of(news.get()), ErrorKind::network);
}

TEST_F(MachineCalls, AWatchFetchesWhatChangedUntilNothingIsLeft) {
  std::promise<std::string> changed;
  std::promise<SecretEvent> gone;
  static_cast<void>(must(machine().get(reader.secret)));
  auto watch = must(client::Watch::start(machine(), {reader.secret},
                                         {.on_change = [&](const client::SecretChange& change) {
                                           if (change.event == SecretEvent::changed)
                                             changed.set_value(std::string(change.value.value.expose_text()));
                                           else
                                             gone.set_value(change.event);
                                         }}));
  static_cast<void>(must(vault().put_version(reader.secret, SecretBytes::from_text("two"))));
  auto news = changed.get_future();
  ASSERT_EQ(news.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_EQ(news.get(), "two");
  must(vault().delete_secret(reader.secret));
  auto last = gone.get_future();
  ASSERT_EQ(last.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_EQ(last.get(), SecretEvent::deleted);
  watch.wait();
}

}  // namespace
}  // namespace signet::testing
