// SPDX-License-Identifier: Apache-2.0
#include "object_reader.hpp"

namespace signet::client {

const Json* ObjectReader::present(std::string_view name) const {
  const Json* member = find_member(object_, name);
  return member != nullptr && !member->is_null() ? member : nullptr;
}

std::string ObjectReader::text(std::string_view name) {
  const auto* text = find_text(object_, name);
  if (text == nullptr) wrong(name);
  return text != nullptr ? std::string(std::string_view(*text)) : std::string();
}

SecretBytes ObjectReader::secret(std::string_view name) {
  const auto* text = find_text(object_, name);
  if (text == nullptr) wrong(name);
  return text != nullptr ? SecretBytes::from_text(*text) : SecretBytes();
}

std::uint64_t ObjectReader::number(std::string_view name) {
  const Json* member = find_member(object_, name);
  if (member != nullptr && member->is_number_unsigned()) return member->get<std::uint64_t>();
  wrong(name);
  return 0;
}

std::optional<std::uint64_t> ObjectReader::number_or_none(std::string_view name) {
  if (present(name) == nullptr) return std::nullopt;
  return number(name);
}

bool ObjectReader::flag(std::string_view name) {
  const Json* member = find_member(object_, name);
  if (member != nullptr && member->is_boolean()) return member->get<bool>();
  wrong(name);
  return false;
}

Time ObjectReader::time(std::string_view name) {
  constexpr std::uint64_t kYear9999 = 253'402'300'799'999;  // later ones could not be shown
  const std::uint64_t millis = number(name);
  if (millis > kYear9999) wrong(name);
  return Time(std::chrono::milliseconds(millis > kYear9999 ? 0 : millis));
}

std::optional<SecretBytes> ObjectReader::secret_or_none(std::string_view name) {
  if (present(name) == nullptr) return std::nullopt;
  return secret(name);
}

std::optional<std::string> ObjectReader::text_or_none(std::string_view name) {
  if (present(name) == nullptr) return std::nullopt;
  return text(name);
}

std::optional<Time> ObjectReader::time_or_none(std::string_view name) {
  if (present(name) == nullptr) return std::nullopt;
  return time(name);
}

std::optional<std::vector<std::string>> ObjectReader::texts_or_none(std::string_view name) {
  const Json* array = present(name);
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  if (!array->is_array()) wrong(name);
  for (const Json& item : *array) {
    if (!item.is_string())
      wrong(name);
    else
      texts.emplace_back(text_of(item));
  }
  return texts;
}

}  // namespace signet::client
