// SPDX-License-Identifier: Apache-2.0
// Whether a stored log is the one that was signed.
#pragma once

#include "store/audit_tree.hpp"

#include <functional>
#include <optional>
#include <string>

namespace signet::audit {

/// From every record that the newest checkpoint covers, and from the kept hashes of those that were archived. A
/// sentence that names the first bad record, if one can be told; none: they give the root that was signed. `progress`
/// is told how many records were read. That a log has archived records a record of it must say.
[[nodiscard]] std::optional<std::string> find_fault(store::AuditTreeReads& reads, const AuditLogState& log,
                                                    const std::function<void(std::int64_t)>& progress = {});

}  // namespace signet::audit
