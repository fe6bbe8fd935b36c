// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "handler.hpp"

namespace signet::api {

/// Records of one log, newest first, by the filters of the query. The records are shown as the bytes they are.
[[nodiscard]] Reply list_audit(const Call& call, const std::string& log);

/// The same records from the first to the newest, as a file: `format` is jsonl or csv.
[[nodiscard]] Reply export_audit(const Call& call, const std::string& log);

}  // namespace signet::api
