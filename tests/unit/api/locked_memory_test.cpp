// SPDX-License-Identifier: Apache-2.0
// A machine whose memory cannot be locked when a root key comes: that is an answer and no end, and nothing happened.
#include "keyring/root_key_slot.hpp"
#include "keyring/share.hpp"
#include "store/store.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace {
/// How many times memory can be locked yet; negative: as often as the system allows.
std::atomic<int> locks_left = -1;
}  // namespace

/// In the place of libc's, for libsodium too.
extern "C" [[gnu::visibility("default")]] int mlock(const void* from, std::size_t length) noexcept {
  if (locks_left == 0) {
    errno = ENOMEM;
    return -1;
  }
  if (locks_left > 0) --locks_left;
  return static_cast<int>(syscall(SYS_mlock, from, length));
}

namespace signet::testing {
namespace {

struct LockedMemory : ::testing::Test {
  Installation vault;
  crypto::Random& random = crypto::system_random();

  ~LockedMemory() override { locks_left = -1; }
  Answer post(const std::string& rest, const std::string& body) {
    return vault.send(vault.root, "POST", vault.installation_path(rest), body);
  }
  /// With room for a lock more each time until it is done; whatever failed before changed nothing.
  void post_with_ever_more_room(const std::string& rest, const std::string& body) {
    const auto before = vault.state_digest();
    for (int room = 0; room < 32; ++room) {
      locks_left = room;
      const auto answer = post(rest, body);
      locks_left = -1;
      if (answer.status == 200) {
        EXPECT_GT(room, 2);
        return;
      }
      ASSERT_EQ(answer.status, 500) << answer.text;
      EXPECT_EQ(vault.state_digest(), before) << room;
    }
    FAIL() << "never enough room";
  }
};

TEST_F(LockedMemory, WithoutItTheRootKeyStaysWhatItWas) {
  const auto before = vault.services().keyring.root_key_id();
  locks_left = 0;
  EXPECT_EQ(post("/root-key/rotate", "{}").status, 500);
  EXPECT_EQ(vault.services().keyring.root_key_id(), before);
  post_with_ever_more_room("/root-key/rotate", "{}");
  const auto after = vault.services().keyring.root_key_id();
  EXPECT_NE(after, before);
  EXPECT_EQ(vault.services().store.reader()->snapshot()->load_installation().root_key_id, after);
}

TEST_F(LockedMemory, WithoutItTheServerStaysSealed) {
  const auto slot_key = keyring::make_root_key(random);
  const auto id = SlotId::make(random);
  store::KeySlot slot{id, "shares", {}, vault.clock.now(), keyring::slot_public_key(slot_key.expose())};
  slot.wrapped_root_key = keyring::wrap_root_key(slot_key.expose(), id, slot.kind, vault.root_key(), random);
  slot.parameters = encode(keyring::ShareCounts{2, 2});
  ASSERT_TRUE(
      store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) { tx.insert_key_slot(slot); }));
  vault.restart_with(keyring::Keyring(random));
  const auto shares = keyring::make_shares(id, slot_key.expose(), {2, 2}, random);
  const auto body = [&](std::size_t i) { return R"({"share":")" + std::string(shares[i].expose_text()) + "\"}"; };
  EXPECT_EQ(post("/unseal", body(0)).status, 200);
  post_with_ever_more_room("/unseal", body(1));
  EXPECT_FALSE(vault.services().keyring.is_sealed());
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects")).status, 200);
}

}  // namespace
}  // namespace signet::testing
