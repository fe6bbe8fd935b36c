// SPDX-License-Identifier: Apache-2.0
// What a handler is: a plain function of a call that gives a reply. It reads from the call's snapshot and has no effect
// but its reply and its journal, so that the commit can run it again when somebody changed who may do what.
#pragma once

#include "api/message.hpp"
#include "api/services.hpp"
#include "auth/caller.hpp"
#include "query.hpp"
#include "signet/schema/json.hpp"
#include "vault/work.hpp"

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace signet::api {

/// What stood in the variable parts of the path, in order.
struct PathParameters {
  std::array<std::string_view, 4> values{};
  std::size_t count = 0;
};

/// There may be a better answer later: the request is to wait for it.
struct Wait {
  std::chrono::seconds time;
  Waiters::Topics topics;
};

/// What a write answers once it is done.
struct Written {
  Response response;
  std::string shown_once_id = {};  // of what was made, if the response shows a secret that is not kept
  std::optional<Wait> wait = {};
  std::function<void()> once_durable = {};  // on the writer thread; must be quick, and not throw
};

/// Runs inside the savepoint of the request, perhaps more than once; a refusal undoes it.
using Change = std::move_only_function<vault::Result<Written>(vault::Work&)>;

/// An answer, or a change that will give one.
struct Reply {
  Reply(Response answered) : response(std::move(answered)) {}
  Reply(Change staged) : change(std::move(staged)) {}
  Reply(const Error& error);
  Response response;
  Change change;
  std::optional<Wait> wait = {};  // with a response
};

struct Call {
  const Services& services;
  const Request& request;
  const PathParameters& path;
  const Query& query;
  const Json& body;            // of a write; else an empty object
  const auth::Caller* caller;  // null on public routes
  store::Snapshot& snapshot;
  vault::Journal& journal;
  Instant now;
  /// What a slow handler worked out at a cost, kept for when the commit asks it again: there it must not be slow. Null
  /// where a handler is asked once.
  std::shared_ptr<const void>* worked_out = nullptr;

  [[nodiscard]] const auth::MachineCaller& machine() const { return *caller->machine(); }
  [[nodiscard]] const auth::OperatorCaller& operator_() const { return *caller->operator_(); }
  /// REQUIRES: the route is a vault's; the pipeline has seen that it exists.
  [[nodiscard]] const Vault& vault() const { return *operator_().vault; }
};

using Handler = Reply (*)(const Call&);

}  // namespace signet::api
