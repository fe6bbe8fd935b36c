// SPDX-License-Identifier: Apache-2.0
// Reads the members of an answer's object into a struct. The first member that is missing or of another type is noted;
// reading goes on with empty values, and whoever began asks once at the end. Members that nobody asks for are ignored,
// so that servers can grow.
#pragma once

#include "signet/client/admin_types.hpp"
#include "signet/client/error.hpp"
#include "signet/schema/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

class ObjectReader {
 public:
  /// Both must outlive this. `problem` stays empty while all is well.
  ObjectReader(const Json& object, std::string& problem) : object_(object), problem_(problem) {}

  [[nodiscard]] bool has(std::string_view name) const { return present(name) != nullptr; }
  [[nodiscard]] std::string text(std::string_view name);
  [[nodiscard]] SecretBytes secret(std::string_view name);
  [[nodiscard]] std::uint64_t number(std::string_view name);
  [[nodiscard]] bool flag(std::string_view name);
  [[nodiscard]] Time time(std::string_view name);
  // Nothing if the member is null or not there.
  [[nodiscard]] std::optional<SecretBytes> secret_or_none(std::string_view name);
  [[nodiscard]] std::optional<std::uint64_t> number_or_none(std::string_view name);
  [[nodiscard]] std::optional<std::string> text_or_none(std::string_view name);
  [[nodiscard]] std::optional<Time> time_or_none(std::string_view name);
  [[nodiscard]] std::optional<std::vector<std::string>> texts_or_none(std::string_view name);

  /// A text that `parse` knows.
  template <class T>
  [[nodiscard]] T word(std::string_view name, std::optional<T> (*parse)(std::string_view)) {
    const auto value = parse(text(name));
    if (!value) wrong(name);
    return value.value_or(T{});
  }
  /// A member that is an object: `read` gets its reader.
  template <class Read>
  void member(std::string_view name, const Read& read) {
    const Json* object = find_member(object_, name);
    if (object == nullptr || !object->is_object()) return wrong(name);
    ObjectReader inner(*object, problem_);
    read(inner);
  }
  /// An object inside this one.
  template <class T>
  [[nodiscard]] T object(std::string_view name, T (*read)(ObjectReader&)) {
    const Json* inner = find_member(object_, name);
    if (inner == nullptr || !inner->is_object()) {
      wrong(name);
      return {};
    }
    ObjectReader one(*inner, problem_);
    return read(one);
  }
  /// The items of an array of objects.
  template <class T>
  [[nodiscard]] std::vector<T> items(std::string_view name, T (*read)(ObjectReader&)) {
    std::vector<T> all;
    const Json* array = find_member(object_, name);
    if (array == nullptr || !array->is_array()) {
      wrong(name);
      return all;
    }
    for (const Json& item : *array) {
      if (!item.is_object()) {
        wrong(name);
        return all;
      }
      ObjectReader one(item, problem_);
      all.push_back(read(one));
    }
    return all;
  }

 private:
  void wrong(std::string_view name) {
    if (problem_.empty()) problem_ = name;
  }
  [[nodiscard]] const Json* present(std::string_view name) const;

  const Json& object_;
  std::string& problem_;
};

}  // namespace signet::client
