// SPDX-License-Identifier: Apache-2.0
// What a log looked like at one moment, signed: a C2SP signed note.
//   origin "\n" size "\n" base64(root) "\n" "\n", then a line for each key:
//   "— " name " " base64(key id (4) | signature) "\n"
//   key id        SHA-256(name | 0A | type | public key), the first 4 bytes
//   verifier key  name "+" hex(key id) "+" base64(type | public key)
//   type          01 for Ed25519; ff and "signet/note-ml-dsa-65/v1" for ML-DSA-65
// The signatures are over the text before the empty line.
#pragma once

#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signet::crypto {

struct Checkpoint {
  std::string origin;  // "signet/{installation}/{vault}"; it names the keys too
  std::uint64_t size;
  Sha256 root;
  bool operator==(const Checkpoint&) const = default;
  /// What is signed.
  [[nodiscard]] std::string text() const;
};

/// For people: what is wrong with a checkpoint or a key.
struct CheckpointError {
  std::string message;
};

/// The public half of one of a log's keys.
class NoteKey {
 public:
  /// REQUIRES: Ed25519 or ML-DSA-65, and a name without spaces, plus signs and control characters.
  NoteKey(std::string name, PublicKey key);
  [[nodiscard]] static std::expected<NoteKey, CheckpointError> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const PublicKey& key() const { return key_; }
  [[nodiscard]] const std::array<std::uint8_t, 4>& id() const { return id_; }

 private:
  std::string name_;
  PublicKey key_;
  std::array<std::uint8_t, 4> id_;
};

/// Both keys of a log, from the seed of a hybrid key: Ed25519 first.
class CheckpointSigner {
 public:
  static constexpr std::size_t kSeedBytes = 64;
  CheckpointSigner(std::string origin, ByteView seed);
  [[nodiscard]] std::vector<NoteKey> keys() const;
  /// The note. REQUIRES: the origin is the signer's.
  [[nodiscard]] std::string sign(const Checkpoint& checkpoint) const;

 private:
  std::string origin_;
  PrivateKey ed25519_;
  PrivateKey ml_dsa_;
};

/// The longest that is read.
inline constexpr std::size_t kMostNote = 64 * 1'024;

/// What a note says if every one of these keys signed it; signatures of others are ignored. One key at least; their
/// name must be the note's origin.
[[nodiscard]] std::expected<Checkpoint, CheckpointError> open_checkpoint(std::string_view note,
                                                                         std::span<const NoteKey> keys);

}  // namespace signet::crypto
