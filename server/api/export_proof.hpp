// SPDX-License-Identifier: Apache-2.0
// A log as a file that can be verified without this server: docs/formats.md.
#pragma once

#include "handler.hpp"

namespace signet::api {

/// A signed note as a line of JSON.
[[nodiscard]] std::string checkpoint_line(const std::string& note);

/// Up to the newest checkpoint. Not found: there is none yet.
[[nodiscard]] Reply export_proof(const Call& call, const std::string& log);

}  // namespace signet::api
