// SPDX-License-Identifier: Apache-2.0
// How commands that read become a machine: with the identity on disk, its offline cache if that is asked for, or one
// that is made in memory for this run.
#pragma once

#include "arguments.hpp"

#include <stop_token>

namespace signet::cli {

class MachineAccess {
 public:
  enum class Offer : std::uint8_t { cache, cache_and_enrolment };

  MachineAccess(CLI::App& command, Offer offer);
  [[nodiscard]] Result<client::Client> open(Session& session, std::stop_token stop = {}) const;
  /// Says on standard error that values are old, or could not be kept.
  static void warn(Session& session, const client::Client& client, std::optional<client::Time> cached_at);

 private:
  [[nodiscard]] Result<client::Client> enrol(Session& session, const client::ConnectOptions& connect) const;

  Flag cache_;
  Text token_;
  Text name_;
};

}  // namespace signet::cli
