// SPDX-License-Identifier: Apache-2.0
#include "attempts.hpp"

#include "answer.hpp"
#include "http_date.hpp"
#include "signet/schema/canonical_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace signet::client {
namespace {

using std::chrono::seconds;

constexpr std::array kPauses{seconds(1), seconds(2), seconds(4)};
constexpr seconds kLongestWait{10};  // what a server may ask for; more is for the caller to decide
constexpr seconds kMachineSkew{15 * 60};
constexpr seconds kOperatorSkew{5 * 60};

}  // namespace

Attempts::Attempts(const std::string& what, const Signer* signer, const Manner& manner)
    : what_(what),
      signer_(signer),
      writes_(manner.writes),
      repeats_(std::min<unsigned>(manner.repeats, kPauses.size())) {}

Result<seconds> Attempts::after_failure(const WireFailure& failure) {
  in_doubt_ = in_doubt_ || (writes_ && failure.sent);
  Error error{.kind = failure.kind, .message = fmt::format("{}: {}", what_, failure.message)};
  if (failure.kind != ErrorKind::network) return give_up(std::move(error));
  if (failure.stale && !refreshed_) {
    refreshed_ = true;
    return seconds(0);
  }
  if (pauses_ == repeats_) return give_up(std::move(error));
  return kPauses.at(pauses_++);
}

Result<seconds> Attempts::after_refusal(const WireResponse& response, std::chrono::sys_seconds now) {
  if (response.status == 401 && response.find(header::kReason) == "stale-timestamp" && signer_ != nullptr) {
    return after_stale_timestamp(response, now);
  }
  in_doubt_ = in_doubt_ || (writes_ && response.find(header::kOutcome) == "unknown");
  const bool later = response.status == 429 || response.status == 503;
  const seconds wanted = retry_after(response).value_or(seconds(0));
  if (!later || wanted > kLongestWait || pauses_ == repeats_) {
    return give_up(error_of(response, what_, signer_ != nullptr ? signer_->who() : std::string()));
  }
  return std::max(kPauses.at(pauses_++), wanted);
}

/// The server checked our signature before it said so, and it proved who it is or is this very machine. Believing its
/// clock for one call is safe as far as a wrong clock can be an accident; it is never remembered.
Result<seconds> Attempts::after_stale_timestamp(const WireResponse& response, std::chrono::sys_seconds now) {
  const auto date = response.find("Date");
  const auto theirs = date ? parse_http_date(*date) : std::nullopt;
  const seconds limit = signer_->plane() == Plane::machine ? kMachineSkew : kOperatorSkew;
  if (theirs && !corrected_ && *theirs - now <= limit && now - *theirs <= limit) {
    corrected_ = true;
    correction_ = *theirs - now;
    return seconds(0);
  }
  const std::string server_time = theirs ? show_time(*theirs) : std::string("unknown");
  return give_up({.kind = ErrorKind::clock_skew,
                  .status = response.status,
                  .message = fmt::format("{}: the signature was good but its time was not: this machine says {}, the "
                                         "server says {}; set the wrong clock (timedatectl set-ntp true)",
                                         what_, show_time(now), server_time)});
}

std::unexpected<Error> Attempts::give_up(Error error) const {
  // What the server answers about the request itself is its answer to every attempt, since all had one request id.
  const bool settled = error.status == 400 || error.status == 404 || error.status == 409 || error.status == 413;
  if (in_doubt_ && !settled) {
    error.may_have_happened = true;
    error.message += "; it may have happened all the same: look before doing it again";
  }
  return std::unexpected(std::move(error));
}

}  // namespace signet::client
