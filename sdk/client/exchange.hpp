// SPDX-License-Identifier: Apache-2.0
// A call from beginning to end: sign, send, and send again where that is safe. Reads are always safe; a write is
// because it carries a request id, which is made here and nowhere else; enrolment is because the server knows token and
// key.
#pragma once

#include "audit_heads.hpp"
#include "signer.hpp"
#include "signet/client/api_url.hpp"
#include "signet/client/error.hpp"
#include "signet/client/time.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/json_fwd.hpp"
#include "target.hpp"
#include "transport.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace signet::client {

/// What a call needs from the world; a test has its own.
struct Surroundings {
  std::function<std::chrono::system_clock::time_point()> now;
  std::function<void(std::chrono::seconds)> sleep;
  std::reference_wrapper<crypto::Random> random;
  std::stop_token stop = {};  // ends every call
};
/// Its sleep ends early when `stop` is requested.
[[nodiscard]] Surroundings real_surroundings(std::stop_token stop = {});

/// How a call is made, beside what it asks.
struct Manner {
  bool writes = false;
  unsigned repeats = 3;  // after network errors, 429 and 503
  std::chrono::milliseconds patience{0};
  std::stop_token stop = {};  // ends this call
  Sink sink = {};             // takes the body of a success
};

/// A key that may have taken the place of the signer's: tried once the server does not know that one.
struct Successor {
  Signer signer;
  std::function<void()> was_good;  // called at most once
};

/// A success.
struct Answer {
  WireResponse response;
  std::string what;   // the request, for messages
  std::string nonce = {};  // that it was signed with
};

/// Thread-safe if its transport is.
class Exchange {
 public:
  /// Without a signer: what anybody may ask.
  Exchange(std::string origin, std::unique_ptr<Transport> transport, std::optional<Signer> signer,
           Surroundings surroundings = real_surroundings(), std::optional<Successor> successor = {});

  [[nodiscard]] Result<Answer> read(const Target& target, Manner manner = {});
  /// Adds "requestId" to the body, which must be an object.
  [[nodiscard]] Result<Answer> write(std::string_view method, const Target& target, Json body,
                                     Manner manner = {});
  /// A read whose question is too long for a target. Without a body: of all.
  [[nodiscard]] Result<Answer> ask(const Target& target, const std::optional<Json>& body, Manner manner = {});
  /// A read whose answer may have any size. Never tried again once `sink` got a piece.
  [[nodiscard]] Result<void> stream(const Target& target, const Sink& sink);
  /// As it is. REQUIRES: doing it twice has no second effect.
  [[nodiscard]] Result<Answer> post(const Target& target, const Json& body);
  /// One GET, whatever comes of it.
  [[nodiscard]] Result<WireResponse> probe(const Target& target);

  /// From here on what answers tell of audit logs is compared and remembered. Before the first call.
  void watch(std::shared_ptr<AuditHeads> heads) { heads_ = std::move(heads); }

  /// Null without a signer.
  [[nodiscard]] const Signer* signer() const { return signer_ ? &*signer_ : nullptr; }
  [[nodiscard]] Time now() const { return std::chrono::floor<Time::duration>(surroundings_.now()); }
  [[nodiscard]] std::stop_token stop_token() const { return surroundings_.stop; }
  /// Every call ends at once from here on.
  [[nodiscard]] bool is_stopped() const { return surroundings_.stop.stop_requested(); }

 private:
  [[nodiscard]] Result<Answer> call(std::string_view method, const Target& target, SecretBytes body, Manner manner);

  std::string origin_;
  std::unique_ptr<Transport> transport_;
  std::optional<Signer> signer_;
  Surroundings surroundings_;
  std::optional<Successor> successor_;
  std::atomic<bool> succeeded_ = false;
  std::shared_ptr<AuditHeads> heads_;
};

}  // namespace signet::client
