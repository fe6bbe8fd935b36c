// SPDX-License-Identifier: Apache-2.0
#include "at_rest.hpp"

#include <array>
#include <limits>
#include <stdexcept>

namespace signet::keyring {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kBoxOverhead == kNonceBytes + kTagBytes && kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

template <class Number>
void append_big_endian(Bytes& bytes, Number value) {
  std::array<std::uint8_t, sizeof value> digits;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    *digit = static_cast<std::uint8_t>(value);
    value = static_cast<Number>(value >> 4 >> 4);
  }
  bytes.insert(bytes.end(), digits.begin(), digits.end());
}

void require_key(ByteView key) {
  if (key.size() != kKeyBytes) throw std::invalid_argument("a key has 32 bytes");
}

}  // namespace

Context& Context::text(std::string_view value) {
  if (value.size() > std::numeric_limits<std::uint16_t>::max())
    throw std::length_error("a field of a context is too long");
  append_big_endian(bytes_, static_cast<std::uint16_t>(value.size()));
  bytes_.insert(bytes_.end(), value.begin(), value.end());
  return *this;
}

Context& Context::u32(std::uint32_t value) {
  append_big_endian(bytes_, value);
  return *this;
}

Context& Context::u64(std::uint64_t value) {
  append_big_endian(bytes_, value);
  return *this;
}

void seal_into(Bytes& out, ByteView key, const Context& context, ByteView plain, crypto::Random& random) {
  require_key(key);
  const auto begin = out.size();
  out.resize(begin + kBoxOverhead + plain.size());
  const auto box = std::span(out).subspan(begin);
  const auto nonce = box.first(kNonceBytes);
  random.fill(nonce);
  if (crypto_aead_xchacha20poly1305_ietf_encrypt(box.data() + kNonceBytes, nullptr, plain.data(), plain.size(),
                                                 context.bytes().data(), context.bytes().size(), nullptr, nonce.data(),
                                                 key.data()) != 0)
    throw std::runtime_error("sealing a box failed");
}

std::optional<SecretBytes> open_box(ByteView key, const Context& context, ByteView box) {
  require_key(key);
  if (box.size() < kBoxOverhead) return std::nullopt;
  const auto sealed = box.subspan(kNonceBytes);
  SecretBytes plain(sealed.size() - kTagBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.expose_mutable().data(), nullptr, nullptr, sealed.data(),
                                                 sealed.size(), context.bytes().data(), context.bytes().size(),
                                                 box.data(), key.data()) != 0)
    return std::nullopt;
  return plain;
}

}  // namespace signet::keyring
