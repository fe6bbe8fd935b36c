// SPDX-License-Identifier: Apache-2.0
// A log that was signed, as its export is, line by line; so that a test can spoil any of it.
#pragma once

#include "signet/crypto/checkpoint.hpp"
#include "signet/crypto/merkle.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace signet::testing {

struct SignedLog {
  /// With a checkpoint after every `step` records, and one over all. Its last records say that those up to each of
  /// `archived` were archived, the last of them last.
  explicit SignedLog(std::uint64_t size, std::uint64_t step = 250, const std::string& origin = "signet/inst_1/vault_a",
                     const std::vector<std::uint64_t>& archived = {});

  [[nodiscard]] std::string text() const;
  /// The checkpoint over the first `size` records.
  [[nodiscard]] crypto::Checkpoint checkpoint(std::uint64_t size) const;
  [[nodiscard]] static std::string line_of(const std::string& note);
  /// Where the line of a record is, counted from 1.
  [[nodiscard]] std::size_t line_of_record(std::uint64_t seq) const;

  crypto::CheckpointSigner signer;
  std::string origin;
  std::vector<std::string> records;
  std::vector<std::string> lines;  // without their line feeds
};

}  // namespace signet::testing
