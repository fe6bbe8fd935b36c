// SPDX-License-Identifier: Apache-2.0
// A layer over SQLite's own file system that passes everything on, but what it is told to get wrong.
#pragma once

#include "faults/faults.hpp"

#include <optional>

namespace signet::testing {

/// Every database that is opened afterwards lies on it. With `unsynced` it keeps there what a loss of power would take,
/// which a disk that lies about its syncs never empties.
void put_databases_on(Faults& faults, const std::optional<std::filesystem::path>& unsynced, bool disk_lies);

}  // namespace signet::testing
