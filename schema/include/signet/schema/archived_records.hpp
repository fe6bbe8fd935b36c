// SPDX-License-Identifier: Apache-2.0
// What the log itself says of its records that were moved to a file: whoever verifies a log that begins with record 301
// demands it of a record behind, for anybody can leave the first 300 out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace signet {

/// The detail of the record of this: `root` is that of the first `last` records, base64.
[[nodiscard]] std::string archived_detail(std::uint64_t first, std::uint64_t last, std::string_view root);
/// Whether this record says that what was up to `last`, and gives this root, was moved to a file.
[[nodiscard]] bool says_archived(std::string_view record, std::uint64_t last, std::string_view root);

}  // namespace signet
