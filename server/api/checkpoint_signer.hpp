// SPDX-License-Identifier: Apache-2.0
// The keys of a log.
#pragma once

#include "api/services.hpp"
#include "vault/checkpoint_keys.hpp"

namespace signet::api {

/// Absent: the log has no keys yet, so no checkpoint.
[[nodiscard]] std::optional<crypto::CheckpointSigner> checkpoint_signer(const Services& services,
                                                                        store::Snapshot& snapshot,
                                                                        const std::string& log);

}  // namespace signet::api
