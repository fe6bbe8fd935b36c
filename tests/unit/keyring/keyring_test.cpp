// SPDX-License-Identifier: Apache-2.0
// What is sealed opens in its own place with its own key, and nowhere else, and not after any change to any byte.
#include "keyring/keyring.hpp"

#include "keyring/root_key_slot.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::keyring {
namespace {

/// Counts up from 0, so that whole blobs can be written down.
struct CountingRandom final : crypto::Random {
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = next++;
  }
  std::uint32_t below(std::uint32_t) override { return 0; }
  std::uint8_t next = 0;
};

Bytes root_key_of(std::uint8_t byte) { return Bytes(32, byte); }
SecretBytes plain() { return SecretBytes::from_text("correct horse"); }

struct Sealing : testing::Test {
  VaultId vault = *VaultId::parse("vault_aaaaaaaaaaaaaaaa");
  ProjectId project = *ProjectId::parse("proj_bbbbbbbbbb");
  Place place{.vault = vault, .project = project, .object = "sk_cccccccccc", .version = 3};
  Keyring keyring{root_key_of(7), crypto::system_random()};
  ProjectKey key = keyring.make_project_key(vault, project);
  Sealed sealed = keyring.seal(Purpose::value, place, key, plain().expose());

  void expect_closed(Purpose purpose, const Place& where, const ProjectKey& with, const Sealed& what) {
    EXPECT_THROW(static_cast<void>(keyring.open(purpose, where, with, what.ciphertext, what.wrapped_key)), CannotOpen);
  }
};

TEST_F(Sealing, WhatWasSealedOpens) {
  const auto opened = keyring.open(Purpose::value, place, key, sealed.ciphertext, sealed.wrapped_key);
  EXPECT_EQ(opened.expose_text(), "correct horse");
  EXPECT_EQ(sealed.ciphertext.size(), 41U + 13U);
  EXPECT_EQ(sealed.wrapped_key.size(), 77U);
  EXPECT_EQ(key.wrapped.size(), 73U);
  EXPECT_EQ(key.generation, 1U);
}

TEST_F(Sealing, AnEmptyValueIsAValue) {
  const auto empty = keyring.seal(Purpose::note, place, key, {});
  EXPECT_TRUE(keyring.open(Purpose::note, place, key, empty.ciphertext, empty.wrapped_key).empty());
}

TEST_F(Sealing, ALargeValueOpens) {
  const Bytes large(128 * 1'024, 0x5a);
  const auto boxed = keyring.seal(Purpose::value, place, key, large);
  EXPECT_TRUE(std::ranges::equal(keyring.open(Purpose::value, place, key, boxed.ciphertext, boxed.wrapped_key).expose(),
                                 large));
}

TEST_F(Sealing, TheSameValueNeverLooksTheSame) {
  const auto again = keyring.seal(Purpose::value, place, key, plain().expose());
  EXPECT_NE(again.ciphertext, sealed.ciphertext);
  EXPECT_NE(again.wrapped_key, sealed.wrapped_key);
  expect_closed(Purpose::value, place, key, {.ciphertext = again.ciphertext, .wrapped_key = sealed.wrapped_key});
}

TEST_F(Sealing, EveryFlippedBitIsNoticed) {
  const auto flip_each = [&](Bytes& blob) {
    for (auto& byte : blob)
      for (int bit = 0; bit < 8; ++bit) {
        byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
        expect_closed(Purpose::value, place, key, sealed);
        byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
      }
  };
  flip_each(sealed.ciphertext);
  flip_each(sealed.wrapped_key);
  flip_each(key.wrapped);
  EXPECT_NO_THROW(static_cast<void>(keyring.open(Purpose::value, place, key, sealed.ciphertext, sealed.wrapped_key)));
}

TEST_F(Sealing, OtherFormatsAreRefused) {
  for (const auto version : Bytes{0, 2, 255}) {
    for (auto* blob : {&sealed.ciphertext, &sealed.wrapped_key, &key.wrapped}) {
      blob->at(0) = version;
      expect_closed(Purpose::value, place, key, sealed);
      blob->at(0) = 1;
    }
  }
}

TEST_F(Sealing, EveryOtherLengthIsRefused) {
  for (auto* blob : {&sealed.ciphertext, &sealed.wrapped_key, &key.wrapped}) {
    const auto whole = *blob;
    for (std::size_t length = 0; length < whole.size(); ++length) {
      *blob = Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
      expect_closed(Purpose::value, place, key, sealed);
    }
    *blob = whole;
    blob->push_back(0);
    expect_closed(Purpose::value, place, key, sealed);
    *blob = whole;
  }
}

TEST_F(Sealing, NothingOpensInAnotherPlace) {
  auto elsewhere = place;
  elsewhere.version = 2;
  expect_closed(Purpose::value, elsewhere, key, sealed);
  elsewhere = place;
  elsewhere.object = "sk_dddddddddd";
  expect_closed(Purpose::value, elsewhere, key, sealed);
  elsewhere = place;
  elsewhere.project = *ProjectId::parse("proj_dddddddddd");
  expect_closed(Purpose::value, elsewhere, key, sealed);
  elsewhere = place;
  elsewhere.vault = *VaultId::parse("vault_dddddddddddddddd");
  expect_closed(Purpose::value, elsewhere, key, sealed);
  expect_closed(Purpose::note, place, key, sealed);
}

TEST_F(Sealing, PartsCannotBeSwappedBetweenPlaces) {
  auto next = place;
  next.version = 4;
  const auto later = keyring.seal(Purpose::value, next, key, plain().expose());
  expect_closed(Purpose::value, place, key, {.ciphertext = later.ciphertext, .wrapped_key = sealed.wrapped_key});
  expect_closed(Purpose::value, place, key, {.ciphertext = sealed.ciphertext, .wrapped_key = later.wrapped_key});
  expect_closed(Purpose::value, place, key, later);
  expect_closed(Purpose::value, next, key, sealed);

  const auto other_project = *ProjectId::parse("proj_dddddddddd");
  const auto other_key = keyring.make_project_key(vault, other_project);
  expect_closed(Purpose::value, place, other_key, sealed);
  auto moved = place;
  moved.project = other_project;
  expect_closed(Purpose::value, moved, other_key, sealed);
  expect_closed(Purpose::value, moved, key, sealed);
}

TEST_F(Sealing, TheKeyOfAProjectIsItsAlone) {
  const auto twin = keyring.make_project_key(vault, project);
  EXPECT_NE(twin.wrapped, key.wrapped);
  expect_closed(Purpose::value, place, twin, sealed);
}

TEST_F(Sealing, AnotherGenerationIsRefused) {
  auto next = key;
  next.generation = 2;
  expect_closed(Purpose::value, place, next, sealed);
  sealed.wrapped_key[4] = 2;  // the generation it says, raised to match
  expect_closed(Purpose::value, place, next, sealed);
}

TEST_F(Sealing, AnotherRootKeyOpensNothing) {
  const Keyring other(root_key_of(8), crypto::system_random());
  EXPECT_NE(other.root_key_id(), keyring.root_key_id());
  EXPECT_THROW(static_cast<void>(other.open(Purpose::value, place, key, sealed.ciphertext, sealed.wrapped_key)),
               CannotOpen);
}

TEST_F(Sealing, TheSameRootKeyOpensEverythingAgain) {
  const Keyring again(root_key_of(7), crypto::system_random());
  EXPECT_EQ(again.root_key_id(), keyring.root_key_id());
  EXPECT_EQ(again.open(Purpose::value, place, key, sealed.ciphertext, sealed.wrapped_key).expose_text(),
            "correct horse");
}

TEST_F(Sealing, FieldsCannotBeDividedOtherwise) {
  // What stands in one field cannot stand partly in the next: the object id is the only one of free length.
  auto longer = place;
  longer.object = place.object + std::string("\0\0\0\0\0\0\0\3", 8);
  const auto boxed = keyring.seal(Purpose::value, longer, key, plain().expose());
  expect_closed(Purpose::value, place, key, boxed);
  auto shorter = place;
  shorter.object = place.object.substr(0, place.object.size() - 1);
  expect_closed(Purpose::value, shorter, key, sealed);
}

TEST_F(Sealing, AFieldBeyondItsLengthIsRefused) {
  auto endless = place;
  endless.object.assign(65'536, 'x');
  EXPECT_THROW(static_cast<void>(keyring.seal(Purpose::value, endless, key, plain().expose())), std::length_error);
  endless.object.pop_back();
  EXPECT_NO_THROW(static_cast<void>(keyring.seal(Purpose::value, endless, key, plain().expose())));
}

TEST_F(Sealing, ARootKeyHas32Bytes) {
  for (const std::size_t size : {0U, 31U, 33U})
    EXPECT_THROW(Keyring(Bytes(size, 1), crypto::system_random()), std::invalid_argument) << size;
}

TEST_F(Sealing, AKeyringMoves) {
  Keyring moved(std::move(keyring));
  EXPECT_EQ(moved.open(Purpose::value, place, key, sealed.ciphertext, sealed.wrapped_key).expose_text(),
            "correct horse");
  keyring = std::move(moved);
  EXPECT_EQ(keyring.open(Purpose::value, place, key, sealed.ciphertext, sealed.wrapped_key).expose_text(),
            "correct horse");
}

TEST_F(Sealing, DigestsDependOnRootKeyUseAndBytes) {
  const auto digest = keyring.keyed_digest("test", as_bytes("abc"));
  EXPECT_EQ(digest, keyring.keyed_digest("test", as_bytes("abc")));
  EXPECT_NE(digest, keyring.keyed_digest("test", as_bytes("abd")));
  EXPECT_NE(digest, keyring.keyed_digest("tesu", as_bytes("abc")));
  EXPECT_NE(digest, Keyring(root_key_of(8), crypto::system_random()).keyed_digest("test", as_bytes("abc")));
}

// Computed by tests/unit/keyring/make_vectors.py, which knows nothing of this code.
TEST(SealedBytes, AreThoseOfTheDocument) {
  CountingRandom random;
  const Keyring keyring(root_key_of(7), random);
  const Place place{.vault = *VaultId::parse("vault_aaaaaaaaaaaaaaaa"),
                    .project = *ProjectId::parse("proj_bbbbbbbbbb"),
                    .object = "sk_cccccccccc",
                    .version = 3};
  EXPECT_EQ(keyring.root_key_id(), "fac98b82197435fa");
  const auto key = keyring.make_project_key(*place.vault, *place.project);
  EXPECT_EQ(to_hex(key.wrapped),
            "01202122232425262728292a2b2c2d2e2f30313233343536375b1a71a354a75e048d12c3939c857a38dbe178788fb83def462cb1be"
            "cda189ff9693ef319a8248ae6df5a92ccd5a2493");
  const auto sealed = keyring.seal(Purpose::value, place, key, as_bytes("correct horse"));
  EXPECT_EQ(
      to_hex(sealed.ciphertext),
      "0158595a5b5c5d5e5f606162636465666768696a6b6c6d6e6ffd64822d32e69c9d9770f8bb14a20e69184d8925b00feb668094db4d74");
  EXPECT_EQ(to_hex(sealed.wrapped_key),
            "0100000001707172737475767778797a7b7c7d7e7f808182838485868726b369d0d85bdc4fede2ee70d87514e4ec14804ede2538d5"
            "79455cf6c75cead13b759b89656ec8a1bb5ae6b94dc0d4dd");
  const Bytes slot_key(32, 9);
  EXPECT_EQ(to_hex(wrap_root_key(slot_key, *SlotId::parse("slot_eeeeeeeeee"), "file", root_key_of(7), random)),
            "0188898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f9b6905e21509de005ba2c55fcf074d6852e05adb350620d4a602ed66"
            "4bddbb0849646556c00e16562c8dd1aedc467ecb");
  EXPECT_EQ(to_hex(keyring.keyed_digest("test", as_bytes("abc"))),
            "47f1ffe67835f2802ad11ae918bea776a8531772b773763dc72a57ed924dbd55");
}

}  // namespace
}  // namespace signet::keyring
