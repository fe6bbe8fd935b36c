// SPDX-License-Identifier: Apache-2.0
#include "signet/client/environment.hpp"

#include <cstdlib>

namespace signet::client {

Environment process_environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
  };
}

}  // namespace signet::client
