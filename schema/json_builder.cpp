// SPDX-License-Identifier: Apache-2.0
#include "json_builder.hpp"

#include "signet/schema/limits.hpp"

namespace signet {

bool JsonBuilder::key(SecretString& name) {
  Json& object = *open_.back();
  if (object.contains(name)) return fail("a member name occurs twice in one object");
  member_ = &object[std::move(name)];
  return true;
}

// The library's own text quotes what it read last.
bool JsonBuilder::parse_error(std::size_t position, const std::string& /*last_token*/,
                              const Json::exception& /*error*/) {
  return fail("not valid JSON at byte " + std::to_string(position));
}

bool JsonBuilder::add(Json value) {
  if (open_.empty()) return fail("not a JSON object");
  put(std::move(value));
  return true;
}

bool JsonBuilder::open(Json container) {
  if (open_.empty()) {
    if (!container.is_object()) return fail("not a JSON object");
    root_ = std::move(container);
    open_.push_back(&root_);
    return true;
  }
  if (open_.size() == limits::kMaxJsonDepth) {
    return fail("JSON nested deeper than " + std::to_string(limits::kMaxJsonDepth) + " levels");
  }
  open_.push_back(&put(std::move(container)));
  return true;
}

bool JsonBuilder::close() {
  open_.pop_back();
  return true;
}

bool JsonBuilder::fail(std::string error) {
  error_ = std::move(error);
  return false;
}

Json& JsonBuilder::put(Json value) {
  Json& parent = *open_.back();
  if (parent.is_array()) return parent.emplace_back(std::move(value));
  *member_ = std::move(value);
  return *member_;
}

}  // namespace signet
