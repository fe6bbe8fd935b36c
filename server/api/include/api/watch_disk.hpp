// SPDX-License-Identifier: Apache-2.0
// What is done about the disk with time.
#pragma once

#include "api/services.hpp"

namespace signet::api {

/// Logs what changed on it, and records in the installation's log when its reserve came into use and ceased to be.
/// What cannot be recorded now, the next call records.
void watch_disk(const Services& services, store::Committer& committer);

}  // namespace signet::api
