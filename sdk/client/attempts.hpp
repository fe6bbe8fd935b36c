// SPDX-License-Identifier: Apache-2.0
// Decides after each attempt of one call: again, and how soon, or give up. Does nothing itself.
#pragma once

#include "exchange.hpp"
#include "signer.hpp"
#include "signet/client/error.hpp"
#include "transport.hpp"

#include <chrono>
#include <string>

namespace signet::client {

class Attempts {
 public:
  /// `signer` is null for what nobody signs. Both must outlive this.
  Attempts(const std::string& what, const Signer* signer, const Manner& manner);

  /// How long to wait before the next attempt, or the error to give up with.
  [[nodiscard]] Result<std::chrono::seconds> after_failure(const WireFailure& failure);
  [[nodiscard]] Result<std::chrono::seconds> after_refusal(const WireResponse& response, std::chrono::sys_seconds now);

  /// What the server's clock is ahead of ours, once it said so; for this call only.
  [[nodiscard]] std::chrono::seconds clock_correction() const { return correction_; }

 private:
  [[nodiscard]] Result<std::chrono::seconds> after_stale_timestamp(const WireResponse& response,
                                                                   std::chrono::sys_seconds now);
  [[nodiscard]] std::unexpected<Error> give_up(Error error) const;

  const std::string& what_;
  const Signer* signer_;
  bool writes_;
  unsigned repeats_;
  unsigned pauses_ = 0;
  bool refreshed_ = false;
  bool corrected_ = false;
  bool in_doubt_ = false;  // some attempt may have taken effect
  std::chrono::seconds correction_{0};
};

}  // namespace signet::client
