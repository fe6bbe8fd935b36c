// SPDX-License-Identifier: Apache-2.0
// Keys of others as they were seen first, so that a server cannot put its own in their place later: the request key
// that signed a machine's hybrid key, with its epoch; the key that signed a secret's bundles, with their version.
#pragma once

#include "signet/client/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace signet::client {

struct Pin {
  std::string fingerprint = {};  // hex
  std::uint64_t number = 0;      // of an epoch or a version; never less than before
};

enum class Unlike : std::uint8_t { refuse, trust_anew };

/// Remembers `pin` in the private file under `name`, if nothing speaks against it. Error: local, if another key was
/// remembered, or a higher number, unless that is to be forgotten.
[[nodiscard]] Result<void> check_pin(const std::filesystem::path& file, std::string_view name, const Pin& pin,
                                     Unlike unlike = Unlike::refuse);

}  // namespace signet::client
