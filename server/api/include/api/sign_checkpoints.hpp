// SPDX-License-Identifier: Apache-2.0
// Checkpoints of the audit logs: signed from time to time, and of everything before the server ends.
#pragma once

#include "api/services.hpp"

namespace signet::api {

/// Of the logs that are due. What goes wrong with one log is logged, once, and keeps no other from its checkpoint.
void sign_due_checkpoints(const Services& services, store::Committer& committer);
/// Of every log that has a record which no checkpoint covers.
void sign_all_checkpoints(const Services& services, store::Committer& committer);

}  // namespace signet::api
