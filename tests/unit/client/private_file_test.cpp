// SPDX-License-Identifier: Apache-2.0
#include "signet/client/private_file.hpp"

#include "fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

unsigned mode_of(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

TEST(PrivateFile, IsForItsOwnerAloneWhateverTheUmask) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a" / "b" / "private.pem";
  const auto old = ::umask(0);
  const auto written = write_private_file(file, as_bytes("text"), IfThere::refuse);
  ::umask(old);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(mode_of(file), 0600u);
  EXPECT_EQ(mode_of(folder.path() / "a"), 0700u);
  EXPECT_EQ(mode_of(folder.path() / "a" / "b"), 0700u);
  EXPECT_EQ(read_private_file(file)->expose_text(), "text");
}

TEST(PrivateFile, IsReplacedOnlyIfThatIsWanted) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "private.pem";
  ASSERT_TRUE(write_private_file(file, as_bytes("old"), IfThere::refuse));
  const auto refused = write_private_file(file, as_bytes("new"), IfThere::refuse);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("not overwritten"));
  EXPECT_EQ(read_private_file(file)->expose_text(), "old");
  ASSERT_TRUE(write_private_file(file, as_bytes("new"), IfThere::replace));
  EXPECT_EQ(read_private_file(file)->expose_text(), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);  // nothing left behind
}

TEST(PrivateFile, ThatOthersMayReadOrWriteIsRefusedWithTheRemedy) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "private.pem";
  ASSERT_TRUE(write_private_file(file, as_bytes("text"), IfThere::refuse));
  for (const unsigned mode : {0640u, 0604u, 0620u, 0602u, 0610u, 0644u, 0777u}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    const auto read = read_private_file(file);
    ASSERT_FALSE(read) << mode;
    EXPECT_EQ(read.error().kind, ErrorKind::local);
    EXPECT_THAT(read.error().message, HasSubstr("chmod 600 " + file.string()));
  }
  for (const unsigned mode : {0600u, 0400u, 0700u}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    EXPECT_TRUE(read_private_file(file)) << mode;
  }
}

TEST(PrivateFile, IsAtMost64KiB) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_private_file(folder.path() / "fits", Bytes(64 * 1'024), IfThere::refuse));
  ASSERT_TRUE(write_private_file(folder.path() / "longer", Bytes(64 * 1'024 + 1), IfThere::refuse));
  EXPECT_TRUE(read_private_file(folder.path() / "fits"));
  EXPECT_FALSE(read_private_file(folder.path() / "longer"));
}

TEST(PrivateFile, MustBeAFileThatIsThere) {
  const TemporaryFolder folder;
  EXPECT_THAT(read_private_file(folder.path() / "none").error().message, HasSubstr("No such file"));
  EXPECT_THAT(read_private_file(folder.path()).error().message, HasSubstr("is not a file"));
}

TEST(PrivateFile, HoldsAKey) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "private.pem";
  ASSERT_TRUE(write_private_file(file, test_key().to_pem().expose(), IfThere::refuse));
  const auto key = load_private_key(file);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_key().raw(), test_key().public_key().raw());

  ASSERT_TRUE(write_private_file(file, as_bytes("no key"), IfThere::replace));
  const auto bad = load_private_key(file);
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().message, HasSubstr(file.string()));
}

}  // namespace
}  // namespace signet::client
