// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/end_to_end.hpp"

#include "byte_reader.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::uint8_t kVersion = 0x01;
constexpr std::string_view kLabel = "signet/end-to-end/v1";
constexpr std::size_t kLongestText = 255;
constexpr std::size_t kNonce = crypto_aead_chacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_chacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKey = crypto_aead_chacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kEnvelope = kEnvelopeOverhead + kKey;

void put_text(Bytes& bytes, std::string_view text) {
  if (text.empty() || text.size() > kLongestText) throw std::invalid_argument("a text of an end-to-end bundle");
  put_number(bytes, static_cast<std::uint16_t>(text.size()));
  put(bytes, as_bytes(text));
}

std::string take_text(ByteReader& reader) {
  const auto size = reader.number<std::uint16_t>();
  return std::string(as_text(reader.take(size)));
}

void put_place(Bytes& bytes, const EndToEndPlace& place) {
  put_text(bytes, place.vault);
  put_text(bytes, place.secret);
  put_number(bytes, place.version);
}

Bytes labelled() {
  Bytes bytes;
  put(bytes, as_bytes(kLabel));
  bytes.push_back(0);
  return bytes;
}

Bytes context_of(const EndToEndPlace& place) {
  auto context = labelled();
  put_place(context, place);
  return context;
}

Bytes share_context(const EndToEndPlace& place, std::string_view machine) {
  auto context = context_of(place);
  put_text(context, machine);
  return context;
}

Bytes signed_message(ByteView body) {
  auto message = labelled();
  put(message, body);
  return message;
}

Bytes seal_value(const EndToEndPlace& place, const SecretBytes& key, ByteView value, Random& random) {
  Bytes sealed(kNonce + value.size() + kTag);
  random.fill(std::span(sealed).first(kNonce));
  const auto context = context_of(place);
  if (crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data() + kNonce, nullptr, value.data(), value.size(),
                                                context.data(), context.size(), nullptr, sealed.data(),
                                                key.expose().data()) != 0)
    throw std::runtime_error("sealing a value failed");
  return sealed;
}

void put_shares(Bytes& body, const EndToEndPlace& place, std::span<const EndToEndRecipient> recipients,
                const SecretBytes& key, Random& random) {
  std::vector<const EndToEndRecipient*> sorted;
  for (const auto& recipient : recipients) sorted.push_back(&recipient);
  std::ranges::sort(sorted, {}, &EndToEndRecipient::machine);
  if (std::ranges::adjacent_find(sorted, {}, &EndToEndRecipient::machine) != sorted.end())
    throw std::invalid_argument("a machine stands twice in an end-to-end bundle");
  body.push_back(static_cast<std::uint8_t>(sorted.size()));
  for (const auto* recipient : sorted) {
    put_text(body, recipient->machine);
    put(body, recipient->key.fingerprint());
    put(body, recipient->key.seal(share_context(place, recipient->machine), key.expose(), random));
  }
}

std::optional<std::vector<EndToEndShare>> take_shares(ByteReader& reader) {
  const std::size_t count = reader.number<std::uint8_t>();
  if (count == 0 || count > kMostRecipients) return std::nullopt;
  std::vector<EndToEndShare> shares;
  for (std::size_t i = 0; i < count; ++i) {
    EndToEndShare share{.machine = take_text(reader), .key = {}, .envelope = {}};
    const auto key = reader.take(share.key.size()), envelope = reader.take(kEnvelope);
    if (reader.failed() || share.machine.empty() || (i != 0 && shares.back().machine >= share.machine))
      return std::nullopt;
    std::ranges::copy(key, share.key.begin());
    share.envelope.assign(envelope.begin(), envelope.end());
    shares.push_back(std::move(share));
  }
  return shares;
}

std::optional<PublicKey> take_author(ByteReader& reader) {
  const auto id = reader.number<std::uint8_t>();
  const auto raw = reader.take(reader.number<std::uint16_t>());
  const auto known = std::ranges::find(kRequestAlgorithms, static_cast<Algorithm>(id), &AlgorithmInfo::id);
  if (reader.failed() || known == kRequestAlgorithms.end()) return std::nullopt;
  auto key = PublicKey::from_raw(known->id, raw);
  if (!key) return std::nullopt;
  return std::move(*key);
}

}  // namespace

Bytes seal_end_to_end(const EndToEndPlace& place, std::span<const EndToEndRecipient> recipients, ByteView value,
                      const PrivateKey& author, Random& random) {
  if (recipients.empty() || recipients.size() > kMostRecipients)
    throw std::invalid_argument("an end-to-end bundle is for 1 to 32 machines");
  SecretBytes key(kKey);
  random.fill(key.expose_mutable());
  const auto& signer = author.public_key();
  Bytes body{kVersion};
  put_place(body, place);
  body.push_back(static_cast<std::uint8_t>(signer.algorithm()));
  put_number(body, static_cast<std::uint16_t>(signer.raw().size()));
  put(body, signer.raw());
  put_shares(body, place, recipients, key, random);
  const auto sealed = seal_value(place, key, value, random);
  put_number(body, static_cast<std::uint32_t>(sealed.size()));
  put(body, sealed);
  const auto signature = author.sign(signed_message(body));
  put(body, signature);
  return body;
}

std::optional<EndToEndBundle> read_end_to_end(ByteView bytes) {
  ByteReader reader(bytes);
  if (bytes.size() > kLongestEndToEnd || reader.number<std::uint8_t>() != kVersion) return std::nullopt;
  EndToEndPlace place{.vault = take_text(reader), .secret = take_text(reader), .version = {}};
  place.version = reader.number<std::uint64_t>();
  auto author = take_author(reader);
  if (!author || place.vault.empty() || place.secret.empty()) return std::nullopt;
  auto shares = take_shares(reader);
  if (!shares) return std::nullopt;
  const auto sealed = reader.take(reader.number<std::uint32_t>());
  const auto signature = reader.take(info(author->algorithm()).signature);
  if (!reader.at_end() || sealed.size() < kNonce + kTag) return std::nullopt;
  if (!author->verify(signed_message(bytes.first(bytes.size() - signature.size())), signature)) return std::nullopt;
  return EndToEndBundle{std::move(place), std::move(*author), std::move(*shares), Bytes(sealed.begin(), sealed.end())};
}

std::optional<SecretBytes> EndToEndBundle::open(std::string_view machine, const SealingPrivateKey& key) const {
  const auto mine = std::ranges::find(shares, machine, &EndToEndShare::machine);
  if (mine == shares.end() || mine->key != key.public_key().fingerprint()) return std::nullopt;
  const auto content = key.open(share_context(place, machine), mine->envelope);
  if (!content || content->size() != kKey) return std::nullopt;
  const auto context = context_of(place);
  const ByteView nonce = ByteView(sealed).first(kNonce), text = ByteView(sealed).subspan(kNonce);
  SecretBytes value(text.size() - kTag);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(value.expose_mutable().data(), nullptr, nullptr, text.data(),
                                                text.size(), context.data(), context.size(), nonce.data(),
                                                content->expose().data()) != 0)
    return std::nullopt;
  return value;
}

}  // namespace signet::crypto
