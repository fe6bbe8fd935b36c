// SPDX-License-Identifier: Apache-2.0
// The header by which every signed answer tells how far a log is signed: "{log} {records} {base64 of the root}". `log`
// is the id of a vault or of the installation.
#pragma once

#include <string_view>

namespace signet::header {

inline constexpr std::string_view kAuditCheckpoint = "X-Audit-Checkpoint";

}  // namespace signet::header
