// SPDX-License-Identifier: Apache-2.0
// Builds the tree from nlohmann's events, because its own builder lets the last of two equal member names win and nests
// without end.
#pragma once

#include "signet/schema/json.hpp"

namespace signet {

/// One parse each. The functions are the interface that nlohmann calls; false stops it.
class JsonBuilder {
 public:
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, std::string_view /*digits*/) { return add(value); }
  bool string(SecretString& value) { return add(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) { return fail("not valid JSON"); }
  bool start_object(std::size_t /*unknown*/) { return open(Json::object()); }
  bool key(SecretString& name);
  bool end_object() { return close(); }
  bool start_array(std::size_t /*unknown*/) { return open(Json::array()); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string& last_token, const Json::exception& error);

  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] Json take() { return std::move(root_); }

 private:
  bool add(Json value);
  bool open(Json container);
  bool close();
  bool fail(std::string error);
  Json& put(Json value);

  Json root_;
  std::vector<Json*> open_;  // the containers that the parser is in, outermost first
  Json* member_ = nullptr;   // where the value of the last key goes
  std::string error_;
};

}  // namespace signet
