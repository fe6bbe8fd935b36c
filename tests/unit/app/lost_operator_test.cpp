// SPDX-License-Identifier: Apache-2.0
// A restore of a backup whose root operator has another key by now: with the root key they get one that works, and
// nobody else gets in.
#include "app/restore.hpp"
#include "keyring/root_key_slot.hpp"
#include "signet/crypto/bundle.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"
#include "store/signature_policies.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace signet::app {
namespace {

using crypto::PrivateKey;
using crypto::ProofPurpose;
using signet::testing::Signer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

const store::Progress kQuiet = [](std::uint64_t, std::uint64_t) {};

std::shared_ptr<const PrivateKey> make_key(Algorithm algorithm = Algorithm::ed25519) {
  return std::make_shared<const PrivateKey>(PrivateKey::generate(algorithm));
}

struct LostOperator : ::testing::Test {
  signet::testing::Installation vault;
  fs::path file = vault.folder / "backup";
  RestoreRequest request{.file = file, .folder = vault.folder / "restored", .key = {.file = vault.folder / "root.key"}};
  Signer other = make_root();
  Signer machine = vault.make_machine();

  LostOperator() {
    auto& random = crypto::system_random();
    const auto slot_key = keyring::make_key_file(request.key.file, random).value();
    store::KeySlot slot{SlotId::make(random), "file", {}, vault.clock.now()};
    slot.wrapped_root_key = keyring::wrap_root_key(slot_key.expose(), slot.id, slot.kind, vault.root_key(), random);
    write([&](store::Transaction& transaction) { transaction.insert_key_slot(slot); });
  }
  void write(const std::function<void(store::Transaction&)>& effect) {
    ASSERT_TRUE(store::commit_and_wait(vault.committer(), effect));
  }
  Signer make_root() {
    const auto id = OperatorId::make(crypto::system_random());
    Signer made{id.str(), make_key(), true};
    write([&](store::Transaction& transaction) {
      const auto key = made.key->public_key();
      transaction.insert_operator({.id = id,
                                   .name = "second",
                                   .root = true,
                                   .key = {.algorithm = key.algorithm(),
                                           .raw = key.raw(),
                                           .fingerprint = key.fingerprint(),
                                           .created_at = vault.clock.now()},
                                   .created_at = vault.clock.now()});
    });
    return made;
  }
  void back_up() {
    fs::remove(file);
    const auto made = app::back_up(vault.database.parent_path(), file, vault.clock.now(), kQuiet);
    ASSERT_TRUE(made) << made.error().message;
  }
  [[nodiscard]] GivenKey give(const Signer& who, ProofPurpose purpose = ProofPurpose::operator_) const {
    const auto pem = vault.folder / "given.pub";
    std::ofstream(pem) << who.key->public_key().to_pem();
    return {pem, who.id, to_base64(crypto::make_proof(purpose, who.id, *who.key))};
  }
  /// The same operator with a key that the backup does not know.
  [[nodiscard]] static Signer renewed(const Signer& who, Algorithm algorithm = Algorithm::ed25519) {
    return {who.id, make_key(algorithm), true};
  }
  /// The same installation on what the backup makes, once the floor has been passed.
  std::string restore() {
    vault.close();
    const auto done = app::restore(request, crypto::system_random(), vault.clock, kQuiet);
    if (!done) return done.error().message;
    vault.database = request.folder / "signet.db";
    vault.restart();
    vault.clock.advance(std::chrono::seconds(62));
    return *done;
  }
  /// Having left nothing.
  std::string refusal() {
    const auto done = app::restore(request, crypto::system_random(), vault.clock, kQuiet);
    EXPECT_FALSE(done) << *done;
    EXPECT_FALSE(fs::exists(request.folder));
    EXPECT_FALSE(fs::exists(request.folder.string() + ".restoring"));
    return done ? "" : done.error().message;
  }
  int held(const Signer& who) { return vault.send(who, "GET", vault.installation_path("/restore/held")).status; }
  int show(const Signer& who) { return vault.send(who, "GET", vault.installation_path("")).status; }
  int projects(const Signer& who) { return vault.send(who, "GET", vault.vault_path("/projects")).status; }
  int rotate(const Signer& who, const Signer& next) {
    const Json body{{"algorithm", json_text(info(next.key->algorithm()).name)},
                    {"publicKey", json_text(to_base64(next.key->public_key().raw()))},
                    {"proof", json_text(to_base64(crypto::make_proof(ProofPurpose::rotate, who.id, *next.key)))}};
    return vault.send(who, "POST", vault.installation_path("/key"), to_public_text(body)).status;
  }
};

TEST_F(LostOperator, IsShownWithTheKeyOfTheBackupAndTheWayOut) {
  back_up();
  const auto next = renewed(vault.root);
  ASSERT_EQ(rotate(vault.root, next), 200);
  EXPECT_THAT(restore(),
              AllOf(HasSubstr("key " + to_hex(vault.root.key->public_key().fingerprint())),
                    HasSubstr("replaced a key since"), HasSubstr("who stole it"), HasSubstr("--root-operator")));
  EXPECT_EQ(show(next), 401);
  EXPECT_EQ(held(vault.root), 200) << "whoever has it";
}

TEST_F(LostOperator, ComesInWithTheGivenKeyAndNobodyElseBeforeAReview) {
  const auto owner = vault.make_operator(Role::owner, vault.vault_id);
  back_up();
  const auto next = renewed(vault.root, Algorithm::mldsa65);
  ASSERT_EQ(rotate(vault.root, next), 200);
  request.root_operator = give(next);
  EXPECT_THAT(restore(),
              AllOf(HasSubstr("Root, let in at once: " + vault.root.id + " first, key " +
                              to_hex(next.key->public_key().fingerprint())),
                    HasSubstr("Root, held too: " + other.id), HasSubstr("Recorded as key_rotate: epoch 2: ML-DSA-65"),
                    HasSubstr("3 machines and operators are held, all but the root operator with the new key"),
                    Not(HasSubstr("WARNING: these keys"))));
  EXPECT_THAT(vault.audit(vault.installation_id).back().dump(),
              AllOf(HasSubstr("key_rotate"), HasSubstr(vault.root.id), HasSubstr("on the host, at a restore")));
  EXPECT_EQ(show(vault.root), 401) << "the key of the backup may be a thief's";
  EXPECT_EQ(show(other), 403);
  EXPECT_EQ(show(owner), 403);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").status, 403);
  EXPECT_EQ(held(next), 200);
  EXPECT_EQ(projects(next), 200) << "its roles are those it had";
  const auto release = R"({"ids":[")" + other.id + R"("]})";
  EXPECT_EQ(vault.send(next, "POST", vault.installation_path("/restore/release"), release).status, 200);
  EXPECT_EQ(held(other), 200);
  EXPECT_EQ(rotate(next, renewed(next, Algorithm::mldsa65)), 200) << "the epochs go on";
}

TEST_F(LostOperator, StaysWhoItIsInTheNextBackup) {
  back_up();
  const auto next = renewed(vault.root);
  request.root_operator = give(next);
  static_cast<void>(restore());
  ASSERT_EQ(held(next), 200);
  back_up();
  request.root_operator.reset();
  request.folder = vault.folder / "again";
  EXPECT_THAT(restore(), HasSubstr("Root, held too: " + other.id)) << "nobody has reviewed that one";
  EXPECT_EQ(held(next), 200);
  EXPECT_EQ(show(other), 403);
  // The one who is held in the backup can be the one who gets a key.
  const auto renewed_other = renewed(other);
  request.root_operator = give(renewed_other);
  request.folder = vault.folder / "once more";
  static_cast<void>(restore());
  EXPECT_EQ(held(renewed_other), 200);
  EXPECT_EQ(show(next), 403);
}

TEST_F(LostOperator, IsRefusedWithASentenceThatLeavesNothing) {
  const auto owner = vault.make_operator(Role::owner, vault.vault_id);
  const auto second = renewed(vault.root, Algorithm::mldsa65);
  ASSERT_EQ(rotate(vault.root, second), 200);
  back_up();
  const auto refused = [&](const GivenKey& given) {
    request.root_operator = given;
    return refusal();
  };
  const auto strong = renewed(vault.root, Algorithm::mldsa65);
  EXPECT_THAT(refused(give({OperatorId::make(crypto::system_random()).str(), strong.key, true})),
              HasSubstr("is no root operator in this backup"));
  EXPECT_THAT(refused(give(renewed(owner))), HasSubstr("--root-operator: " + owner.id + " is no root operator"));
  EXPECT_THAT(refused(give({"me", strong.key, true})), HasSubstr("--root-operator: me is not"));
  EXPECT_THAT(refused(give(strong, ProofPurpose::rotate)), HasSubstr("--operator-proof: this is not a proof"));
  EXPECT_THAT(refused({give(strong).public_key, other.id, give(strong).proof}), HasSubstr("this is not a proof"));
  EXPECT_THAT(refused({give(strong).public_key, vault.root.id, "?"}), HasSubstr("this is not base64"));
  EXPECT_THAT(refused({vault.folder / "none.pub", vault.root.id, "eA=="}), HasSubstr("none.pub cannot be read"));
  EXPECT_THAT(refused({request.key.file, vault.root.id, "eA=="}), HasSubstr("--operator-key: "));
  EXPECT_THAT(refused(give(second)), HasSubstr("nothing is to be replaced"));
  for (const auto& taken : {vault.root.key, other.key, machine.key})
    EXPECT_THAT(refused(give({vault.root.id, taken, true})), HasSubstr("is or was enrolled"));
  EXPECT_THAT(refused(give(renewed(vault.root))), HasSubstr("not followed by a weaker one than ML-DSA-65"));
  const auto good = request.key.file;
  request.key.file = vault.folder / "nothing.key";
  EXPECT_THAT(refused(give(strong)), HasSubstr("nothing.key"));
  request.key.file = vault.folder / "another.key";
  ASSERT_TRUE(keyring::make_key_file(request.key.file, crypto::system_random()));
  EXPECT_THAT(refused(give(strong)), HasSubstr("is not the key of this data folder"));
  request.key.file = good;
  request.root_operator = give(strong);
  static_cast<void>(restore());
  EXPECT_EQ(held(strong), 200);
}

TEST_F(LostOperator, GetsBackIntoAVaultThatWantedAKeysetOfTwoFamilies) {
  const auto weak = make_key(), strong = make_key(Algorithm::mldsa65);
  const auto keyset = crypto::Keyset::make(2, {weak->public_key(), strong->public_key()}).value();
  const auto message = crypto::keyset_proof_message(vault.root.id, keyset);
  const auto proof = crypto::sign_bundle(keyset, message.expose(), std::vector{weak.get(), strong.get()});
  const Json body{{"keyset", json_text(to_base64(keyset.encode()))}, {"proof", json_text(to_base64(proof))}};
  ASSERT_EQ(vault.send(vault.root, "POST", vault.installation_path("/key"), to_public_text(body)).status, 200);
  write([&](store::Transaction& transaction) {
    const auto id = *VaultId::parse(vault.vault_id);
    const SignaturePolicy policy{.min_level = 3, .families = 2};
    transaction.signature_policies().put(id, vault.vault_id, store::SignedBy::operators, policy);
    transaction.raise_generation(id);
  });
  back_up();
  const auto next = renewed(vault.root, Algorithm::mldsa65);
  request.root_operator = give(next);
  EXPECT_THAT(restore(), HasSubstr("Recorded as signature_policy_weaken: for operators, " + vault.vault_id));
  EXPECT_EQ(projects(next), 200);
  EXPECT_THAT(vault.audit(vault.vault_id).back().dump(), HasSubstr("on the host, at a restore"));
}

TEST_F(LostOperator, HasThePinsOfItsFormerKey) {
  const auto pins = [](const Signer& who) {
    return "{\"pinnedFingerprints\":[\"" + to_hex(who.key->public_key().fingerprint()) + "\"]}";
  };
  const auto path = vault.vault_path("/operator-signature-policy");
  ASSERT_EQ(vault.send(vault.root, "PUT", path, pins(vault.root)).status, 200);
  back_up();
  const auto next = renewed(vault.root);
  request.root_operator = give(next);
  EXPECT_THAT(restore(), HasSubstr("Recorded as signature_policy_update"));
  EXPECT_EQ(projects(next), 200);
}

}  // namespace
}  // namespace signet::app
