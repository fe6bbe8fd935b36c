// SPDX-License-Identifier: Apache-2.0
// Root keys and project keys that follow one another.
#include "keyring/former_root_key.hpp"
#include "keyring/keyring.hpp"
#include "keyring/root_key_slot.hpp"

#include <gtest/gtest.h>

namespace signet::keyring {
namespace {

struct Rotations : testing::Test {
  crypto::Random& random = crypto::system_random();
  SecretBytes first = make_root_key(random);
  Keyring keyring{first.expose(), random};
  VaultId vault = VaultId::make(random);
  ProjectId project = ProjectId::make(random);
  Place place{vault, project, "sk_cccccccccc", 3};
  ProjectKey key = keyring.make_project_key(vault, project);
  Sealed sealed = keyring.seal(Purpose::value, place, key, as_bytes("correct horse"));

  [[nodiscard]] std::string open(const Keyring& by, const ProjectKey& with, const Bytes& wrapped) const {
    return std::string(by.open(Purpose::value, place, with, sealed.ciphertext, wrapped).expose_text());
  }
};

TEST_F(Rotations, ASealedKeyringHasNoKeyUntilItAdoptsOne) {
  Keyring closed(random);
  EXPECT_TRUE(closed.is_sealed());
  EXPECT_THROW(static_cast<void>(closed.root_key_id()), ServerSealed);
  EXPECT_THROW(static_cast<void>(closed.make_vault_key(vault)), ServerSealed);
  EXPECT_THROW(open(closed, key, sealed.wrapped_key), ServerSealed);
  EXPECT_THROW(static_cast<void>(closed.keyed_digest("use", {})), ServerSealed);
  closed.adopt(first.expose());
  EXPECT_FALSE(closed.is_sealed());
  EXPECT_EQ(open(closed, key, sealed.wrapped_key), "correct horse");
}

TEST_F(Rotations, ANewRootKeyWrapsAndTheFormerOneStillOpens) {
  const auto next = keyring.make_next_root();
  const auto before = keyring.keyed_digest("use", as_bytes("abc"));
  EXPECT_NE(next.id, keyring.root_key_id());
  keyring.adopt(next.root_key.expose());
  EXPECT_EQ(keyring.root_key_id(), next.id);
  EXPECT_EQ(open(keyring, key, sealed.wrapped_key), "correct horse");
  EXPECT_NE(before, keyring.keyed_digest("use", as_bytes("abc")));
  EXPECT_TRUE(keyring.is_keyed_digest(before, "use", as_bytes("abc")));
  EXPECT_FALSE(keyring.is_keyed_digest(before, "use", as_bytes("abd")));

  const auto rewrapped = keyring.rewrap(vault, project, key);
  EXPECT_EQ(rewrapped.root_key_id, next.id);
  EXPECT_EQ(rewrapped.generation, key.generation);
  EXPECT_EQ(keyring.make_project_key(vault, project).root_key_id, next.id);
  keyring.forget_former(std::vector{next.id});
  EXPECT_EQ(open(keyring, key, sealed.wrapped_key), "correct horse") << "the one that wraps is no former one";
  keyring.forget_former(std::vector{key.root_key_id});
  EXPECT_EQ(open(keyring, rewrapped, sealed.wrapped_key), "correct horse");
  EXPECT_THROW(open(keyring, key, sealed.wrapped_key), CannotOpen);
  EXPECT_FALSE(keyring.is_keyed_digest(before, "use", as_bytes("abc")));
}

// Once a commit is durable there is nobody left who could be told that it failed.
static_assert(noexcept(std::declval<Keyring&>().adopt(std::shared_ptr<Keyring::LockedRoots>())));

TEST_F(Rotations, LockedIsNotAdopted) {
  Keyring closed(random);
  const auto locked = closed.lock_in_memory(first.expose());
  EXPECT_TRUE(closed.is_sealed());
  const auto twice = closed.lock_in_memory(first.expose());
  closed.adopt(locked);
  closed.adopt(twice);
  EXPECT_EQ(open(closed, key, sealed.wrapped_key), "correct horse");
}

TEST_F(Rotations, WhatIsForgottenBeforeTheNextIsAdoptedStaysForgotten) {
  const auto id = keyring.root_key_id();
  keyring.adopt(keyring.make_next_root().root_key.expose());
  const auto rewrapped = keyring.rewrap(vault, project, key);
  const auto locked = keyring.lock_in_memory(keyring.make_next_root().root_key.expose());
  keyring.forget_former(std::vector{id});
  keyring.adopt(locked);
  EXPECT_THROW(open(keyring, key, sealed.wrapped_key), CannotOpen);
  EXPECT_EQ(open(keyring, rewrapped, sealed.wrapped_key), "correct horse");
}

TEST_F(Rotations, AnotherProcessOpensWithTheNewRootKeyAndTheWrappedFormerOne) {
  const auto next = keyring.make_next_root();
  const auto former = unwrap_former_root_key(next.root_key.expose(), keyring.root_key_id(), next.wrapped_former);
  ASSERT_TRUE(former);
  std::vector<SecretBytes> all;
  all.push_back(former->clone());
  Keyring other(random);
  other.adopt(next.root_key.expose(), all);
  EXPECT_EQ(other.root_key_id(), next.id);
  EXPECT_EQ(open(other, key, sealed.wrapped_key), "correct horse");
}

TEST_F(Rotations, AFormerRootKeyOpensOnlyAsItself) {
  const auto next = keyring.make_next_root();
  const auto id = keyring.root_key_id();
  auto wrapped = next.wrapped_former;
  ASSERT_EQ(wrapped.size(), 73U);
  EXPECT_FALSE(unwrap_former_root_key(first.expose(), id, wrapped));
  EXPECT_FALSE(unwrap_former_root_key(next.root_key.expose(), next.id, wrapped));
  for (auto& byte : wrapped)
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
      EXPECT_FALSE(unwrap_former_root_key(next.root_key.expose(), id, wrapped));
      byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
    }
  for (const std::size_t length : {0U, 1U, 72U})
    EXPECT_FALSE(unwrap_former_root_key(next.root_key.expose(), id, ByteView(wrapped).first(length)));
  wrapped.push_back(0);
  EXPECT_FALSE(unwrap_former_root_key(next.root_key.expose(), id, wrapped));
}

TEST_F(Rotations, ANewGenerationWrapsAndTheFormerOneStillOpens) {
  const auto next = keyring.make_next_key(vault, project, key);
  EXPECT_EQ(next.generation, 2U);
  ASSERT_EQ(next.former.size(), 1U);
  EXPECT_EQ(open(keyring, next, sealed.wrapped_key), "correct horse");
  EXPECT_THROW(open(keyring, next, keyring.seal(Purpose::value, place, next, as_bytes("x")).wrapped_key), CannotOpen)
      << "another data key: only its generation is known";

  const auto rewrapped = keyring.rewrap(Purpose::value, place, next, sealed.wrapped_key);
  EXPECT_EQ(ByteView(rewrapped).subspan(1, 4)[3], 2);
  auto alone = next;
  alone.former.clear();
  EXPECT_EQ(open(keyring, alone, rewrapped), "correct horse");
  EXPECT_THROW(open(keyring, alone, sealed.wrapped_key), CannotOpen);
  EXPECT_THROW(open(keyring, key, rewrapped), CannotOpen);
  EXPECT_THROW(static_cast<void>(keyring.rewrap(Purpose::note, place, next, sealed.wrapped_key)), CannotOpen);
}

TEST_F(Rotations, AGenerationDoesNotOpenAsAnother) {
  auto next = keyring.make_next_key(vault, project, key);
  std::swap(next.wrapped, next.former[0].wrapped);
  EXPECT_THROW(open(keyring, next, sealed.wrapped_key), CannotOpen);
  auto relabelled = sealed.wrapped_key;
  relabelled[4] = 2;
  EXPECT_THROW(open(keyring, keyring.make_next_key(vault, project, key), relabelled), CannotOpen);
}

}  // namespace
}  // namespace signet::keyring
