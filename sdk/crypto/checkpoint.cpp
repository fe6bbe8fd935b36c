// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/checkpoint.hpp"

#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr std::string_view kMlDsa =
    "\xff"
    "signet/note-ml-dsa-65/v1";
constexpr std::string_view kEd25519 = "\x01";
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kMostSignatures = 16;

std::unexpected<CheckpointError> refuse(std::string message) {
  return std::unexpected(CheckpointError{std::move(message)});
}

std::string_view type_of(Algorithm algorithm) {
  if (algorithm == Algorithm::ed25519) return kEd25519;
  if (algorithm == Algorithm::mldsa65) return kMlDsa;
  throw std::invalid_argument("no notes are signed with this algorithm");
}

std::array<std::uint8_t, kIdBytes> key_id(std::string_view name, const PublicKey& key) {
  const auto digest = sha256({as_bytes(name), as_bytes("\n"), as_bytes(type_of(key.algorithm())), key.raw()});
  std::array<std::uint8_t, kIdBytes> id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
}

std::string join(ByteView first, ByteView second) {
  Bytes joined(first.begin(), first.end());
  joined.insert(joined.end(), second.begin(), second.end());
  return to_base64(joined);
}

/// Up to the next line feed, which is taken away too. None is left: absent.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc{} || end != text.data() + text.size() || text.starts_with('0')) return std::nullopt;
  return size;
}

std::expected<Checkpoint, CheckpointError> read_text(std::string_view text) {
  const auto origin = take_line(text), size = take_line(text), root = take_line(text);
  if (!origin || !size || !root || !text.empty()) return refuse("a checkpoint has three lines before its signatures");
  if (!is_name(*origin)) return refuse("the origin of the checkpoint is none");
  const auto number = parse_size(*size);
  if (!number) return refuse("the size of the checkpoint is no number from 1");
  const auto hash = from_base64(*root);
  Checkpoint checkpoint{.origin = std::string(*origin), .size = *number, .root = {}};
  if (!hash || hash->size() != checkpoint.root.size())
    return refuse("the root of the checkpoint is not 32 bytes of base64");
  std::ranges::copy(*hash, checkpoint.root.begin());
  return checkpoint;
}

struct SignatureLine {
  std::string_view name;
  Bytes blob;  // key id and signature
  [[nodiscard]] bool is_of(const NoteKey& key) const {
    return name == key.name() && std::ranges::equal(ByteView(blob).first(kIdBytes), key.id());
  }
  [[nodiscard]] ByteView signature() const { return ByteView(blob).subspan(kIdBytes); }
};

std::expected<std::vector<SignatureLine>, CheckpointError> read_signatures(std::string_view text) {
  std::vector<SignatureLine> lines;
  while (!text.empty()) {
    auto line = take_line(text);
    if (!line || !line->starts_with(kDash)) return refuse("what follows the checkpoint is no line of a signature");
    line->remove_prefix(kDash.size());
    const auto space = line->find(' ');
    const auto name = line->substr(0, space);
    auto blob = from_base64(space == std::string_view::npos ? "" : line->substr(space + 1));
    if (!is_name(name) || !blob || blob->size() <= kIdBytes)
      return refuse("a signature of the checkpoint is malformed");
    if (lines.size() == kMostSignatures) return refuse("the checkpoint has more than 16 signatures");
    lines.push_back({name, std::move(*blob)});
  }
  if (lines.empty()) return refuse("the checkpoint is not signed");
  return lines;
}

}  // namespace

std::string Checkpoint::text() const { return origin + "\n" + std::to_string(size) + "\n" + to_base64(root) + "\n"; }

NoteKey::NoteKey(std::string name, PublicKey key)
    : name_(std::move(name)), key_(std::move(key)), id_(key_id(name_, key_)) {
  if (!is_name(name_)) throw std::invalid_argument("a key of notes needs a name without spaces and plus signs");
}

std::string NoteKey::text() const {
  return name_ + "+" + to_hex(id_) + "+" + join(as_bytes(type_of(key_.algorithm())), key_.raw());
}

std::expected<NoteKey, CheckpointError> NoteKey::parse(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return refuse("a verifier key is name+id+key");
  const auto name = text.substr(0, first);
  const auto id = from_hex(text.substr(first + 1, second - first - 1));
  const auto blob = from_base64(text.substr(second + 1));
  if (!is_name(name) || !id || !blob)
    return refuse("a verifier key is name+id+key, the id in hex and the key in base64");
  const auto typed = as_text(*blob);
  const bool is_ml_dsa = typed.starts_with(kMlDsa);
  if (!is_ml_dsa && !typed.starts_with(kEd25519))
    return refuse("this verifier key is of an algorithm that is not known here");
  auto key = PublicKey::from_raw(is_ml_dsa ? Algorithm::mldsa65 : Algorithm::ed25519,
                                 ByteView(*blob).subspan(is_ml_dsa ? kMlDsa.size() : kEd25519.size()));
  if (!key) return refuse(key.error().message);
  NoteKey parsed{std::string(name), std::move(*key)};
  if (!std::ranges::equal(parsed.id(), *id)) return refuse("the id of this verifier key is not its own");
  return parsed;
}

CheckpointSigner::CheckpointSigner(std::string origin, ByteView seed)
    : origin_(std::move(origin)),
      ed25519_(PrivateKey::from_seed(Algorithm::ed25519, seed.first(kSeedBytes / 2))),
      ml_dsa_(PrivateKey::from_seed(Algorithm::mldsa65, seed.subspan(kSeedBytes / 2))) {}

std::vector<NoteKey> CheckpointSigner::keys() const {
  return {NoteKey(origin_, ed25519_.public_key()), NoteKey(origin_, ml_dsa_.public_key())};
}

std::string CheckpointSigner::sign(const Checkpoint& checkpoint) const {
  if (checkpoint.origin != origin_) throw std::invalid_argument("a checkpoint of another log");
  const auto text = checkpoint.text();
  auto note = text + "\n";
  for (const auto* key : {&ed25519_, &ml_dsa_}) {
    const auto id = key_id(origin_, key->public_key());
    note += std::string(kDash) + origin_ + " " + join(id, key->sign(as_bytes(text))) + "\n";
  }
  return note;
}

std::expected<Checkpoint, CheckpointError> open_checkpoint(std::string_view note, std::span<const NoteKey> keys) {
  if (keys.empty()) throw std::invalid_argument("a checkpoint cannot be verified without a key");
  if (note.size() > kMostNote) return refuse("the checkpoint is too long to be one");
  const auto gap = note.find("\n\n");
  if (gap == std::string_view::npos) return refuse("the checkpoint has no empty line before its signatures");
  const auto text = note.substr(0, gap + 1);
  auto checkpoint = read_text(text);
  if (!checkpoint) return checkpoint;
  const auto lines = read_signatures(note.substr(gap + 2));
  if (!lines) return std::unexpected(lines.error());
  for (const auto& key : keys) {
    if (key.name() != checkpoint->origin)
      return refuse("the checkpoint is of " + checkpoint->origin + ", and the key of " + key.name());
    const auto is_of_key = [&](const SignatureLine& line) { return line.is_of(key); };
    const auto line = std::ranges::find_if(*lines, is_of_key);
    if (line == lines->end())
      return refuse("the checkpoint is not signed with " + std::string(info(key.key().algorithm()).name) + " key " +
                    to_hex(key.id()));
    if (!key.key().verify(as_bytes(text), line->signature()))
      return refuse("the " + std::string(info(key.key().algorithm()).name) + " signature of the checkpoint is bad");
  }
  return checkpoint;
}

}  // namespace signet::crypto
