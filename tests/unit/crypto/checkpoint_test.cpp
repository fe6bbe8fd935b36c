// SPDX-License-Identifier: Apache-2.0
// Checkpoints as signed notes: the public form, and everything that is no checkpoint of this log.
#include "signet/crypto/checkpoint.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

const std::string kOrigin = "signet/inst_1/vault_a";
const std::string kDash = "\xe2\x80\x94 ";

CheckpointSigner signer_of(std::uint8_t seed, const std::string& origin = kOrigin) {
  return {origin, Bytes(CheckpointSigner::kSeedBytes, seed)};
}

struct Note : ::testing::Test {
  CheckpointSigner signer = signer_of(1);
  std::vector<NoteKey> keys = signer.keys();
  Checkpoint checkpoint{.origin = kOrigin, .size = 1'000, .root = sha256(as_bytes("root"))};
  std::string note = signer.sign(checkpoint);
  std::size_t gap = note.find("\n\n") + 2;

  std::string why_not(const std::string& text) const {
    const auto opened = open_checkpoint(text, keys);
    return opened ? "it was opened" : opened.error().message;
  }
  /// As the signer would have signed it if it had been made to.
  std::string signed_anew(const std::string& text) const { return text + "\n" + note.substr(gap); }
};

TEST_F(Note, IsThreeLinesAndASignatureOfEachKey) {
  EXPECT_TRUE(note.starts_with(kOrigin + "\n1000\n" + to_base64(checkpoint.root) + "\n\n" + kDash + kOrigin + " "));
  EXPECT_EQ(std::ranges::count(note, '\n'), 6);
  const auto opened = open_checkpoint(note, keys);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(*opened, checkpoint);
}

TEST_F(Note, HasKeysThatReadAsTheyAreWritten) {
  for (const auto& key : keys) {
    const auto read = NoteKey::parse(key.text());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->text(), key.text());
    auto other_id = key.text();
    auto& digit = other_id[kOrigin.size() + 1];
    digit = digit == '0' ? '1' : '0';
    EXPECT_FALSE(NoteKey::parse(other_id));
  }
  for (const auto* text : {"", "a", "a+b", "a+00000000+", "+00000000+AQ==", "a b+00000000+AQ==", "a+0000000G+AQ==",
                           "a+00000000+AQ==", "a+00000000+Ag=="})
    EXPECT_FALSE(NoteKey::parse(text)) << text;
}

TEST_F(Note, ReadsWhatOtherToolsWrite) {
  const auto key = NoteKey::parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(key) << key.error().message;
  const auto blob =
      from_base64("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=");
  ASSERT_TRUE(blob);
  EXPECT_TRUE(std::ranges::equal(ByteView(*blob).first(4), key->id()));
  EXPECT_TRUE(key->key().verify(as_bytes("If you think cryptography is the answer to your problem,\n"
                                         "then you don't know what your problem is.\n"),
                                ByteView(*blob).subspan(4)));
}

TEST_F(Note, IsRefusedInAnyOtherForm) {
  const auto root = to_base64(checkpoint.root);
  const auto with_crlf = [&] {
    std::string text;
    for (const char c : note) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return text;
  };
  const std::vector<std::string> forms{
      "",
      "\n",
      with_crlf(),
      note.substr(0, gap - 1) + note.substr(gap),  // no empty line
      note.substr(0, gap),                         // no signature
      note.substr(0, note.size() - 1),             // cut off
      note + "more",
      signed_anew(kOrigin + "\n01000\n" + root + "\n"),  // leading zero
      signed_anew(kOrigin + "\n0\n" + root + "\n"),
      signed_anew(kOrigin + "\n+1000\n" + root + "\n"),
      signed_anew(kOrigin + "\n1000 \n" + root + "\n"),
      signed_anew(kOrigin + "\n18446744073709551616\n" + root + "\n"),
      signed_anew(kOrigin + "\n1000\n" + root.substr(1) + "\n"),
      signed_anew(kOrigin + "\n1000\n" + to_base64(Bytes(31, 1)) + "\n"),
      signed_anew(kOrigin + "\n1000\n" + root + "\nmore\n"),  // a line that we never write
      signed_anew("\n1000\n" + root + "\n"),
      signed_anew(kOrigin + "\n1000\n"),
      note.substr(0, gap) + note.substr(gap + kDash.size()),  // no dash
      note.substr(0, gap) + kDash + kOrigin + "\n",
      note.substr(0, gap) + kDash + kOrigin + " AAAA\n",
      note + std::string(kMostNote, 'a') + "\n",
  };
  for (const auto& form : forms) EXPECT_NE(why_not(form), "it was opened") << form.substr(0, 120);
}

TEST_F(Note, IsRefusedIfAnythingOfItWasChanged) {
  for (std::size_t i = 0; i < note.size(); i += i < gap + 200 ? 1 : 97) {
    auto changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_NE(why_not(changed), "it was opened") << i;
  }
}

TEST_F(Note, NeedsTheSignatureOfEveryKeyAndIgnoresOthers) {
  const auto second = note.find(kDash, gap + 1);
  EXPECT_NE(why_not(note.substr(0, second)).find("not signed with ML-DSA-65"), std::string::npos);
  EXPECT_NE(why_not(note.substr(0, gap) + note.substr(second)).find("not signed with Ed25519"), std::string::npos);
  EXPECT_EQ(why_not(note + kDash + "witness.example/w " + to_base64(Bytes(76, 7)) + "\n"), "it was opened");
  auto crowd = note;
  for (int i = 0; i < 14; ++i) crowd += kDash + "witness.example/w " + to_base64(Bytes(76, 7)) + "\n";
  EXPECT_EQ(why_not(crowd), "it was opened");
  EXPECT_NE(why_not(crowd + kDash + "witness.example/w " + to_base64(Bytes(76, 7)) + "\n"), "it was opened");
  const auto by_stranger = signer_of(2).sign(checkpoint);
  EXPECT_NE(why_not(by_stranger), "it was opened") << "the key that was before, or another's";
  EXPECT_THROW(static_cast<void>(open_checkpoint(note, {})), std::invalid_argument);
}

TEST_F(Note, IsRefusedWhereAnotherKeyHasTheIdOfOurs) {
  const auto blob = [&](ByteView id, ByteView signature) {
    Bytes joined(id.begin(), id.end());
    joined.insert(joined.end(), signature.begin(), signature.end());
    return to_base64(joined);
  };
  const auto stranger = PrivateKey::generate(Algorithm::ed25519);
  const auto line = kDash + kOrigin + " " + blob(keys[0].id(), stranger.sign(as_bytes(checkpoint.text()))) + "\n";
  const auto second = note.find(kDash, gap + 1);
  EXPECT_NE(why_not(note.substr(0, gap) + line + note.substr(second)).find("signature of the checkpoint is bad"),
            std::string::npos);
}

TEST_F(Note, OfAnotherLogIsRefusedEvenWithTheSameSeed) {
  const auto other = signer_of(1, "signet/inst_1/vault_b");
  auto moved = checkpoint;
  moved.origin = "signet/inst_1/vault_b";
  EXPECT_NE(why_not(other.sign(moved)).find("and the key of"), std::string::npos);
  EXPECT_THROW(static_cast<void>(signer.sign(moved)), std::invalid_argument);
}

}  // namespace
}  // namespace signet::crypto
