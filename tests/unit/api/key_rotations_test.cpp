// SPDX-License-Identifier: Apache-2.0
// New root keys and new project keys: what is there opens before, meanwhile and after, and the former ones go.
#include "api/housekeeping.hpp"
#include "keyring/former_root_key.hpp"
#include "keyring/root_key_slot.hpp"
#include "store/key_rotations.hpp"
#include "store/store.hpp"
#include "support/installation.hpp"
#include "vault/wrapping_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace signet::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct KeyRotations : ::testing::Test {
  Installation vault;
  crypto::Random& random = crypto::system_random();
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "correct horse");
  SecretBytes slot_key = keyring::make_root_key(random);
  store::KeySlot slot{SlotId::make(random), "file", {}, vault.clock.now(), keyring::slot_public_key(slot_key.expose())};

  KeyRotations() {
    vault.give(machine, project, secret);
    slot.wrapped_root_key =
        keyring::wrap_root_key(slot_key.expose(), slot.id, slot.kind, vault.root_key(), random);
    slot.mac = mac_of(slot);
    write([&](store::Transaction& tx) { tx.insert_key_slot(slot); });
  }
  Bytes mac_of(const store::KeySlot& made) {
    return keyring::slot_mac(vault.services().keyring, made.id, made.kind, made.public_key, made.parameters);
  }
  void write(const std::function<void(store::Transaction&)>& change) {
    ASSERT_TRUE(store::commit_and_wait(vault.committer(), change));
  }
  Answer rotate_root() { return vault.send(vault.root, "POST", vault.installation_path("/root-key/rotate"), "{}"); }
  Answer rotate_project(const std::string& id) {
    return vault.send(vault.root, "POST", vault.installation_path("/projects/" + id + "/key/rotate"), "{}");
  }
  Json list() { return vault.send(vault.root, "GET", vault.installation_path("/key-rotations")).body["items"]; }
  std::string read() { return vault.send(machine, "GET", "/v1/secret/" + secret)["value"]; }
  /// One that waits for the project's second key, and what makes it whole again.
  std::function<void()> damage_a_data_key() {
    const auto reader = vault.services().store.reader();
    const auto whole = reader->snapshot()->key_rotations().list_data_keys_but(*ProjectId::parse(project), 2, 1).at(0);
    auto damaged = whole;
    damaged.wrapped.back() ^= 1;
    write([&](store::Transaction& tx) { tx.key_rotations().rewrap_data_key(whole, damaged.wrapped); });
    return [=, this] {
      write([&](store::Transaction& tx) { tx.key_rotations().rewrap_data_key(damaged, whole.wrapped); });
    };
  }
  void tick() {
    api::Housekeeping housekeeping(vault.services(), vault.committer());
    for (int i = 0; i < 2; ++i) {
      vault.clock.advance(std::chrono::seconds(31));
      housekeeping.tick();
    }
  }
  /// As a start does: from the slot's key.
  void restart_from_slot() {
    vault.close();
    vault.restart_with(keyring::Keyring(random));
    const auto reader = vault.services().store.reader();
    const auto snapshot = reader->snapshot();
    const auto id = snapshot->load_installation().root_key_id;
    const auto stored = snapshot->list_key_slots().front();
    const auto root =
        keyring::unwrap_root_key(slot_key.expose(), stored.id, stored.kind, id, stored.wrapped_root_key);
    ASSERT_TRUE(root) << root.error();
    std::vector<SecretBytes> former;
    for (const auto& one : snapshot->key_rotations().list_former_root_keys())
      former.push_back(std::move(*keyring::unwrap_former_root_key(root->expose(), one.id, one.wrapped)));
    vault.services().keyring.adopt(root->expose(), former);
  }
  std::vector<std::string> actions() { return vault.actions(vault.installation_id); }
};

TEST_F(KeyRotations, OfTheRootKeyWrapsEverythingAgainAndDestroysTheFormer) {
  const auto former = vault.services().keyring.root_key_id();
  const auto rotated = rotate_root();
  ASSERT_EQ(rotated.status, 200) << rotated.text;
  EXPECT_NE(rotated["key"], former);
  EXPECT_GE(rotated.body["remaining"].get<int>(), 1);
  EXPECT_EQ(rotated.body["remaining"], rotated.body["total"]);
  EXPECT_EQ(vault.services().keyring.root_key_id(), rotated["key"]);
  EXPECT_EQ(read(), "correct horse");
  EXPECT_EQ(list().size(), 1U);
  EXPECT_THAT(actions(), Not(Contains("root_key_destroy")));

  tick();
  EXPECT_EQ(list().size(), 0U);
  EXPECT_EQ(read(), "correct horse");
  EXPECT_THAT(actions(), Contains("root_key_rotate"));
  EXPECT_THAT(actions(), Contains("root_key_destroy"));
  const auto reader = vault.services().store.reader();
  const auto snapshot = reader->snapshot();
  EXPECT_EQ(snapshot->key_rotations().count_not_wrapped_by(rotated["key"]), 0U);
}

TEST_F(KeyRotations, OfTheRootKeySurviveAStartAtEveryStep) {
  static_cast<void>(rotate_root());
  restart_from_slot();
  EXPECT_EQ(read(), "correct horse");
  EXPECT_EQ(list().size(), 1U);
  const auto made = vault.make_project("second");
  static_cast<void>(vault.make_secret(made, "s", "v"));
  tick();
  EXPECT_EQ(list().size(), 0U);
  restart_from_slot();
  EXPECT_EQ(read(), "correct horse");
  ASSERT_EQ(rotate_root().status, 200);
  tick();
  restart_from_slot();
  EXPECT_EQ(read(), "correct horse");
  EXPECT_EQ(std::ranges::count(actions(), "root_key_destroy"), 2);
}

TEST_F(KeyRotations, OfTheRootKeyWaitForTheLastOne) {
  ASSERT_EQ(rotate_root().status, 200);
  const auto again = rotate_root();
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again["error"], HasSubstr("has not come to its end"));
  tick();
  EXPECT_EQ(rotate_root().status, 200);
}

TEST_F(KeyRotations, OfTheRootKeySealItToNobodyWhoWroteToTheDatabase) {
  const auto before = vault.services().keyring.root_key_id();
  auto none = slot;
  none.mac = {};
  auto other_key = slot;
  other_key.public_key = keyring::slot_public_key(keyring::make_root_key(random).expose());
  auto other_kind = slot;
  other_kind.kind = "recovery";
  auto other_parameters = slot;
  other_parameters.parameters = {1};
  auto former = slot;
  former.mac = keyring::slot_mac(keyring::Keyring(keyring::make_root_key(random).expose(), random), former.id,
                                 former.kind, former.public_key, former.parameters);
  for (const auto& planted : {none, other_key, other_kind, other_parameters, former}) {
    write([&](store::Transaction& tx) {
      tx.delete_key_slot(slot.id);
      tx.insert_key_slot(planted);
    });
    const auto refused = rotate_root();
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused["error"], HasSubstr(slot.id.str()));
    EXPECT_THAT(vault.audit(vault.installation_id).back()["detail"].get<std::string>(), HasSubstr(slot.id.str()));
  }
  write([&](store::Transaction& tx) {
    tx.delete_key_slot(slot.id);
    tx.insert_key_slot(slot);
  });
  auto copied = slot;  // its row once more, under another id
  copied.id = SlotId::make(random);
  write([&](store::Transaction& tx) { tx.insert_key_slot(copied); });
  EXPECT_THAT(rotate_root()["error"], HasSubstr(copied.id.str()));
  EXPECT_EQ(vault.services().keyring.root_key_id(), before);
  EXPECT_EQ(list().size(), 0U);
  restart_from_slot();
  EXPECT_EQ(read(), "correct horse");
}

TEST_F(KeyRotations, OfTheRootKeyKeepTheFormerWhenTheClockJumps) {
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  ASSERT_EQ(rotate_root().status, 200);
  vault.clock.advance(std::chrono::seconds(1));
  vault.clock.jump(std::chrono::hours(1));
  housekeeping.tick();
  EXPECT_EQ(list()[0]["remaining"], 0);
  EXPECT_THAT(actions(), Not(Contains("root_key_destroy"))) << "somebody may still read by it";
  vault.clock.advance(std::chrono::minutes(11));
  housekeeping.tick();
  EXPECT_THAT(actions(), Not(Contains("root_key_destroy"))) << "nobody has looked for half a minute";
  vault.clock.advance(std::chrono::seconds(30));
  housekeeping.tick();
  EXPECT_THAT(actions(), Contains("root_key_destroy"));
}

TEST_F(KeyRotations, AreDoneOnceForARepeatedRequest) {
  const auto body = R"({"requestId":"0123456789abcdef"})";
  const auto path = vault.installation_path("/root-key/rotate");
  const auto first = vault.send(vault.root, "POST", path, body);
  const auto second = vault.send(vault.root, "POST", path, body);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.text, first.text);
  EXPECT_EQ(std::ranges::count(actions(), "root_key_rotate"), 1);
}

TEST_F(KeyRotations, OfAProjectWrapEverythingThatIsInItAgain) {
  const auto note = vault.vault_path("/secrets/" + secret + "/note");
  ASSERT_EQ(vault.send(vault.root, "PUT", note, R"({"note":"ask Bob"})").status, 200);
  const auto versions = vault.vault_path("/secrets/" + secret + "/versions");
  ASSERT_LT(vault.send(vault.root, "POST", versions, R"({"value":"two"})").status, 300);
  const auto link = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/one-time-links"),
                               R"({"name":"for Bob","value":"once","ttlSeconds":3600})");
  ASSERT_EQ(link.status, 201) << link.text;

  const auto rotated = rotate_project(project);
  ASSERT_EQ(rotated.status, 200) << rotated.text;
  EXPECT_EQ(rotated["key"], "2");
  EXPECT_EQ(rotated["projectId"], project);
  EXPECT_EQ(rotated.body["total"], 4);
  EXPECT_EQ(rotated.body["remaining"], 4);
  EXPECT_EQ(read(), "two") << "before anything is wrapped again";
  static_cast<void>(vault.make_secret(project, "fresh", "new"));
  EXPECT_EQ(list()[0]["remaining"], 4) << "what is new is wrapped by the new key at once";
  EXPECT_EQ(rotate_project(project).status, 409);

  tick();
  EXPECT_EQ(list().size(), 0U);
  EXPECT_EQ(read(), "two");
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret + "/versions/1")["value"], "correct horse");
  EXPECT_EQ(vault.send(vault.root, "GET", note)["note"], "ask Bob");
  EXPECT_THAT(actions(), Contains("project_key_rotate"));
  EXPECT_THAT(actions(), Contains("project_key_destroy"));
  const auto reader = vault.services().store.reader();
  EXPECT_TRUE(reader->snapshot()->find_project_key(*ProjectId::parse(project))->former.empty());
  EXPECT_EQ(rotate_project(project)["key"], "3");
}

TEST_F(KeyRotations, OfAProjectGoOnWhereTheyWereKilled) {
  for (int i = 0; i < 5; ++i)
    static_cast<void>(vault.make_secret(project, "s" + std::to_string(i), "v" + std::to_string(i)));
  ASSERT_EQ(rotate_project(project).status, 200);
  // Half of it, as a process does that is killed then.
  const auto id = *ProjectId::parse(project);
  {
    const auto reader = vault.services().store.reader();
    const auto snapshot = reader->snapshot();
    const auto key = *snapshot->find_project_key(id);
    const auto places = snapshot->key_rotations().list_data_keys_but(id, key.generation, 3);
    ASSERT_EQ(places.size(), 3U);
    write([&](store::Transaction& tx) {
      for (const auto& place : places)
        tx.key_rotations().rewrap_data_key(
            place, vault::rewrap_data_key(vault.services().keyring, *VaultId::parse(vault.vault_id), id, key, place));
    });
  }
  vault.restart();
  EXPECT_EQ(list()[0]["remaining"], 3);
  EXPECT_EQ(list()[0]["total"], 6);
  EXPECT_EQ(read(), "correct horse");
  tick();
  EXPECT_EQ(list().size(), 0U);
  EXPECT_EQ(read(), "correct horse");
}

TEST_F(KeyRotations, DoNotOverwriteWhatSomebodyWroteMeanwhile) {
  ASSERT_EQ(rotate_project(project).status, 200);
  const auto id = *ProjectId::parse(project);
  const auto reader = vault.services().store.reader();
  const auto old = reader->snapshot()->key_rotations().list_data_keys_but(id, 2, 1);
  ASSERT_EQ(old.size(), 1U);
  auto stale = old[0];
  stale.wrapped.back() ^= 1;  // was read before somebody else wrote
  write([&](store::Transaction& tx) { tx.key_rotations().rewrap_data_key(stale, Bytes(77)); });
  EXPECT_EQ(read(), "correct horse");
}

TEST_F(KeyRotations, OfADamagedProjectStopThereAndNotElsewhere) {
  const auto other = vault.make_project("other");
  static_cast<void>(vault.make_secret(other, "s", "v"));
  ASSERT_EQ(rotate_project(project).status, 200);
  ASSERT_EQ(rotate_project(other).status, 200);
  damage_a_data_key();
  tick();
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(list()[0]["projectId"], project) << "its former key is not destroyed";
}

TEST_F(KeyRotations, OfAProjectGoOnPastWhatIsDamaged) {
  for (int i = 0; i < 3; ++i) static_cast<void>(vault.make_secret(project, "s" + std::to_string(i), "v"));
  ASSERT_EQ(rotate_project(project).status, 200);
  const auto repair = damage_a_data_key();
  ::testing::internal::CaptureStderr();
  tick();
  EXPECT_EQ(list()[0]["remaining"], 1);
  EXPECT_THAT(actions(), Not(Contains("project_key_destroy")));
  for (int i = 0; i < 9; ++i) tick();
  const auto said = ::testing::internal::GetCapturedStderr();
  const std::string why = project + ": its key cannot be rotated";
  EXPECT_THAT(said, HasSubstr(why));
  EXPECT_EQ(said.find(why), said.rfind(why)) << "once, and not each second: " << said;

  repair();
  tick();
  EXPECT_EQ(list().size(), 0U) << "it was repaired";
}

TEST_F(KeyRotations, AreOfProjectsThatAreThereAndTakeNothing) {
  EXPECT_EQ(rotate_project("proj_0123456789").status, 404);
  EXPECT_EQ(rotate_project("nonsense").status, 404);
  for (const auto* path : {"/root-key/rotate", "/projects/proj_0123456789/key/rotate"})
    for (const auto* body : {R"({"more":1})", "[]", R"({"requestId":1})"})
      EXPECT_EQ(vault.send(vault.root, "POST", vault.installation_path(path), body).status, 400) << path << body;
  EXPECT_EQ(vault.send(vault.root, "GET", vault.installation_path("/key-rotations?limit=1")).status, 400);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.installation_path("/key-slots?limit=1")).status, 400);
  ASSERT_EQ(rotate_project(project).status, 200);
}

TEST_F(KeyRotations, AProjectThatGoesTakesItsRotationAlong) {
  const auto empty = vault.make_project("empty");
  ASSERT_EQ(rotate_project(empty).status, 200);
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/projects/" + empty), "{}").status, 200);
  EXPECT_EQ(list().size(), 0U);
  tick();
  EXPECT_THAT(actions(), Not(Contains("project_key_destroy")));
}

}  // namespace
}  // namespace signet::testing
