// SPDX-License-Identifier: Apache-2.0
#include "domain/ids.hpp"

#include "signet/schema/character_set.hpp"

#include <array>

namespace signet {
namespace {

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr CharacterSet kInId(kAlphabet);
constexpr std::string_view kHex = "0123456789abcdef";
constexpr CharacterSet kHexDigit(kHex);

bool is_uuid4(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !kHexDigit.contains(text[i])) return false;
  }
  return text[14] == '4' && std::string_view("89ab").contains(text[19]);
}

std::string make_uuid4(crypto::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 0x0f];
  }
  return text;
}

}  // namespace

template <class Tag>
std::optional<Id<Tag>> Id<Tag>::parse(std::string_view text) {
  if constexpr (Tag::kPrefix.empty()) {
    if (!is_uuid4(text)) return std::nullopt;
  } else {
    if (text.size() != Tag::kPrefix.size() + Tag::kLength || !text.starts_with(Tag::kPrefix)) return std::nullopt;
    if (!kInId.contains_all_of(text.substr(Tag::kPrefix.size()))) return std::nullopt;
  }
  return Id(std::string(text));
}

template <class Tag>
Id<Tag> Id<Tag>::make(crypto::Random& random) {
  if constexpr (Tag::kPrefix.empty()) {
    return Id(make_uuid4(random));
  } else {
    std::string text(Tag::kPrefix);
    for (std::size_t i = 0; i < Tag::kLength; ++i) text += kAlphabet[random.below(kAlphabet.size())];
    return Id(std::move(text));
  }
}

template class Id<id_tag::Installation>;
template class Id<id_tag::Vault>;
template class Id<id_tag::Project>;
template class Id<id_tag::Secret>;
template class Id<id_tag::Token>;
template class Id<id_tag::Slot>;
template class Id<id_tag::Application>;
template class Id<id_tag::Policy>;
template class Id<id_tag::Webhook>;
template class Id<id_tag::Authority>;
template class Id<id_tag::Link>;
template class Id<id_tag::Rotation>;
template class Id<id_tag::Machine>;
template class Id<id_tag::Operator>;

}  // namespace signet
