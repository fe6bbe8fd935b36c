// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/release.hpp"

#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::crypto {
namespace {

struct World {
  PrivateKey key = PrivateKey::from_seed(kReleaseAlgorithm, Bytes(48, 1));
  Bytes file = Bytes(100'000, 7);
  std::string sidecar = sign_release(key, file);
};

const World& world() {
  static const World made;
  return made;
}

std::string on_one_line(std::string text) {
  std::erase(text, '\n');
  return text;
}

TEST(Release, IsSignedBesideTheFile) {
  const World& w = world();
  EXPECT_TRUE(verify_release(w.key.public_key(), w.file, w.sidecar));
  EXPECT_EQ(std::ranges::count(w.sidecar, '\n'), 164);
  const auto signature = from_base64(on_one_line(w.sidecar));
  ASSERT_TRUE(signature);
  // Any implementation of the standard says the same of the bytes themselves.
  EXPECT_TRUE(w.key.public_key().verify(w.file, *signature));
  EXPECT_TRUE(verify_release(w.key.public_key(), w.file, on_one_line(w.sidecar)));
  EXPECT_TRUE(verify_release(w.key.public_key(), w.file, on_one_line(w.sidecar) + "\r\n"));
}

TEST(Release, IsRefusedForWhatIsWrongWithIt) {
  const World& w = world();
  const PublicKey& key = w.key.public_key();
  Bytes flipped = w.file;
  flipped.back() ^= 1U;
  const auto stranger = PrivateKey::from_seed(kReleaseAlgorithm, Bytes(48, 2)).public_key();
  const auto other_kind = PrivateKey::from_seed(Algorithm::mldsa65, Bytes(32, 2)).public_key();
  const std::string digits = on_one_line(w.sidecar);
  struct {
    const char* name;
    const PublicKey& key;
    ByteView file;
    std::string sidecar;
    ReleaseFault fault;
  } const cases[] = {
      {"another file", key, flipped, w.sidecar, ReleaseFault::signature},
      {"a file cut", key, ByteView(w.file).first(99'999), w.sidecar, ReleaseFault::signature},
      {"another key", stranger, w.file, w.sidecar, ReleaseFault::signature},
      {"a key of another kind", other_kind, w.file, w.sidecar, ReleaseFault::key},
      {"nothing", key, w.file, "", ReleaseFault::sidecar},
      {"cut", key, w.file, digits.substr(0, digits.size() - 4), ReleaseFault::sidecar},
      {"twice", key, w.file, w.sidecar + w.sidecar, ReleaseFault::sidecar},
      {"an empty line", key, w.file, w.sidecar + "\n", ReleaseFault::sidecar},
      {"white space", key, w.file, " " + w.sidecar, ReleaseFault::sidecar},
      {"a word", key, w.file, "untrusted comment: " + w.sidecar, ReleaseFault::sidecar},
      {"far too long", key, w.file, std::string(1'000'000, 'A'), ReleaseFault::sidecar},
  };
  for (const auto& c : cases) {
    const auto verified = verify_release(c.key, c.file, c.sidecar);
    ASSERT_FALSE(verified) << c.name;
    EXPECT_EQ(describe(verified.error()), describe(c.fault)) << c.name;
  }
}

TEST(Release, IsSignedByItsAlgorithmAlone) {
  EXPECT_THROW(static_cast<void>(sign_release(PrivateKey::generate(Algorithm::slhdsa_sha2_128f), Bytes{1})),
               std::invalid_argument);
}

}  // namespace
}  // namespace signet::crypto
