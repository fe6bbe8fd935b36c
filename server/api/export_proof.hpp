// SPDX-License-Identifier: Apache-2.0
// The answer to who wants a log as a file that can be verified without this server.
#pragma once

#include "api/audit_file.hpp"
#include "handler.hpp"

namespace signet::api {

/// Up to the newest checkpoint. Not found: there is none yet.
[[nodiscard]] Reply export_proof(const Call& call, const std::string& log);

}  // namespace signet::api
