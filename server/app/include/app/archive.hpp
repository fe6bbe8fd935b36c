// SPDX-License-Identifier: Apache-2.0
// `signetd audit archive`
#pragma once

#include "app/exit_code.hpp"
#include "domain/clock.hpp"
#include "signet/crypto/random.hpp"
#include "store/backup.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace signet::app {

struct Way;

struct ArchiveRequest {
  std::filesystem::path database;
  std::string log;  // a vault id; empty: the installation's
  std::int64_t before;
  std::filesystem::path file;
};

/// Moves the records up to the newest kept checkpoint that covers no more than `before` of them to a new file, as an
/// export with proof has them. They go only once the file is on disk and was read back, with every checkpoint in it
/// signed with the log's key, which the root key that `way` opens leads to. What was done, as text.
[[nodiscard]] Result<std::string> archive_audit(const ArchiveRequest& request, const Way& way, crypto::Random& random,
                                                const Clock& clock, const store::Progress& progress);

}  // namespace signet::app
