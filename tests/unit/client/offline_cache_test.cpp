// SPDX-License-Identifier: Apache-2.0
#include "offline_cache.hpp"

#include "fake_world.hpp"
#include "signet/client/client.hpp"
#include "signet/client/private_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace signet::client {
namespace {

namespace fs = std::filesystem;

struct Caching {
  TemporaryFolder folder = {};
  FakeWorld world = {};
  Client client{Identity{.machine_id = std::string(kMachine), .vault_id = "vault_a", .folder = folder.path()},
                world.as_machine()};

  Caching() { EXPECT_TRUE(client.use_cache()); }
  [[nodiscard]] fs::path place() const { return folder.path() / "cache"; }
  void lose(int times = 4) {
    for (int i = 0; i < times; ++i) world.fail({.message = "gone"});
  }
};

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(OfflineCache, AnswersWhatWasReadBeforeAndSaysSince) {
  Caching it;
  it.world.answer(200, R"({"value":"s3cret-value"})");
  const auto read = it.client.get("sk_1");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->cached_at, std::nullopt);
  const auto when = it.world.now;
  it.world.now += 100s;
  it.lose();
  const auto again = it.client.get("sk_1");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->value.expose_text(), "s3cret-value");
  EXPECT_EQ(again->cached_at, Time(when));
  EXPECT_EQ(again->version, 0u);
  EXPECT_EQ(it.world.requests.size(), 5u);  // after all tries
  EXPECT_EQ(it.client.cache_problem(), std::nullopt);
}

TEST(OfflineCache, IsPrivateAndEncrypted) {
  Caching it;
  it.world.answer(200, R"({"value":"s3cret-value"})");
  ASSERT_TRUE(it.client.get("sk_1"));
  const auto file = it.place() / "sk_1.skc";
  EXPECT_EQ(fs::status(it.place()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(text_of_file(file).find("s3cret"), std::string::npos);
  EXPECT_EQ(std::distance(fs::directory_iterator(it.place()), {}), 1);  // no temporary file is left
}

TEST(OfflineCache, IsAskedInAnOutageOnly) {
  for (const int status : {200, 400, 401, 403, 404, 405, 409, 413, 423, 429, 500, 501,
                           502, 503, 504, 505, 519, 520, 527, 528, 529, 530, 531}) {
    Caching it;
    it.world.answer(200, R"({"value":"old"})");
    ASSERT_TRUE(it.client.get("sk_1"));
    for (int i = 0; i < 4; ++i) it.world.answer(status, R"({"error":"no"})");
    const bool outage =
        status == 502 || status == 503 || status == 504 || (status >= 520 && status <= 527) || status == 530;
    EXPECT_EQ(it.client.get("sk_1").has_value(), outage) << status;
  }
}

TEST(OfflineCache, DoesNotStandInForAServerThatCannotProveWhoItIs) {
  Caching it;
  it.world.answer(200, R"({"value":"old"})");
  ASSERT_TRUE(it.client.get("sk_1"));
  it.world.fail({.kind = ErrorKind::tls, .message = "no"});
  EXPECT_EQ(it.client.get("sk_1").error().kind, ErrorKind::tls);
}

TEST(OfflineCache, ForgetsWhatTheServerRefuses) {
  for (const int status : {403, 404}) {
    Caching it;
    it.world.answer(200, R"({"secrets":[{"id":"sk_1","name":"a","value":"v"},{"id":"sk_2","name":"b","value":"w"}]})");
    ASSERT_TRUE(it.client.export_secrets(ExportScope::everything()));
    it.world.answer(status, R"({"error":"no"})");
    EXPECT_FALSE(it.client.get("sk_1"));
    it.lose(12);
    EXPECT_EQ(it.client.get("sk_1").error().kind, ErrorKind::network);
    EXPECT_FALSE(it.client.export_secrets(ExportScope::everything()));
    EXPECT_TRUE(it.client.get("sk_2"));
  }
}

TEST(OfflineCache, KeepsListsExportsAndProjectsEachForItself) {
  Caching it;
  it.world.answer(200, R"({"secrets":[{"id":"sk_1","name":"all"}]})");
  it.world.answer(200, R"({"secrets":[{"id":"sk_2","name":"of one"}]})");
  it.world.answer(200, R"({"secrets":[{"id":"sk_2","name":"of one","value":"{\"u\":\"v\"}","fieldNames":"[\"u\"]"}]})");
  it.world.answer(200, R"({"projects":[{"projectId":"proj_1","projectName":"p"}]})");
  ASSERT_TRUE(it.client.list());
  ASSERT_TRUE(it.client.list("proj_1"));
  ASSERT_TRUE(it.client.export_secrets(ExportScope::project("proj_1")));
  ASSERT_TRUE(it.client.projects());
  it.lose(28);
  EXPECT_EQ(it.client.list()->at(0).name, "all");
  EXPECT_EQ(it.client.list("proj_1")->at(0).name, "of one");
  const auto exported = it.client.export_secrets(ExportScope::project("proj_1"));
  ASSERT_TRUE(exported);
  EXPECT_EQ(exported->at(0).field_names, std::vector<std::string>{"u"});
  EXPECT_EQ(exported->at(0).cached_at, Time(kNow));
  EXPECT_EQ(it.client.projects()->at(0).cached_at, Time(kNow));
  EXPECT_EQ(it.client.get("sk_2")->value.expose_text(), R"({"u":"v"})");  // each exported one is kept by itself too
  EXPECT_FALSE(it.client.export_secrets(ExportScope::everything()));
  EXPECT_FALSE(it.client.list("proj_2"));
}

TEST(OfflineCache, KeepsTheNameThatAnExportTold) {
  Caching it;
  it.world.answer(200, R"({"secrets":[{"id":"sk_1","name":"db","value":"v","fieldNames":"[\"u\"]"}]})");
  it.world.answer(200, R"({"value":"w"})");
  ASSERT_TRUE(it.client.export_secrets(ExportScope::everything()));
  ASSERT_TRUE(it.client.get("sk_1"));
  const auto cache = OfflineCache::open(it.place(), {"vault_a", std::string(kMachine)}, test_key());
  const auto kept = (*cache)->secret("sk_1");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->value.expose_text(), "w");
  EXPECT_EQ(kept->name, "db");
  EXPECT_EQ(kept->field_names, "[\"u\"]");
}

TEST(OfflineCache, DoesNotKeepAnAnswerThatMakesNoSense) {
  Caching it;
  it.world.answer(200, R"({"secrets":[{"id":"sk_1","name":"all"}]})");
  it.world.answer(200, "<html>log in to this network</html>");
  ASSERT_TRUE(it.client.list());
  EXPECT_FALSE(it.client.list());
  it.lose();
  EXPECT_TRUE(it.client.list());
}

TEST(OfflineCache, DoesNotReadWhatOthersMayHaveWritten) {
  Caching it;
  it.world.answer(200, R"({"value":"v"})");
  ASSERT_TRUE(it.client.get("sk_1"));
  const auto file = it.place() / "sk_1.skc";
  const auto readable = [&] {
    it.lose();
    return it.client.get("sk_1").has_value();
  };
  EXPECT_TRUE(readable());
  fs::permissions(file, fs::perms::group_write, fs::perm_options::add);
  EXPECT_FALSE(readable());
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  fs::permissions(it.place(), fs::perms::others_exec, fs::perm_options::add);
  EXPECT_FALSE(readable());
  fs::permissions(it.place(), fs::perms::owner_all);
  EXPECT_TRUE(readable());
  fs::copy_file(file, it.place() / "sk_2.skc");
  it.lose();
  EXPECT_FALSE(it.client.get("sk_2"));
  ASSERT_TRUE(write_private_file(file, as_bytes("{}"), IfThere::replace));
  EXPECT_FALSE(readable());
}

TEST(OfflineCache, IsOffUnlessAskedForAndNeedsAPrivateFolder) {
  const TemporaryFolder folder;
  FakeWorld world;
  Client client(Identity{.machine_id = std::string(kMachine), .vault_id = "vault_a"}, world.as_machine());
  world.answer(200, R"({"value":"v"})");
  ASSERT_TRUE(client.get("sk_1"));
  for (int i = 0; i < 4; ++i) world.fail({.message = "gone"});
  EXPECT_FALSE(client.get("sk_1"));
  EXPECT_EQ(client.use_cache().error().kind, ErrorKind::local);  // this identity is nowhere on disk
  fs::create_directory(folder.path() / "open");
  fs::permissions(folder.path() / "open", fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(client.use_cache(folder.path() / "open").error().kind, ErrorKind::local);
  EXPECT_TRUE(client.use_cache(folder.path() / "new" / "cache"));
}

TEST(OfflineCache, SaysWhyItCouldNotKeep) {
  Caching it;
  fs::create_directories(it.place() / "sk_1.skc" / "in the way");
  it.world.answer(200, R"({"value":"v"})");
  EXPECT_TRUE(it.client.get("sk_1"));
  ASSERT_TRUE(it.client.cache_problem());
  EXPECT_EQ(it.client.cache_problem()->kind, ErrorKind::local);
}

}  // namespace
}  // namespace signet::client
