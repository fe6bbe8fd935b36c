// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/json.hpp"

#include "json_builder.hpp"
#include "signet/schema/encoding.hpp"
#include "wiped_input.hpp"

#include <ranges>

namespace signet {
namespace {

// The parser and the writer work with short buffers on the stack, this far below the function that called them.
constexpr std::size_t kStackOfParser = 4'096;

}  // namespace

std::expected<Json, std::string> parse_json_object(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  if (!is_utf8(text)) return std::unexpected("not UTF-8");
  // The parser would skip a byte order mark, and take a zero byte for the end whatever follows it.
  if (text.starts_with("\xEF\xBB\xBF")) return std::unexpected("begins with a byte order mark");
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    return std::unexpected("not valid JSON at byte " + std::to_string(zero + 1));
  }

  JsonBuilder builder;
  const auto input = bytes | std::views::transform([](std::uint8_t byte) { return WipedInput{byte}; });
  const bool parsed = Json::sax_parse(input.begin(), input.end(), &builder);
  sodium_stackzero(kStackOfParser);
  if (!parsed) return std::unexpected(builder.error());
  return builder.take();
}

const Json* find_member(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

const SecretString* find_text(const Json& object, std::string_view name) {
  const Json* member = find_member(object, name);
  return member == nullptr ? nullptr : member->get_ptr<const SecretString*>();
}

std::string_view text_of(const Json& value) { return value.get_ref<const SecretString&>(); }

Json json_text(std::string_view text) { return SecretString(text); }

std::string to_public_text(const Json& value) { return std::string(std::string_view(value.dump())); }

SecretBytes to_secret_text(const Json& value) {
  SecretBytes text = SecretBytes::from_text(value.dump());
  sodium_stackzero(kStackOfParser);
  return text;
}

}  // namespace signet
