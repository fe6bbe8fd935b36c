// SPDX-License-Identifier: Apache-2.0
// All pages of a database, as one read transaction sees them.
#pragma once

#include "sqlite/connection.hpp"
#include "store/backup.hpp"

namespace signet::store {

/// Into `file`, which is there and empty, of the size that is returned. It is no longer in WAL mode. The caller syncs
/// it. REQUIRES: a read transaction is open on `source`; without one, every commit of others would start the copy
/// again.
std::uint64_t copy_database(Connection& source, const std::filesystem::path& file, const Progress& progress);

}  // namespace signet::store
