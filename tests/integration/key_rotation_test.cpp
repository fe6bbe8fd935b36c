// SPDX-License-Identifier: Apache-2.0
// Keys on disk that are replaced, and rotations that were interrupted at each of their points.
#include "live_vault.hpp"
#include "signet/client/key_rotation.hpp"
#include "signet/client/private_file.hpp"

#include <gtest/gtest.h>

#include <array>
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
  const auto rotated = must(client::rotate_key_of(reader.identity, std::array{Algorithm::ed25519_mldsa65}, connect()));
  EXPECT_EQ(rotated.algorithm, "Ed25519+ML-DSA-65");
  EXPECT_EQ(rotated.answer.value().key.key_epoch, 2U);
  EXPECT_NE(text(reader.identity.private_key_path), before);
  EXPECT_EQ(mode_of(reader.identity.private_key_path), 0600U);
  EXPECT_FALSE(fs::exists(next(reader.identity)));
  EXPECT_TRUE(open(reader.identity).get(reader.secret));
  EXPECT_EQ(must(client::load_identity(reader.identity.folder.string())).algorithm, Algorithm::ed25519_mldsa65);
  EXPECT_EQ(must(vault().machine_keys(reader.identity.machine_id)).items.size(), 2U);
  EXPECT_EQ(error_of(client::rotate_key_of(reader.identity, std::array{Algorithm::ed25519}, connect())),
            client::ErrorKind::conflict);
  EXPECT_FALSE(fs::exists(next(reader.identity))) << "what was refused leaves nothing behind";
}

TEST_F(KeyRotation, OfAnOperator) {
  const auto identity = admin().identity();
  const auto rotated = must(client::rotate_key_of(identity, std::array{Algorithm::ed25519_mldsa65}, connect()));
  EXPECT_EQ(must(admin().myself()).operator_id, identity.operator_id);
  EXPECT_EQ(must(vault().operator_keys(identity.operator_id)).items.front().fingerprint, rotated.fingerprint);
}

TEST_F(KeyRotation, OfAnOperatorToSeveralKeysThatAreAllThatTheVaultLetsIn) {
  using enum Algorithm;
  const auto identity = admin().identity();
  const auto rotated = must(client::rotate_key_of(identity, std::array{mldsa65, ed25519}, connect()));
  const client::SignaturePlace operators{.kind = client::SignaturePlace::Kind::operators};
  const auto set = must(vault().put_signature_policy(
      operators, {.tier = "SOVEREIGN", .pinned_fingerprints = std::vector{rotated.fingerprint}}));
  EXPECT_EQ(set.locked_out_in_all, 0U);
  EXPECT_TRUE(vault().settings());
  const auto again = must(client::rotate_key_of(identity, std::array{slhdsa_sha2_128s, mldsa87, ed25519}, connect()));
  EXPECT_TRUE(vault().settings()) << "the longest bundle";
  const auto policy = must(vault().signature_policy(operators)).own;
  EXPECT_EQ(policy.tier, "SOVEREIGN");
  EXPECT_EQ(policy.pinned_fingerprints, std::vector{again.fingerprint});
}

TEST_F(KeyRotation, GoesOnAfterACrashBeforeTheServerHeard) {
  const auto reader = make_reader("value");
  const auto key = prepare(reader.identity);
  EXPECT_TRUE(open(reader.identity).get(reader.secret)) << "the old key is still the one";
  EXPECT_TRUE(fs::exists(next(reader.identity)));
  const auto rotated = must(client::rotate_key_of(reader.identity, std::array{Algorithm::ed25519}, connect()));
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
  EXPECT_FALSE(must(client::rotate_key_of(reader.identity, std::array{Algorithm::ed25519}, connect())).answer);
  EXPECT_FALSE(fs::exists(next(reader.identity)));
  EXPECT_EQ(text(reader.identity.private_key_path), key.to_pem().expose_text());
  EXPECT_EQ(must(vault().machine_keys(reader.identity.machine_id)).items.size(), 2U);
}

TEST_F(KeyRotation, ToSeveralKeysThatSignTogether) {
  using enum Algorithm;
  std::vector<client::Identity> machines;
  std::vector<std::string> pins;
  for (const auto& algorithms : {std::vector{ed25519, mldsa65}, std::vector{slhdsa_sha2_128s, mldsa87, ed25519}}) {
    const auto machine = make_machine("machine with " + std::to_string(algorithms.size()));
    const auto rotated = must(client::rotate_key_of(machine, algorithms, connect()));
    EXPECT_EQ(rotated.answer.value().key.algorithm, rotated.algorithm);
    EXPECT_TRUE(open(machine).list()) << rotated.algorithm;
    EXPECT_EQ(must(vault().machine(machine.machine_id)).fingerprint, rotated.fingerprint);
    pins.push_back(rotated.fingerprint);
    machines.push_back(machine);
  }
  const auto single = make_machine("single", mldsa87);
  pins.push_back(must(vault().machine(single.machine_id)).fingerprint);
  const auto set = must(vault().put_signature_policy({}, {.tier = "SOVEREIGN", .pinned_fingerprints = pins}));
  ASSERT_EQ(set.locked_out.size(), 1U);
  EXPECT_EQ(set.locked_out.front().id, single.machine_id);
  for (const auto& machine : machines) EXPECT_TRUE(open(machine).list());
  EXPECT_EQ(error_of(open(single).list()), client::ErrorKind::access_denied);
  EXPECT_EQ(error_of(client::rotate_key_of(machines.front(), std::array{ed25519_mldsa87}, connect())),
            client::ErrorKind::conflict)
      << "fewer do not follow";
}

}  // namespace
}  // namespace signet::testing
