// SPDX-License-Identifier: Apache-2.0
// backup, verify and restore by their command lines, and what a restored installation lets in.
#include "app/restore.hpp"

#include "installed.hpp"
#include "progress_line.hpp"
#include "store/backup_header.hpp"
#include "store/policies.hpp"
#include "store/restores.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::app {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using testing::Installed;
using ::testing::Not;
namespace fs = std::filesystem;

const store::Progress kQuiet = [](std::uint64_t, std::uint64_t) {};

struct BackupCommands : ::testing::Test {
  Installed installed;
  std::string file = (installed.folder / "backup").string();
  std::string fresh = (installed.folder / "restored").string();

  void SetUp() override { ASSERT_EQ(installed.init().code, ExitCode::done); }
  void back_up() const {
    const auto made = installed.run({"backup", file});
    ASSERT_EQ(made.code, ExitCode::done) << made.err;
  }
  void fill(const std::string& content) const { std::ofstream(file, std::ios::binary) << content; }
  /// What restore and verify both say, having left nothing.
  std::string refusal() const {
    const auto verified = installed.run({"verify", file});
    EXPECT_EQ(verified.code, ExitCode::data);
    const auto restored = installed.run({"restore", file, fresh});
    EXPECT_EQ(restored.code, ExitCode::data);
    EXPECT_FALSE(fs::exists(fresh));
    EXPECT_FALSE(fs::exists(fresh + ".restoring"));
    EXPECT_EQ(verified.out + restored.out, "");
    return verified.err;
  }
};

TEST_F(BackupCommands, CopyVerifyAndRestore) {
  const auto made = installed.run({"backup", file});
  ASSERT_EQ(made.code, ExitCode::done) << made.err;
  EXPECT_THAT(made.out, AllOf(HasSubstr("backup: of inst_"), ContainsRegex("log: vault_[a-z0-9]+ to record 1\n"),
                              HasSubstr("root key file is not in it")));
  EXPECT_EQ(testing::mode_of(file), 0600U);
  for (const auto& what : {file, (installed.folder / "data").string()}) {
    const auto verified = installed.run({"verify", what});
    EXPECT_EQ(verified.code, ExitCode::done) << verified.err;
    EXPECT_THAT(verified.out,
                AllOf(HasSubstr("database: whole"), HasSubstr("4 records, none missing"),
                      ContainsRegex("keys: all [0-9]+ of projects and vaults open"), HasSubstr(" is good\n")));
  }
  const auto restored = installed.run({"restore", file, fresh});
  ASSERT_EQ(restored.code, ExitCode::done) << restored.err;
  EXPECT_THAT(restored.out,
              AllOf(HasSubstr("is refused: no recorded one can be replayed"), HasSubstr("Root, let in at once"),
                    HasSubstr("goes on after record 1"), HasSubstr("signet admin restore review")));
  EXPECT_EQ(testing::mode_of(fresh), 0700U);
  EXPECT_EQ(testing::mode_of(fs::path(fresh) / "signet.db"), 0600U);
  EXPECT_EQ(installed.run({"verify", fresh}).code, ExitCode::done);
  EXPECT_NO_THROW(static_cast<void>(store::open_sqlite(fs::path(fresh) / "signet.db")));
}

TEST_F(BackupCommands, NeverTouchWhatIsThere) {
  back_up();
  const auto before = testing::content_of(file);
  const auto again = installed.run({"backup", file});
  EXPECT_EQ(again.code, ExitCode::data);
  EXPECT_THAT(again.err, HasSubstr("is there already"));
  EXPECT_EQ(testing::content_of(file), before);
  const auto data = (installed.folder / "data").string();
  const auto things = testing::things_in(data);
  const auto over = installed.run({"restore", file, data});
  EXPECT_EQ(over.code, ExitCode::data);
  EXPECT_THAT(over.err, HasSubstr("not empty"));
  EXPECT_EQ(testing::things_in(data), things);
}

TEST_F(BackupCommands, RestoreIntoAnEmptyFolderAndNotBesideOneAtWork) {
  back_up();
  fs::create_directory(fresh);
  fs::create_directory(fresh + ".restoring");
  EXPECT_THAT(installed.run({"restore", file, fresh}).err, HasSubstr("left by a restore that did not end"));
  EXPECT_TRUE(fs::is_empty(fresh));
  fs::remove(fresh + ".restoring");
  EXPECT_EQ(installed.run({"restore", file, fresh + "/"}).code, ExitCode::done);
}

TEST_F(BackupCommands, RefuseDamagedCutAndForeignFiles) {
  back_up();
  const auto good = testing::content_of(file);
  auto damaged = good;
  damaged[good.size() / 2] = static_cast<char>(damaged[good.size() / 2] ^ 1);
  fill(damaged);
  EXPECT_THAT(refusal(), HasSubstr("does not have the digest"));
  fill(good.substr(0, good.size() - 1));
  EXPECT_THAT(refusal(), HasSubstr("is cut off"));
  fill("PK\x03\x04 something else");
  EXPECT_THAT(refusal(), HasSubstr("is no backup of Signet"));
  fs::remove(file);
  EXPECT_THAT(refusal(), HasSubstr("there is no"));
}

TEST_F(BackupCommands, RefuseAnotherRootKey) {
  back_up();
  Installed other;
  ASSERT_EQ(other.init().code, ExitCode::done);
  for (const auto& arguments : {std::vector<std::string>{"verify", file}, {"restore", file, fresh}}) {
    const auto ended = other.run(arguments);
    EXPECT_EQ(ended.code, ExitCode::data);
    EXPECT_THAT(ended.err, HasSubstr("is not the key of this data folder"));
  }
  EXPECT_FALSE(fs::exists(fresh));
}

TEST_F(BackupCommands, WithoutTheRootKeySaySo) {
  back_up();
  const auto elsewhere = testing::command({"verify", file, "--set", "data_dir=/nonexistent"});
  EXPECT_EQ(elsewhere.code, ExitCode::done) << elsewhere.err;
  EXPECT_THAT(elsewhere.out, HasSubstr("keys: not tried, there is no /etc/signet/root.key"));
}

TEST(ProgressLine, ShowsEachShareOnceAndGoes) {
  std::ostringstream terminal;
  const auto progress = progress_line(terminal);
  for (const std::uint64_t done : {0U, 1U, 100U, 101U, 150U, 200U, 200U}) progress(done, 200);
  EXPECT_EQ(terminal.str(), "\r  0 %\r 50 %\r 75 %\r      \r");
}

struct Restored : ::testing::Test {
  signet::testing::Installation vault;
  fs::path file = vault.folder / "backup";
  RestoreRequest request{.file = file, .folder = vault.folder / "restored", .key = {.file = "/nonexistent"}};
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "correct horse");
  signet::testing::Signer machine = vault.make_machine();

  Restored() { vault.give(machine, project, secret); }
  std::string back_up() {
    const auto made = app::back_up(vault.folder, file, vault.clock.now(), kQuiet);
    return made ? *made : made.error().message;
  }
  /// The same installation on what the backup makes.
  std::string restore() {
    vault.close();
    const auto done = app::restore(request, crypto::system_random(), vault.clock, kQuiet);
    if (!done) return done.error().message;
    vault.database = request.folder / "signet.db";
    vault.restart();
    return *done;
  }
  signet::testing::Answer read() { return vault.send(machine, "GET", "/v1/secret/" + secret); }
  signet::testing::Answer held() { return vault.send(vault.root, "GET", vault.installation_path("/restore/held")); }
  signet::testing::Answer release(const std::string& id) {
    return vault.send(vault.root, "POST", vault.installation_path("/restore/release"), R"({"ids":[")" + id + R"("]})");
  }
  void wait_for_the_floor() { vault.clock.advance(std::chrono::seconds(62)); }
};

TEST_F(Restored, RefusesWhatWasSentAfterTheBackup) {
  static_cast<void>(back_up());
  const auto after = vault.sign(machine, "GET", "/v1/secret/" + secret);
  ASSERT_EQ(vault.handle(vault.copy(after.request)).status, 200);
  request.keep_enabled = true;
  static_cast<void>(restore());
  EXPECT_EQ(vault.handle(vault.copy(after.request)).status, 503) << "nobody knows here that it was spent";
  EXPECT_EQ(read().status, 503) << "nor whether this one was";
  wait_for_the_floor();
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(vault.handle(vault.copy(after.request)).status, 503);
}

TEST_F(Restored, RefusesItThoughItsClockIsBehind) {
  static_cast<void>(back_up());
  const auto after = vault.sign(machine, "GET", "/v1/secret/" + secret);
  vault.clock.jump(-std::chrono::hours(2));
  request.keep_enabled = true;
  EXPECT_THAT(restore(), HasSubstr("7200 s behind the newest time in the backup"));
  vault.clock.jump(std::chrono::hours(2));
  EXPECT_EQ(vault.handle(vault.copy(after.request)).status, 503);
}

TEST_F(Restored, LetsNobodyButRootInBeforeAReview) {
  const auto owner = vault.make_operator(Role::owner, vault.vault_id);
  static_cast<void>(back_up());
  EXPECT_THAT(restore(), HasSubstr("2 machines and operators are held"));
  wait_for_the_floor();
  EXPECT_EQ(read().status, 403);
  EXPECT_EQ(vault.send(owner, "GET", vault.vault_path("/projects")).status, 403);
  const auto listed = held();
  ASSERT_EQ(listed.status, 200);
  EXPECT_THAT(listed.text, AllOf(HasSubstr(machine.id), HasSubstr(owner.id), Not(HasSubstr(vault.root.id))));
  EXPECT_EQ(vault.send(owner, "GET", vault.installation_path("/restore/held")).status, 403);
  EXPECT_EQ(release(machine.id).status, 200);
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(vault.send(owner, "GET", vault.vault_path("/projects")).status, 403) << "not asked for";
  EXPECT_EQ(release(owner.id).status, 200);
  EXPECT_EQ(vault.send(owner, "GET", vault.vault_path("/projects")).status, 200);
  EXPECT_EQ(release(owner.id).status, 404);
}

TEST_F(Restored, DoesNotHoldWhoIsEnabledByHandOrGone) {
  const auto second = vault.make_machine();
  static_cast<void>(back_up());
  static_cast<void>(restore());
  wait_for_the_floor();
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/enable"), "{}").status, 200);
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + second.id + "/revoke"), "{}").status, 200);
  EXPECT_THAT(held().text, AllOf(Not(HasSubstr(machine.id)), Not(HasSubstr(second.id))));
}

TEST_F(Restored, HoldsAMachineThatWasRevokedAfterTheBackup) {
  static_cast<void>(back_up());
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/revoke"), "{}").status, 200);
  static_cast<void>(restore());
  wait_for_the_floor();
  EXPECT_EQ(read().status, 403) << "it is back, but held";
}

TEST_F(Restored, KeepsThemEnabledOnlyIfTold) {
  static_cast<void>(back_up());
  request.keep_enabled = true;
  EXPECT_THAT(restore(), HasSubstr("WARNING: --keep-enabled"));
  wait_for_the_floor();
  EXPECT_EQ(read().status, 200);
  const auto log = vault.audit(vault.installation_id);
  EXPECT_TRUE(
      std::ranges::any_of(log, [](const Json& record) { return record.dump().contains("nobody reviewed them"); }));
}

TEST_F(Restored, SignsIdentityTokensWithNoKeyOfBefore) {
  const auto keys = [&] {
    const auto target = "/v1/identity/keys?vault=" + vault.vault_id;
    return vault.handle(api::Request{{"GET", target, {}, *Address::parse(vault.address)}, {}}).body["keys"].size();
  };
  ASSERT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/machines/" + machine.id + "/audiences"),
                       R"({"audiences":["billing"]})").status, 200);
  const auto issue = [&] { return vault.send(machine, "POST", "/v1/identity/token", R"({"audience":"billing"})"); };
  const auto before = issue()["keyId"];
  ASSERT_EQ(keys(), 1U);
  static_cast<void>(back_up());
  // The thief's, and he has the seed.
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/identity-keys/rotate"),
                       R"({"distrustOld":true})").status, 200);
  request.keep_enabled = true;
  static_cast<void>(restore());
  wait_for_the_floor();
  EXPECT_EQ(keys(), 0U);
  const auto after = issue();
  EXPECT_EQ(after.status, 200) << after.text;
  EXPECT_NE(after["keyId"], before);
  EXPECT_EQ(keys(), 1U);
}

TEST_F(Restored, HasNothingThatIsHandedOutOnce) {
  const auto token = vault.make_token();
  const auto link = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/one-time-links"),
                               R"({"name":"l","value":"v","ttlSeconds":3600})");
  ASSERT_EQ(link.status, 201) << link.text;
  static_cast<void>(back_up());
  const auto said = restore();
  EXPECT_THAT(said, ContainsRegex("Deleted: [0-9]+ enrolment tokens, 1 one-time links, 0 key packages"));
  EXPECT_THAT(said, Not(HasSubstr("Deleted: 0 enrolment")));
  const auto key = crypto::PrivateKey::generate(Algorithm::ed25519);
  EXPECT_EQ(vault.enrol(token, key).status, 401);
  const auto opening = R"({"key":")" + link["key"] + "\"}";
  EXPECT_EQ(vault
                .handle(api::Request{{"POST", "/v1/once/" + link["linkId"], {}, *Address::parse(vault.address)},
                                     SecretBytes::from_text(opening)})
                .status,
            404);
  const auto reader = vault.services().store.reader();
  EXPECT_TRUE(reader->snapshot()->list_tokens(*VaultId::parse(vault.vault_id), {}).items.empty());
}

TEST_F(Restored, HasNoCoSignature) {
  const auto id = *SecretId::parse(secret);
  const auto who = *MachineId::parse(machine.id);
  ASSERT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) {
    tx.policies().put_co_signature(id, who, vault.clock.now());
  }));
  static_cast<void>(back_up());
  static_cast<void>(restore());
  const auto reader = vault.services().store.reader();
  EXPECT_FALSE(reader->snapshot()->policies().find_co_signature(id, who)) << "it may have been used up since";
}

TEST_F(Restored, IsNotMadeOfAnotherDatabaseThanTheHeadSays) {
  static_cast<void>(back_up());
  const auto older = testing::content_of(file);
  fs::remove(file);
  static_cast<void>(vault.make_machine());
  static_cast<void>(back_up());
  const auto newer = testing::content_of(file);
  const auto of_older = store::parse_backup_header(older), of_newer = store::parse_backup_header(newer);
  ASSERT_TRUE(of_older && of_newer);
  auto header = of_newer->header;
  header.size = of_older->header.size;
  header.digest = of_older->header.digest;
  const auto forged = store::encode(header) + older.substr(of_older->length);
  std::ofstream(file, std::ios::binary) << forged;
  EXPECT_THAT([&] { static_cast<void>(restore()); },
              ::testing::ThrowsMessage<store::StoreError>(HasSubstr("do not end where its head says")));
  EXPECT_FALSE(fs::exists(request.folder));
}

TEST_F(Restored, GoesOnInEveryLogWithTheHeadOfTheBackup) {
  static_cast<void>(back_up());
  const auto before = vault.audit(vault.vault_id);
  static_cast<void>(restore());
  const auto log = vault.audit(vault.vault_id);
  ASSERT_EQ(log.size(), before.size() + 1);
  EXPECT_THAT(log.back().dump(), AllOf(HasSubstr("installation_restore"), HasSubstr("critical"),
                                       HasSubstr("ends with record " + std::to_string(before.size()))));
}

}  // namespace
}  // namespace signet::app
