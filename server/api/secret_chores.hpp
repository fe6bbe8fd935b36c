// SPDX-License-Identifier: Apache-2.0
// What happens to secrets with time. Rows of the table in chores.cpp.
#pragma once

#include "api/services.hpp"

namespace signet::api {

/// Destroys what lay in the trash for thirty days.
void purge_old_trash(const Services& services, store::Committer& committer);

}  // namespace signet::api
