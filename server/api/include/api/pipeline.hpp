// SPDX-License-Identifier: Apache-2.0
// From a request to an answer, in two steps that know no socket: prepare() decides on a snapshot; the pending request
// then joins a group commit, which decides for good. The transport calls admit() before it reads a body.
#pragma once

#include "api/message.hpp"
#include "api/waiters.hpp"
#include "store/committer.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>

namespace signet::api {

/// What counters and the log call a request by.
struct Origin {
  std::size_t route = 0;  // as in Response
  std::string request;    // its id
};

/// A request that wants to wait until something changed. What it did so far is durable; nothing of it runs and no
/// snapshot is held: it is who asks and what for.
class Parked {
 public:
  virtual ~Parked() = default;
  Origin origin;
  std::chrono::milliseconds until{};  // by the monotonic clock
  Response otherwise;                 // the answer without waiting
};

/// A request that waits for its commit. The answer is given to `on_answer` on the writer thread, after the commit; a
/// request that wants to wait is given to `on_park` instead, if that is set.
class PendingRequest : public store::Task {
 public:
  Origin origin;
  std::move_only_function<void(Response) noexcept> on_answer;
  std::move_only_function<void(std::unique_ptr<Parked>) noexcept> on_park;
};

struct Prepared;

/// The rest of prepare() for a route that may take long: to be called once, on a thread that may be kept waiting, with
/// that thread's reader.
using SlowStep = std::move_only_function<Prepared(store::Reader& reader) noexcept>;

/// Exactly one of them is set.
struct Prepared {
  std::optional<Response> answer = {};
  std::unique_ptr<PendingRequest> pending = {};
  SlowStep slow = {};
  std::unique_ptr<Parked> parked = {};  // by resume() only
};

struct Services;  // what the handlers work with: api/services.hpp

/// One per I/O thread; not thread-safe.
class Pipeline {
 public:
  explicit Pipeline(const Services& services);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// Before the first byte of the body, if there is one; prepare() checks it all again: target, route, lockout, header
  /// grammar, announced length. The largest body that the route takes, or the refusal, whose record may have to be
  /// committed first.
  [[nodiscard]] std::expected<std::size_t, Prepared> admit(const RequestHead& head,
                                                           std::optional<std::uint64_t> content_length);
  /// Never throws: what goes wrong in here is logged and is a 500.
  [[nodiscard]] Prepared prepare(Request request);
  /// To be called soon after some calls of prepare(): it lets go of what it kept for the next.
  void rest();
  /// A place among those who wait. Null: there is none.
  [[nodiscard]] std::unique_ptr<Waiters::Place> enter(const Parked& parked, Waiters::Wake wake);
  /// Decides again, from who asks, on a fresh snapshot: it goes on waiting, or what it takes is committed. With `over`
  /// it waits no longer. Never throws.
  [[nodiscard]] Prepared resume(std::unique_ptr<Parked> parked, bool over);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Answers of the transport itself, in the one shape of all errors.
[[nodiscard]] Response error_response(int status, std::string_view message);
/// The queue was full, or the deadline passed while the request was still queued: nothing has happened.
[[nodiscard]] Response busy_response();

}  // namespace signet::api
