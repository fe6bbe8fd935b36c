// SPDX-License-Identifier: Apache-2.0
// The keys of a machine or an operator.
#pragma once

#include "signet/client/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signet::client {

struct KeyRecord {
  std::uint64_t key_epoch = 0;  // from 1, one more with each rotation
  std::string algorithm = {};
  std::string fingerprint = {};
  Time created_at = {};
  std::optional<Time> replaced_at = {};  // nothing: it is the present one
  std::optional<Time> valid_until = {};  // of a replaced one
};

struct RotatedKey {
  KeyRecord key = {};            // from now on
  Time former_valid_until = {};  // of the key before
};

}  // namespace signet::client
