// SPDX-License-Identifier: Apache-2.0
// Keys on disk that are replaced, and rotations that were interrupted at each of their points.
#include "live_vault.hpp"
#include "signet/client/key_rotation.hpp"
#include "signet/client/private_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace signet::testing {
namespace {

namespace fs = std::filesystem;

class KeyRotation : public LiveVault {
 protected:
  KeyRotation() { server.start(); }

  [[nodiscard]] static std::string text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] static fs::path next(const client::Identity& identity) {
    return identity.private_key_path.string() + ".next";
  }
  /// As the first step leaves it.
  static crypto::PrivateKey prepare(const client::Identity& identity) {
    auto key = crypto::PrivateKey::generate(Algorithm::ed25519);
    must(client::write_private_file(next(identity), key.to_pem().expose(), client::IfThere::refuse));
    return key;
  }
  [[nodiscard]] static mode_t mode_of(const fs::path& file) {
    return static_cast<mode_t>(fs::status(file).permissions());
  }
};

TEST_F(KeyRotation, PutsTheNewKeyInThePlaceOfTheOld) {
  auto reader = make_reader("value");
  reader.identity = must(client::load_identity(reader.identity.private_key_path.parent_path().string()));
  const auto before = text(reader.identity.private_key_path);
  const auto rotated = must(client::rotate_key_of(reader.identity, Algorithm::ed25519_mldsa65, connect()));
  EXPECT_EQ(rotated.algorithm, "Ed25519+ML-DSA-65");
  EXPECT_EQ(rotated.answer.value().key.key_epoch, 2U);
  EXPECT_NE(text(reader.identity.private_key_path), before);
  EXPECT_EQ(mode_of(reader.identity.private_key_path), 0600U);
  EXPECT_FALSE(fs::exists(next(reader.identity)));
  EXPECT_TRUE(open(reader.identity).get(reader.secret));
  EXPECT_EQ(must(client::load_identity(reader.identity.folder.string())).algorithm, Algorithm::ed25519_mldsa65);
  EXPECT_EQ(must(vault().machine_keys(reader.identity.machine_id)).items.size(), 2U);
  EXPECT_EQ(error_of(client::rotate_key_of(reader.identity, Algorithm::ed25519, connect())), client::ErrorKind::conflict);
  EXPECT_FALSE(fs::exists(next(reader.identity))) << "what was refused leaves nothing behind";
}

TEST_F(KeyRotation, OfAnOperator) {
  const auto identity = admin().identity();
  const auto rotated = must(client::rotate_key_of(identity, Algorithm::ed25519_mldsa65, connect()));
  EXPECT_EQ(must(admin().myself()).operator_id, identity.operator_id);
  EXPECT_EQ(must(vault().operator_keys(identity.operator_id)).items.front().fingerprint, rotated.fingerprint);
}

TEST_F(KeyRotation, GoesOnAfterACrashBeforeTheServerHeard) {
  const auto reader = make_reader("value");
  const auto key = prepare(reader.identity);
  EXPECT_TRUE(open(reader.identity).get(reader.secret)) << "the old key is still the one";
  EXPECT_TRUE(fs::exists(next(reader.identity)));
  const auto rotated = must(client::rotate_key_of(reader.identity, Algorithm::ed25519, connect()));
  EXPECT_EQ(rotated.answer.value().key.key_epoch, 2U);
  EXPECT_EQ(text(reader.identity.private_key_path), key.to_pem().expose_text());
  EXPECT_TRUE(open(reader.identity).get(reader.secret));
}

TEST_F(KeyRotation, IsFinishedByAnyUseAfterACrashBehindTheServersAnswer) {
  const auto reader = make_reader("value");
  const auto key = prepare(reader.identity);
  must(open(reader.identity).rotate_key(key));
  EXPECT_TRUE(open(reader.identity).get(reader.secret));
  EXPECT_FALSE(fs::exists(next(reader.identity)));
  EXPECT_EQ(text(reader.identity.private_key_path), key.to_pem().expose_text());
  EXPECT_TRUE(open(reader.identity).get(reader.secret));
}

TEST_F(KeyRotation, IsFinishedByAnotherRotationWithoutAThirdKey) {
  const auto reader = make_reader("value");
  const auto key = prepare(reader.identity);
  must(open(reader.identity).rotate_key(key));
  EXPECT_FALSE(must(client::rotate_key_of(reader.identity, Algorithm::ed25519, connect())).answer);
  EXPECT_FALSE(fs::exists(next(reader.identity)));
  EXPECT_EQ(text(reader.identity.private_key_path), key.to_pem().expose_text());
  EXPECT_EQ(must(vault().machine_keys(reader.identity.machine_id)).items.size(), 2U);
}

}  // namespace
}  // namespace signet::testing
