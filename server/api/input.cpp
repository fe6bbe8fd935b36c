// SPDX-License-Identifier: Apache-2.0
#include "input.hpp"

#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "signet/schema/name.hpp"

#include <algorithm>

namespace signet::api {

bool is_request_id(std::string_view text) {
  return text.size() >= 16 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

const Json* Input::take(std::string_view field) {
  read_.emplace(field);
  return find_member(body_, field);
}

void Input::fail(std::string_view field, std::string message) {
  if (!error_) error_ = Error{ErrorCode::invalid, std::move(message), std::string(field)};
}

std::optional<Error> Input::error() const {
  if (error_ || unknown_ == Unknown::ignored) return error_;
  for (const auto& [name, value] : body_.items())
    if (!read_.contains(std::string_view(name)))
      return Error{ErrorCode::invalid, "This route takes no such field",
                   std::string(std::string_view(name).substr(0, 64))};
  return std::nullopt;
}

std::optional<std::string> Input::optional_text(std::string_view field) {
  const auto* member = take(field);
  if (!member || member->is_null()) return std::nullopt;
  if (!member->is_string()) {
    fail(field, "Must be a text");
    return std::nullopt;
  }
  return std::string(text_of(*member));
}

std::string Input::text(std::string_view field) {
  auto value = optional_text(field);
  if (!value) fail(field, "Is missing");
  return value.value_or("");
}

SecretBytes Input::secret(std::string_view field) {
  const auto* member = take(field);
  if (member && member->is_string()) return SecretBytes::from_text(text_of(*member));
  fail(field, member && !member->is_null() ? "Must be a text" : "Is missing");
  return {};
}

std::optional<std::string> Input::optional_name(std::string_view field) {
  auto value = optional_text(field);
  if (value && !is_display_name(*value)) fail(field, "Must be " + std::string(kDisplayNameRule));
  return value;
}

std::vector<std::string> Input::texts(std::string_view field, std::size_t most) {
  std::vector<std::string> all;
  const auto* member = take(field);
  if (!member || member->is_null()) return all;
  if (!member->is_array() || member->size() > most) {
    fail(field, "Must be an array of at most " + std::to_string(most) + " texts");
    return all;
  }
  std::set<std::string_view> seen;
  for (const auto& item : *member) {
    if (!item.is_string()) {
      fail(field, "Must be an array of texts");
      return {};
    }
    if (!seen.insert(text_of(item)).second) fail(field, "Has one of them twice");
    all.emplace_back(text_of(item));
  }
  return all;
}

std::optional<std::chrono::seconds> Input::optional_seconds(std::string_view field, std::chrono::seconds least,
                                                            std::chrono::seconds most) {
  const auto number = optional_number(field);
  if (!number) return std::nullopt;
  if (*number < static_cast<std::uint64_t>(least.count()) || *number > static_cast<std::uint64_t>(most.count())) {
    fail(field, "Must be from " + std::to_string(least.count()) + " to " + std::to_string(most.count()) + " seconds");
    return std::nullopt;
  }
  return std::chrono::seconds(*number);
}

std::optional<SecretBytes> Input::optional_secret_text(std::string_view field, std::size_t most) {
  const auto* member = take(field);
  if (!member || member->is_null()) return std::nullopt;
  if (!member->is_string()) {
    fail(field, "Must be a text");
    return std::nullopt;
  }
  const auto text = text_of(*member);
  if (text.empty() || text.size() > most) fail(field, "Must have 1 to " + std::to_string(most) + " bytes");
  return SecretBytes::from_text(text);
}

SecretBytes Input::secret_text(std::string_view field, std::size_t most) {
  auto value = optional_secret_text(field, most);
  if (!value) fail(field, "Is missing");
  return value ? std::move(*value) : SecretBytes();
}

SecretBytes Input::content(std::string_view field, std::size_t most) {
  const auto* member = take(field);
  if (!member || !member->is_string()) {
    fail(field, member ? "Must be a text" : "Is missing");
    return {};
  }
  if (text_of(*member).size() > most) fail(field, "Is larger than " + std::to_string(most) + " bytes");
  return SecretBytes::from_text(text_of(*member));
}

std::string Input::name(std::string_view field) {
  auto value = text(field);
  if (!is_display_name(value)) fail(field, "Must be " + std::string(kDisplayNameRule));
  return value;
}

std::optional<std::uint64_t> Input::optional_number(std::string_view field) {
  const auto* member = take(field);
  if (!member || member->is_null()) return std::nullopt;
  if (!member->is_number_unsigned()) {
    fail(field, "Must be a whole number");
    return std::nullopt;
  }
  return member->get<std::uint64_t>();
}

std::optional<std::uint64_t> Input::number_within(std::string_view field, std::uint64_t least, std::uint64_t most) {
  const auto value = optional_number(field);
  if (value && (*value < least || *value > most))
    fail(field, "Must be from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

std::chrono::seconds Input::wait() {
  const auto wait = std::chrono::seconds(optional_number("wait").value_or(0));
  if (wait >= std::chrono::seconds(0) && wait <= limits::kMaxWait) return wait;
  fail("wait", "Must be at most " + std::to_string(limits::kMaxWait.count()) + " seconds");
  return {};
}

std::optional<std::string> Input::request_id() {
  auto id = optional_text("requestId");
  if (id && !is_request_id(*id)) fail("requestId", "Must be 16 to 64 of A-Z a-z 0-9 _ -");
  return id;
}

std::optional<bool> Input::optional_flag(std::string_view field) {
  const auto* member = take(field);
  if (!member || member->is_null()) return std::nullopt;
  if (!member->is_boolean()) {
    fail(field, "Must be true or false");
    return std::nullopt;
  }
  return member->get<bool>();
}

std::optional<std::vector<std::string>> Input::optional_texts(std::string_view field, std::size_t most) {
  const auto* member = take(field);
  if (!member || member->is_null()) return std::nullopt;
  std::vector<std::string> texts;
  if (member->is_array() && member->size() <= most)
    for (const auto& item : *member)
      if (item.is_string()) texts.emplace_back(text_of(item));
  if (!member->is_array() || texts.size() != member->size())
    fail(field, "Must be an array of at most " + std::to_string(most) + " texts");
  return texts;
}

std::vector<std::string> Input::required_texts(std::string_view field, std::size_t most) {
  auto value = optional_texts(field, most);
  if (!value) fail(field, "Is missing");
  return std::move(value).value_or(std::vector<std::string>());
}

std::optional<SecretBytes> Input::optional_secret(std::string_view field, std::size_t most) {
  const auto* member = take(field);
  if (!member || member->is_null()) return std::nullopt;
  if (!member->is_string()) {
    fail(field, "Must be a text");
    return std::nullopt;
  }
  if (text_of(*member).size() > most) fail(field, "Is larger than " + std::to_string(most) + " bytes");
  return SecretBytes::from_text(text_of(*member));
}

Role Input::role(std::string_view field) {
  const auto role = parse_role(text(field));
  if (!role) fail(field, "Must be auditor, admin or owner");
  return role.value_or(Role::auditor);
}

std::optional<Bytes> Input::base64(std::string_view field) {
  const auto value = optional_text(field);
  if (!value) return std::nullopt;
  auto bytes = from_base64(*value);
  if (!bytes) fail(field, "Must be base64, padded and canonical");
  return bytes;
}

vault::NewValue Input::value() {
  const auto* single = take("value");
  const auto* structured = take("fields");
  if ((single != nullptr) == (structured != nullptr)) {
    fail("value", "Give either value or fields");
    return {};
  }
  if (structured) return fields(*structured);
  if (!single->is_string()) {
    fail("value", "Must be a text");
    return {};
  }
  if (text_of(*single).size() > limits::kMaxValue)
    fail("value", "Is larger than " + std::to_string(limits::kMaxValue) + " bytes");
  return {SecretBytes::from_text(text_of(*single)), {}};
}

vault::NewValue Input::fixed_fields() {
  if (take("value")) fail("value", "Is generated");
  const auto* structured = take("fields");
  return structured ? fields(*structured) : vault::NewValue{};
}

const Json* Input::optional_object(std::string_view field) {
  const auto* member = take(field);
  if (!member || member->is_null()) return nullptr;
  if (member->is_object()) return member;
  fail(field, "Must be an object");
  return nullptr;
}

vault::NewValue Input::fields(const Json& object) {
  vault::NewValue made;
  if (!object.is_object() || object.empty() || object.size() > limits::kMaxFields) {
    fail("fields", "Must be an object of 1 to " + std::to_string(limits::kMaxFields) + " texts");
    return made;
  }
  for (const auto& [name, value] : object.items()) {
    if (!is_display_name(std::string_view(name)))
      fail("fields", "A field's name must be " + std::string(kDisplayNameRule));
    if (!value.is_string()) fail("fields", "Every field must be a text");
    made.field_names.emplace_back(std::string_view(name));
  }
  if (error_) return made;
  made.bytes = to_secret_text(object);
  if (made.bytes.size() > limits::kMaxValue)
    fail("fields", "Are together larger than " + std::to_string(limits::kMaxValue) + " bytes");
  return made;
}

std::optional<crypto::PublicKey> Input::public_key(std::optional<Algorithm> otherwise) {
  const auto name = optional_text("algorithm");
  const auto algorithm = name ? parse_algorithm(*name) : otherwise;
  if (!algorithm) fail("algorithm", name ? "Is not an algorithm that this server knows" : "Is missing");
  const auto refused = algorithm ? why_not_for_requests(*algorithm) : std::nullopt;
  if (refused) fail("algorithm", "Cannot be used for this: " + std::string(*refused));
  const auto raw = base64("publicKey");
  if (!raw) fail("publicKey", "Is missing");
  if (!algorithm || refused || !raw) return std::nullopt;
  auto key = crypto::PublicKey::from_raw(*algorithm, *raw);
  if (!key) {
    fail("publicKey", key.error().message);
    return std::nullopt;
  }
  return std::move(*key);
}

}  // namespace signet::api
