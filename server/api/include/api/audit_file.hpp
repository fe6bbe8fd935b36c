// SPDX-License-Identifier: Apache-2.0
// A log as a file that can be verified without this server: docs/formats.md.
#pragma once

#include "domain/audit_tree.hpp"
#include "store/snapshot.hpp"

#include <functional>
#include <optional>
#include <string>

namespace signet::api {

/// A signed note as a line of JSON.
[[nodiscard]] std::string checkpoint_line(const std::string& note);

/// Gives the file in pieces, and then nothing: the records that `head` covers, without those that were archived.
[[nodiscard]] std::function<std::optional<SecretBytes>(store::Reader&)> proof_pieces(const std::string& log,
                                                                                     const AuditCheckpoint& head);

}  // namespace signet::api
