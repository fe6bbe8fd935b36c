// SPDX-License-Identifier: Apache-2.0
// What a machine gets of a secret that its author sealed for it.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <string>

namespace signet::client {

struct EndToEndValue {
  SecretBytes value;
  std::uint64_t version = 0;
  std::string author_algorithm = {};
  std::string author_fingerprint = {};  // hex, of the key that signed the bundle
};

}  // namespace signet::client
