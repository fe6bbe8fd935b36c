// SPDX-License-Identifier: Apache-2.0
// Slots that somebody sealed who did not have their key, and slots of passphrases.
#include "keyring/root_key_slot.hpp"
#include "keyring/slot_passphrase.hpp"
#include "signet/schema/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::keyring {
namespace {

using testing::HasSubstr;

struct SealedSlots : testing::Test {
  crypto::Random& random = crypto::system_random();
  SecretBytes root_key = make_root_key(random);
  std::string id = root_key_id(root_key.expose());
  SecretBytes slot_key = make_root_key(random);
  SlotId slot = SlotId::make(random);
  Bytes wrapped = seal_root_key(slot_public_key(slot_key.expose()), slot, "recovery", root_key.expose(), random);

  [[nodiscard]] auto unwrap() const { return unwrap_root_key(slot_key.expose(), slot, "recovery", id, wrapped); }
};

TEST_F(SealedSlots, GiveTheRootKeyToTheSlotsKey) {
  ASSERT_TRUE(unwrap());
  EXPECT_TRUE(constant_time_equal(unwrap()->expose(), root_key.expose()));
  EXPECT_EQ(wrapped.size(), 1'182U);
  EXPECT_EQ(wrapped[0], 2);
}

TEST_F(SealedSlots, OpenByAPrivateKeyThatWasKeptAsPem) {
  const auto key = crypto::SealingPrivateKey::generate(random);
  wrapped = seal_root_key(key.public_key().raw(), slot, "recovery", root_key.expose(), random);
  const auto kept = crypto::SealingPrivateKey::from_pem(key.to_pem().expose_text());
  ASSERT_TRUE(kept);
  const auto opened = unwrap_root_key(*kept, slot, "recovery", id, wrapped);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(constant_time_equal(opened->expose(), root_key.expose()));
  EXPECT_FALSE(unwrap());  // another recipient's
}

TEST_F(SealedSlots, OpenOnlyAsThemselves) {
  EXPECT_FALSE(unwrap_root_key(make_root_key(random).expose(), slot, "recovery", id, wrapped));
  EXPECT_FALSE(unwrap_root_key(slot_key.expose(), SlotId::make(random), "recovery", id, wrapped));
  EXPECT_FALSE(unwrap_root_key(slot_key.expose(), slot, "file", id, wrapped));
  EXPECT_FALSE(unwrap_root_key(slot_key.expose(), slot, "recovery", "0123456789abcdef", wrapped));
  // Another root key under the id of this one.
  const auto other = make_root_key(random);
  wrapped = seal_root_key(slot_public_key(slot_key.expose()), slot, "recovery", other.expose(), random);
  EXPECT_FALSE(unwrap());
}

TEST_F(SealedSlots, EveryFlippedBitIsNoticed) {
  for (auto& byte : wrapped)
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
      EXPECT_FALSE(unwrap());
      byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
    }
  EXPECT_TRUE(unwrap());
}

TEST_F(SealedSlots, OtherLengthsAreOtherForms) {
  const auto whole = wrapped;
  for (const std::size_t length : {0U, 1U, 73U, 1'149U, 1'181U}) {
    wrapped = Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_THAT(unwrap().error(), HasSubstr("a form that this program does not know")) << length;
  }
  wrapped = whole;
  wrapped.push_back(0);
  EXPECT_THAT(unwrap().error(), HasSubstr("a form that this program does not know"));
}

TEST_F(SealedSlots, WhatIsNoPublicKeyIsNotSealedTo) {
  EXPECT_THROW(static_cast<void>(seal_root_key(Bytes{}, slot, "recovery", root_key.expose(), random)),
               std::invalid_argument);
  auto damaged = slot_public_key(slot_key.expose());
  damaged[0] = 2;
  EXPECT_THROW(static_cast<void>(seal_root_key(damaged, slot, "recovery", root_key.expose(), random)),
               std::invalid_argument);
}

TEST(SlotPassphrases, GiveTheKeyThatArgon2idGives) {
  // As another implementation of Argon2id has it: 3 passes, 64 MiB, one lane.
  Bytes parameters{1, 3, 0, 64};
  const std::string_view salt = "0123456789abcdef";
  parameters.insert(parameters.end(), salt.begin(), salt.end());
  const auto key = passphrase_slot_key(as_bytes("correct horse battery"), parameters);
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->expose()), "00bac562b407875296682e0b8043688e09be94fcea326e99aa62d0edb44404fc");
  EXPECT_NE(to_hex(passphrase_slot_key(as_bytes("correct horse batterz"), parameters)->expose()),
            to_hex(key->expose()));
  parameters.back() ^= 1;
  EXPECT_NE(to_hex(passphrase_slot_key(as_bytes("correct horse battery"), parameters)->expose()),
            to_hex(key->expose()));
}

TEST(SlotPassphrases, ParametersThatAreNoneOrTooCheapOrTooDearGiveNothing) {
  const auto good = make_passphrase_parameters(crypto::system_random());
  ASSERT_EQ(good.size(), 20U);
  const auto with = [&](std::size_t at, std::uint8_t value) {
    auto other = good;
    other[at] = value;
    return passphrase_slot_key(as_bytes("correct horse battery"), other).has_value();
  };
  EXPECT_FALSE(with(0, 0));
  EXPECT_FALSE(with(0, 2));
  EXPECT_FALSE(with(1, 2));     // passes
  EXPECT_FALSE(with(1, 17));
  EXPECT_FALSE(with(2, 0x11));  // 4,352 MiB
  auto cheap = good;
  cheap[2] = 0;
  cheap[3] = 63;
  EXPECT_FALSE(passphrase_slot_key(as_bytes("correct horse battery"), cheap));
  for (const std::size_t length : {0U, 4U, 19U})
    EXPECT_FALSE(passphrase_slot_key(as_bytes("correct horse battery"), ByteView(good).first(length)));
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(passphrase_slot_key(as_bytes("correct horse battery"), longer));
}

}  // namespace
}  // namespace signet::keyring
