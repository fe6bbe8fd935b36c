// SPDX-License-Identifier: Apache-2.0
// What happens to secrets with time. Rows of the table in chores.cpp.
#pragma once

#include "api/services.hpp"

namespace signet::api {

/// Some of the secrets whose schedule says so, each in a commit of its own.
void rotate_what_is_due(const Services& services, store::Committer& committer);

/// Destroys what lay in the trash for thirty days.
void purge_old_trash(const Services& services, store::Committer& committer);

}  // namespace signet::api
