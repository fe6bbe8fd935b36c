// SPDX-License-Identifier: Apache-2.0
// Numbers of generated values, imports and exports that server and clients must agree on. Each has a test one past it.
#pragma once

#include <cstddef>

namespace signet::limits {

inline constexpr std::size_t kMaxGenerated = 1'024;
inline constexpr std::size_t kMaxImportBody = 8 * 1'024 * 1'024;
inline constexpr std::size_t kMaxTransferred = 10'000;  // secrets in one import or export
inline constexpr std::size_t kMaxExport = 16 * 1'024 * 1'024;

}  // namespace signet::limits
