// SPDX-License-Identifier: Apache-2.0
// Requests signed before the clock starts. A nonce is good once and a timestamp for minutes, so this is done just
// before each run, with the time at which each request is expected to leave.
#pragma once

#include "mix.hpp"
#include "signers.hpp"
#include "signet/crypto/keys.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signet::load {

/// What the server gets, and what it has to say.
struct Request {
  std::string wire;
  Kind kind;
  int expected_status;
};

/// One signature as the server verifies it, with its key at hand.
struct Verification {
  crypto::PublicKey key;
  std::string payload;
  Bytes signature;
};

struct Signed {
  std::vector<Request> requests;
  std::vector<Verification> samples;  // evenly from all
  double seconds = 0;                 // that it took
};

struct Wanted {
  std::vector<Kind> kinds;           // in this order
  std::vector<std::int64_t> leaves;  // of each, nanoseconds after `start`
  std::int64_t start = 0;            // Unix seconds
  std::size_t value_bytes = 100;     // of what is written
  std::size_t samples = 2'000;       // at most
  unsigned threads = 1;
};

/// Machines and secrets are taken at random, the same in every run. Throws std::runtime_error if there is nobody who
/// could sign what is wanted.
[[nodiscard]] Signed sign(const Wanted& wanted, const Signers& signers);

/// How many requests a run of this sort can have, since the first one's timestamp must still be good when the last one
/// is signed and sent: by the time that one of them takes to sign and to send.
[[nodiscard]] std::size_t requests_that_fit(const Mix& mix, double seconds_to_sign, double seconds_to_send);

}  // namespace signet::load
