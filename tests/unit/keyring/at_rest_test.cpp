// SPDX-License-Identifier: Apache-2.0
// The database as a thief gets it: neither plaintext nor any key is in its file or its log.
#include "keyring/keyring.hpp"
#include "keyring/root_key_slot.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace signet {
namespace {

/// Remembers everything that was random: keys are among it.
struct RecordingRandom final : crypto::Random {
  void fill(std::span<std::uint8_t> out) override {
    crypto::system_random().fill(out);
    drawn.emplace_back(out.begin(), out.end());
  }
  std::uint32_t below(std::uint32_t bound) override { return crypto::system_random().below(bound); }
  std::vector<Bytes> drawn;
};

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(AtRest, NeitherPlaintextNorKeysAreInTheDatabase) {
  auto folder = (std::filesystem::path(testing::TempDir()) / "signet-at-rest-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const auto file = std::filesystem::path(folder) / "signet.db";
  constexpr Instant kNow(std::chrono::milliseconds(1'760'000'000'000));
  const std::string plain = "the-plaintext-that-nobody-must-find";

  RecordingRandom random;
  const auto root_key = keyring::make_root_key(random);
  const auto slot_key = keyring::make_root_key(random);
  const keyring::Keyring keyring(root_key.expose(), random);
  const Vault vault{.id = VaultId::make(random), .name = "home", .created_at = kNow};
  const Project project{.id = ProjectId::make(random), .vault = vault.id, .name = "shop", .created_at = kNow};
  const Secret secret{.id = SecretId::make(random),
                      .vault = vault.id,
                      .project = project.id,
                      .name = "password",
                      .field_names = {},
                      .created_at = kNow,
                      .updated_at = kNow,
                      .deleted_at = std::nullopt};
  const keyring::Place place{.vault = vault.id, .project = project.id, .object = secret.id.str(), .version = 1};
  const auto project_key = keyring.make_project_key(vault.id, project.id);
  const auto sealed = keyring.seal(keyring::Purpose::value, place, project_key, as_bytes(plain));
  const store::KeySlot slot{.id = SlotId::make(random), .kind = "file", .wrapped_root_key = {}, .created_at = kNow};

  store::create_sqlite(file);
  const auto store = store::open_sqlite(file);
  const auto committer = store->committer({});
  ASSERT_TRUE(store::commit_and_wait(*committer, [&](store::Transaction& t) {
    t.create_installation({.id = InstallationId::make(random), .root_key_id = keyring.root_key_id()}, kNow);
    auto wrapped = slot;
    wrapped.wrapped_root_key = keyring::wrap_root_key(slot_key.expose(), slot.id, "file", root_key.expose(), random);
    t.insert_key_slot(wrapped);
    t.insert_vault(vault);
    t.insert_project(project, project_key);
    t.insert_secret(secret, {.version = 1,
                             .value = sealed.ciphertext,
                             .wrapped_key = sealed.wrapped_key,
                             .created_at = kNow,
                             .created_by = "somebody"});
  }));

  const auto database = read_file(file) + read_file(file.string() + "-wal") + read_file(file.string() + "-shm");
  EXPECT_NE(database.find(as_text(sealed.ciphertext)), std::string::npos) << "the search itself works";
  EXPECT_EQ(database.find(plain), std::string::npos);
  std::size_t keys = 0;
  for (const auto& bytes : random.drawn) {
    if (bytes.size() != 32) continue;
    ++keys;
    EXPECT_EQ(database.find(as_text(bytes)), std::string::npos);
  }
  EXPECT_EQ(keys, 4U) << "root, slot, project and data key";

  const auto reader = store->reader();
  const auto stored = reader->snapshot()->find_version(secret.id, 1);
  EXPECT_EQ(keyring.open(keyring::Purpose::value, place, project_key, stored->value, stored->wrapped_key).expose_text(),
            plain);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace signet
