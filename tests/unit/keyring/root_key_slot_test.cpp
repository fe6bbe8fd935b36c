// SPDX-License-Identifier: Apache-2.0
#include "keyring/root_key_slot.hpp"

#include "keyring/keyring.hpp"
#include "signet/schema/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>

namespace signet::keyring {
namespace {

using testing::HasSubstr;

struct Slots : testing::Test {
  crypto::Random& random = crypto::system_random();
  SecretBytes root_key = make_root_key(random);
  std::string id = root_key_id(root_key.expose());
  SecretBytes slot_key = make_root_key(random);
  SlotId slot = SlotId::make(random);
  Bytes wrapped = wrap_root_key(slot_key.expose(), slot, "file", root_key.expose(), random);

  [[nodiscard]] std::expected<SecretBytes, std::string> unwrap() const {
    return unwrap_root_key(slot_key.expose(), slot, "file", id, wrapped);
  }
};

TEST_F(Slots, ASlotGivesTheRootKeyBack) {
  const auto opened = unwrap();
  ASSERT_TRUE(opened);
  EXPECT_TRUE(constant_time_equal(opened->expose(), root_key.expose()));
  EXPECT_EQ(wrapped.size(), 73U);
}

TEST_F(Slots, AnotherKeyIsTurnedAwayWithASentence) {
  const auto opened = unwrap_root_key(make_root_key(random).expose(), slot, "file", id, wrapped);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error(), testing::AllOf(HasSubstr(slot.str()), HasSubstr(id), HasSubstr("does not open")));
}

TEST_F(Slots, AnotherRootKeyIdIsTurnedAwayWithASentence) {
  const auto opened = unwrap_root_key(slot_key.expose(), slot, "file", "0123456789abcdef", wrapped);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error(), testing::AllOf(HasSubstr("0123456789abcdef"), HasSubstr("another slot or installation")));
}

TEST_F(Slots, ASlotOpensOnlyAsItself) {
  EXPECT_FALSE(unwrap_root_key(slot_key.expose(), SlotId::make(random), "file", id, wrapped));
  EXPECT_FALSE(unwrap_root_key(slot_key.expose(), slot, "passphrase", id, wrapped));
  const auto other = wrap_root_key(slot_key.expose(), slot, "file", make_root_key(random).expose(), random);
  EXPECT_FALSE(unwrap_root_key(slot_key.expose(), slot, "file", id, other));
}

TEST_F(Slots, EveryFlippedBitIsNoticed) {
  for (auto& byte : wrapped)
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
      EXPECT_FALSE(unwrap());
      byte = static_cast<std::uint8_t>(byte ^ (1 << bit));
    }
  EXPECT_TRUE(unwrap());
}

TEST_F(Slots, OtherFormsAreRefusedAsSuch) {
  const auto whole = wrapped;
  for (const std::size_t length : {0U, 1U, 72U}) {
    wrapped = Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_THAT(unwrap().error(), HasSubstr("a form that this program does not know")) << length;
  }
  wrapped = whole;
  wrapped.push_back(0);
  EXPECT_THAT(unwrap().error(), HasSubstr("a form that this program does not know"));
  for (const auto version : Bytes{0, 2}) {
    wrapped = whole;
    wrapped[0] = version;
    EXPECT_THAT(unwrap().error(), HasSubstr("a form that this program does not know"));
  }
}

TEST_F(Slots, TheIdOfARootKeyIsTheKeyringsToo) {
  EXPECT_EQ(Keyring(root_key.expose(), random).root_key_id(), id);
  EXPECT_EQ(id.size(), 16U);
  EXPECT_EQ(root_key_id(Bytes(32, 7)), Keyring(Bytes(32, 7), random).root_key_id());
}

TEST_F(Slots, RootKeysAreRandom) {
  EXPECT_EQ(root_key.size(), 32U);
  EXPECT_FALSE(constant_time_equal(root_key.expose(), slot_key.expose()));
}

struct KeyFile : testing::Test {
  KeyFile() {
    auto name = (std::filesystem::path(testing::TempDir()) / "signet-keyring-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    folder = name;
    file = folder / "root.key";
  }
  ~KeyFile() override { std::filesystem::remove_all(folder); }

  std::string contents() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void fill(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(file, std::ios::binary) << text;
    ASSERT_EQ(chmod(file.c_str(), mode), 0);
  }
  std::string refusal() const {
    const auto key = read_key_file(file);
    return key ? "" : key.error();
  }

  std::filesystem::path folder;
  std::filesystem::path file;
  crypto::Random& random = crypto::system_random();
};

const std::string kGood = "signet-root-slot-key-v1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";

TEST_F(KeyFile, WhatIsMadeCanBeRead) {
  const auto made = make_key_file(file, random);
  ASSERT_TRUE(made);
  const auto read = read_key_file(file);
  ASSERT_TRUE(read) << read.error();
  EXPECT_TRUE(constant_time_equal(made->expose(), read->expose()));
  EXPECT_EQ(read->size(), 32U);
}

TEST_F(KeyFile, ItIsForItsOwnerOnlyAndOneLine) {
  ASSERT_TRUE(make_key_file(file, random));
  struct stat about{};
  ASSERT_EQ(stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
  EXPECT_THAT(contents(), testing::StartsWith("signet-root-slot-key-v1 "));
  EXPECT_EQ(contents().size(), 24U + 44U + 1U);
  EXPECT_EQ(contents().find('\n'), contents().size() - 1);
}

TEST_F(KeyFile, TheFormatIsAsWritten) {
  fill(kGood);
  const auto key = read_key_file(file);
  ASSERT_TRUE(key) << key.error();
  for (std::size_t i = 0; i < 32; ++i) EXPECT_EQ(key->expose()[i], i);
}

TEST_F(KeyFile, NothingIsEverOverwritten) {
  fill("precious");
  const auto made = make_key_file(file, random);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error(), testing::AllOf(HasSubstr(file.string()), HasSubstr("never overwritten")));
  EXPECT_EQ(contents(), "precious");
}

TEST_F(KeyFile, AFolderThatIsNotThereIsASentence) {
  const auto made = make_key_file(folder / "no" / "root.key", random);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error(), testing::AllOf(HasSubstr("cannot be made"), HasSubstr("No such file")));
}

TEST_F(KeyFile, ADiskThatTakesOnlyHalfOfItLeavesNoFile) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  const rlimit little{.rlim_cur = 10, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
  const auto made = make_key_file(file, random);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, handler);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error(), HasSubstr("cannot be written"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(KeyFile, AMissingFileIsASentence) {
  EXPECT_THAT(refusal(), testing::AllOf(HasSubstr(file.string()), HasSubstr("cannot be read")));
}

TEST_F(KeyFile, AFolderIsNoKeyFile) {
  file = folder;
  ASSERT_EQ(chmod(folder.c_str(), 0700), 0);
  EXPECT_THAT(refusal(), HasSubstr("is not a file"));
}

TEST_F(KeyFile, AFileThatOthersCanReachIsRefused) {
  for (const mode_t mode : {0640U, 0604U, 0620U, 0602U, 0610U, 0601U, 0644U, 0666U}) {
    fill(kGood, mode);
    EXPECT_THAT(refusal(), HasSubstr("chmod 600")) << mode;
  }
  for (const mode_t mode : {0600U, 0400U, 0700U}) {
    fill(kGood, mode);
    EXPECT_EQ(refusal(), "") << mode;
  }
}

TEST_F(KeyFile, AnythingButTheExactTextIsRefused) {
  const auto key = kGood.substr(24, 44);
  for (const std::string& text :
       {std::string(), std::string("\n"), kGood.substr(0, kGood.size() - 1), kGood + "\n", kGood + " ", " " + kGood,
        "Signet-root-slot-key-v1 " + key + "\n", "signet-root-slot-key-v2 " + key + "\n",
        "signet-root-slot-key-v1\t" + key + "\n", "signet-root-slot-key-v1  " + key.substr(1) + "\n",
        "signet-root-slot-key-v1 " + key + "\r", "signet-root-slot-key-v1 " + key.substr(0, 43) + "\r\n",
        "signet-root-slot-key-v1 " + key.substr(0, 42) + "9=\n", "signet-root-slot-key-v1 " + key.substr(0, 43) + "A\n",
        "signet-root-slot-key-v1 " + key.substr(0, 42) + "==\n",
        "signet-root-slot-key-v1 " + std::string(44, '-') + "\n", "\xef\xbb\xbf" + kGood, kGood + kGood}) {
    fill(text);
    EXPECT_THAT(refusal(), HasSubstr("does not hold one line")) << text;
  }
}

TEST_F(KeyFile, RefusalsNeverShowWhatIsInTheFile) {
  fill(kGood.substr(0, kGood.size() - 2) + "\n\n");
  EXPECT_EQ(refusal().find("AAEC"), std::string::npos);
}

}  // namespace
}  // namespace signet::keyring
