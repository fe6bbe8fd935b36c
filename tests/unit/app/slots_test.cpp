// SPDX-License-Identifier: Apache-2.0
// `signetd slot`: several ways to one root key, and one that always remains.
#include "app/slots.hpp"
#include "installed.hpp"
#include "keyring/root_key_slot.hpp"
#include "open_keyring.hpp"
#include "store/store.hpp"
#include "unit/store/failing_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <functional>

namespace signet::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::Ended;
using testing::Installed;

constexpr auto kPassphrase = "six words at random are good";

struct Slots : ::testing::Test {
  Installed installed;

  void SetUp() override { ASSERT_EQ(installed.init().code, ExitCode::done); }

  [[nodiscard]] std::string path(const std::string& name) const { return (installed.folder / name).string(); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  [[nodiscard]] Ended slot(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "slot");
    return installed.run(std::move(arguments));
  }
  /// As slot(), with no key file there.
  [[nodiscard]] Ended without_key_file(std::vector<std::string> arguments) const {
    std::filesystem::rename(path("root.key"), path("away.key"));
    auto ended = slot(std::move(arguments));
    std::filesystem::rename(path("away.key"), path("root.key"));
    return ended;
  }
  /// Of the one slot of this kind.
  [[nodiscard]] std::string id_of(const std::string& kind) const {
    const auto store = store::open_sqlite(installed.database());
    for (const auto& one : store->reader()->snapshot()->list_key_slots())
      if (one.kind == kind) return one.id.str();
    return {};
  }
  [[nodiscard]] std::size_t count(const std::string& action) const {
    const auto store = store::open_sqlite(installed.database());
    const auto reader = store->reader();
    const auto snapshot = reader->snapshot();
    return snapshot->list_audit({.log = snapshot->load_installation().id.str(), .actions = {action}}, {}).items.size();
  }
  void expect_refused(const Ended& ended, ExitCode code, const std::string& why) const {
    EXPECT_EQ(ended.code, code) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(why));
    EXPECT_EQ(ended.out, "");
  }
};

TEST_F(Slots, ANewInstallationHasOneThatItsKeyFileOpens) {
  const auto id = id_of("file");
  EXPECT_THAT(slot({"list"}).out, AllOf(HasSubstr("root key "), HasSubstr(id + "  file ")));
  EXPECT_EQ(slot({"test"}).out, id + " opens\n");
}

TEST_F(Slots, AnotherKeyFileOpensToo) {
  EXPECT_THAT(slot({"add", "file", "--file", path("second.key")}).out, StartsWith("added: slot_"));
  EXPECT_EQ(count("key_slot_add"), 1U);
  EXPECT_EQ(installed.run({"slot", "test"}).code, ExitCode::done);
  std::filesystem::rename(path("second.key"), path("root.key"));
  EXPECT_THAT(slot({"test"}).out, AllOf(HasSubstr(" opens\n"), Not(HasSubstr(id_of("file")))));
}

TEST_F(Slots, APassphraseOpens) {
  write("words", std::string(kPassphrase) + "\n");
  const auto added = slot({"add", "passphrase", "--file", path("words")});
  ASSERT_EQ(added.code, ExitCode::done) << added.err;
  EXPECT_EQ(without_key_file({"test", "--passphrase-file", path("words")}).out, id_of("passphrase") + " opens\n");
  write("wrong", "six words at random are bad");
  expect_refused(slot({"test", "--passphrase-file", path("wrong")}), ExitCode::data, "is not the key");
}

TEST_F(Slots, APassphraseIsNotShortNorEmptyNorABook) {
  for (const auto& [text, why] :
       std::vector<std::pair<std::string, std::string>>{{"", "1 to 1024"},
                                                        {"\n", "1 to 1024"},
                                                        {"elevenbytes", "at least 12"},
                                                        {std::string(1'025, 'a'), "1 to 1024"}}) {
    write("words", text);
    EXPECT_THAT(slot({"add", "passphrase", "--file", path("words")}).err, HasSubstr(why)) << text.size();
  }
  expect_refused(slot({"add", "passphrase", "--file", path("nothing")}), ExitCode::data, "cannot be read");
  EXPECT_EQ(count("key_slot_add"), 0U);
}

TEST_F(Slots, TheRecoveryKeyOpensWhatWasSealedWithoutIt) {
  ASSERT_EQ(slot({"recovery-key", path("recovery.pem")}).code, ExitCode::done);
  ASSERT_EQ(slot({"add", "recovery", "--file", path("recovery.pem.pub")}).code, ExitCode::done);
  EXPECT_EQ(without_key_file({"test", "--recovery-key", path("recovery.pem")}).out, id_of("recovery") + " opens\n");
  // From it to a key file that a server starts with.
  ASSERT_EQ(slot({"add", "file", "--file", path("new.key"), "--recovery-key", path("recovery.pem")}).code,
            ExitCode::done);
  std::filesystem::rename(path("new.key"), path("root.key"));
  EXPECT_EQ(slot({"test"}).code, ExitCode::done);
  ASSERT_EQ(slot({"recovery-key", path("other.pem")}).code, ExitCode::done);
  expect_refused(slot({"test", "--recovery-key", path("other.pem")}), ExitCode::data, "is not the key");
  expect_refused(slot({"test", "--recovery-key", path("recovery.pem.pub")}), ExitCode::data, "no recovery key");
  expect_refused(slot({"add", "recovery", "--file", path("recovery.pem")}), ExitCode::data, "no public key");
}

TEST_F(Slots, EnoughSharesOpen) {
  const auto shares = path("shares");
  const auto added = slot({"add", "shares", "--file", shares, "--threshold", "2", "--shares", "3"});
  ASSERT_EQ(added.code, ExitCode::done) << added.err;
  std::vector<std::string> lines;
  std::ifstream file(shares);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(std::filesystem::status(shares).permissions(), std::filesystem::perms(0600));
  const auto with = [&](const std::string& text) {
    write("some", text);
    return without_key_file({"test", "--shares-file", path("some")});
  };
  const auto opens = id_of("shares") + " opens\n";
  EXPECT_EQ(without_key_file({"test", "--shares-file", shares}).out, opens);
  EXPECT_EQ(with(lines[2] + "\n" + lines[0] + "\n").out, opens);
  EXPECT_EQ(with(lines[1] + "\n" + lines[2]).out, opens);
  write("some", lines[2] + "\n" + lines[1] + "\n");
  std::filesystem::rename(path("root.key"), path("away.key"));
  EXPECT_THAT(installed.run({"verify", path("data"), "--shares-file", path("some")}).out,
              HasSubstr("open with the root key"));
  std::filesystem::rename(path("away.key"), path("root.key"));
  for (const auto& text : {lines[0], lines[0] + "\n" + lines[0], lines[0] + "\n" + lines[1] + "x", lines[0] + lines[1],
                           lines[0] + "\nwords", std::string("words")})
    expect_refused(with(text), ExitCode::data, "do not open");
}

TEST_F(Slots, SharesAreAtLeastTwoOfAtMostSixteen) {
  for (const auto& [threshold, shares] :
       std::vector<std::pair<std::string, std::string>>{{"1", "3"}, {"4", "3"}, {"2", "17"}, {"0", "0"}})
    expect_refused(slot({"add", "shares", "--file", path("shares"), "--threshold", threshold, "--shares", shares}),
                   ExitCode::usage, "at least 2 of at most 16");
  expect_refused(slot({"add", "shares", "--file", path("shares")}), ExitCode::usage, "at least 2 of at most 16");
  EXPECT_FALSE(std::filesystem::exists(path("shares")));
}

TEST_F(Slots, ACredentialOfTheServiceGoesBeforeTheKeyFile) {
  std::filesystem::create_directory(path("credentials"));
  ASSERT_EQ(slot({"add", "credential", "--file", path("credentials/signet-root-key")}).code, ExitCode::done);
  std::filesystem::permissions(path("credentials/signet-root-key"), std::filesystem::perms(0440));
  const Environment environment{{"CREDENTIALS_DIRECTORY", path("credentials")}};
  const std::vector<std::string> arguments{"slot",          "test", "--data-dir", path("data"), "--root-key-file",
                                           path("root.key")};
  EXPECT_EQ(testing::command(arguments, environment).out, id_of("credential") + " opens\n");
  std::filesystem::remove(path("credentials/signet-root-key"));
  EXPECT_EQ(testing::command(arguments, environment).out, id_of("file") + " opens\n");
}

TEST_F(Slots, OfEveryKindShowThatTheRootKeyWasThere) {
  write("words", kPassphrase);
  ASSERT_EQ(slot({"recovery-key", path("recovery.pem")}).code, ExitCode::done);
  for (const auto& [kind, file] : std::vector<std::pair<std::string, std::string>>{
           {"file", "second.key"},
           {"credential", "third.key"},
           {"passphrase", "words"},
           {"recovery", "recovery.pem.pub"}})
    ASSERT_EQ(slot({"add", kind, "--file", path(file)}).code, ExitCode::done) << kind;
  ASSERT_EQ(slot({"add", "shares", "--file", path("shares"), "--threshold", "2", "--shares", "3"}).code,
            ExitCode::done);
  const auto store = store::open_sqlite(installed.database());
  const auto reader = store->reader();
  const auto snapshot = reader->snapshot();
  const auto keyring = open_keyring({.key_file = path("root.key")}, *snapshot, crypto::system_random());
  ASSERT_TRUE(keyring);
  EXPECT_EQ(snapshot->list_key_slots().size(), 6U);
  for (const auto& one : snapshot->list_key_slots())
    EXPECT_EQ(one.mac, keyring::slot_mac(*keyring, one.id, one.kind, one.public_key, one.parameters)) << one.kind;
}

TEST_F(Slots, OfAnOlderProgramAreCompletedByTheKeyThatOpensThem) {
  const auto store = store::open_sqlite(installed.database());
  const auto committer = store->committer({});
  const auto made = store->reader()->snapshot()->list_key_slots().front();
  const auto completed = [&](const Bytes& public_key, const Bytes& mac) {
    auto older = made;
    older.public_key = public_key;
    older.mac = mac;
    EXPECT_TRUE(store::commit_and_wait(*committer, [&](store::Transaction& tx) { tx.rewrap_key_slot(older); }));
    const auto reader = store->reader();
    auto opened = open_slot({.key_file = path("root.key")}, *reader->snapshot());
    EXPECT_TRUE(opened);
    return std::move(opened->completed);
  };
  const auto planted = keyring::slot_public_key(Bytes(32, 7));
  for (const auto& public_key : {Bytes(), made.public_key, planted}) {
    const auto slot = completed(public_key, {});
    ASSERT_TRUE(slot);
    EXPECT_EQ(slot->public_key, made.public_key);
    EXPECT_EQ(slot->mac, made.mac);
  }
  EXPECT_FALSE(completed(made.public_key, made.mac));
  EXPECT_FALSE(completed(planted, made.mac)) << "somebody wrote to the database: that stays to be seen";
  committer->stop();
}

TEST_F(Slots, OneIsRemovedWhileAnotherOpens) {
  const auto first = id_of("file");
  write("words", kPassphrase);
  ASSERT_EQ(slot({"add", "passphrase", "--file", path("words")}).code, ExitCode::done);
  expect_refused(slot({"remove", first}), ExitCode::usage, "that was opened");
  expect_refused(slot({"remove", "slot_0000000000"}), ExitCode::usage, "no slot slot_0000000000");
  EXPECT_THAT(slot({"remove", first, "--passphrase-file", path("words")}).out, StartsWith("removed: " + first));
  EXPECT_EQ(count("key_slot_remove"), 1U);
  expect_refused(slot({"test"}), ExitCode::data, "is not the key");
  expect_refused(slot({"remove", id_of("passphrase"), "--passphrase-file", path("words")}), ExitCode::usage,
                 "that was opened");
}

TEST_F(Slots, WhoeverOpensNoneAddsAndRemovesNone) {
  const auto id = id_of("file");
  std::filesystem::remove(path("root.key"));
  expect_refused(slot({"add", "file", "--file", path("new.key")}), ExitCode::data, "cannot be read");
  EXPECT_FALSE(std::filesystem::exists(path("new.key")));
  expect_refused(slot({"remove", id}), ExitCode::data, "cannot be read");
  EXPECT_EQ(count("key_slot_add") + count("key_slot_remove"), 0U);
}

TEST_F(Slots, WhatIsThereIsNotOverwrittenAndTheDataFolderIsNoPlaceForKeys) {
  write("new.key", "mine");
  expect_refused(slot({"add", "file", "--file", path("new.key")}), ExitCode::data, "is there already");
  EXPECT_TRUE(std::filesystem::exists(path("new.key")));
  expect_refused(slot({"add", "file", "--file", path("data/new.key")}), ExitCode::usage, "outside the data folder");
  EXPECT_EQ(slot({"add", "sticker", "--file", path("x")}).code, ExitCode::usage);
  EXPECT_EQ(slot({"add", "file"}).code, ExitCode::usage);
}

/// Asked for the time once the database is open and before it is written.
struct Late final : Clock {
  std::function<void()> then;
  explicit Late(std::function<void()> what) : then(std::move(what)) {}
  Instant now() const override {
    then();
    return system_clock().now();
  }
  std::chrono::milliseconds monotonic() const override { return system_clock().monotonic(); }
};

TEST_F(Slots, WhatWasMadeForOneThatMayBeThereIsKept) {
  Config config;
  config.data_dir = path("data");
  config.root_key_file = path("root.key");
  const Way way{.key_file = config.root_key_file};
  const auto add = [&](const NewSlot& wanted, std::atomic<int>& failing, int code) {
    const store::FailingDisk disk;
    const Late clock([&] { failing = code; });
    auto added = add_slot(config, way, wanted, crypto::system_random(), clock);
    return added ? Failure{ExitCode::done, *added} : added.error();
  };
  for (const NewSlot& wanted : {NewSlot{.kind = "file", .file = path("second.key")},
                                NewSlot{.kind = "shares", .file = path("shares"), .threshold = 2, .shares = 3}}) {
    const auto full = add(wanted, store::FailingDisk::log_write, SQLITE_FULL);
    EXPECT_EQ(full.code, ExitCode::data) << full.message;
    EXPECT_FALSE(std::filesystem::exists(wanted.file)) << "it surely did not happen";
    const auto unknown = add(wanted, store::FailingDisk::log_sync, SQLITE_IOERR_FSYNC);
    EXPECT_EQ(unknown.code, ExitCode::outcome_unknown);
    EXPECT_THAT(unknown.message, AllOf(HasSubstr("slot list"), HasSubstr(wanted.file.string() + " belongs to it")));
    EXPECT_TRUE(std::filesystem::exists(wanted.file));
  }
  write("words", kPassphrase);
  ASSERT_EQ(slot({"add", "passphrase", "--file", path("words")}).code, ExitCode::done);
  const store::FailingDisk disk;
  const Late clock([] { store::FailingDisk::log_sync = SQLITE_IOERR_FSYNC; });
  const auto removed = remove_slot(config, way, id_of("passphrase"), clock);
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ExitCode::outcome_unknown) << removed.error().message;
}

TEST_F(Slots, WhileTheServerRunsTheyAreListedAndTestedAndNotChanged) {
  const auto id = id_of("file");
  const auto store = store::open_sqlite(installed.database());
  EXPECT_THAT(slot({"list"}).out, HasSubstr(id));
  EXPECT_EQ(slot({"test"}).out, id + " opens\n");
  expect_refused(slot({"add", "file", "--file", path("new.key")}), ExitCode::data, "is in use");
  expect_refused(slot({"remove", id}), ExitCode::data, "is in use");
}

}  // namespace
}  // namespace signet::app
