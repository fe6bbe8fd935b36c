// SPDX-License-Identifier: Apache-2.0
#include "signet/client/watch.hpp"

#include "fail.hpp"
#include "signet/schema/canonical_request.hpp"
#include "watch_loop.hpp"

#include <fmt/format.h>

namespace signet::client {

Result<Watch> Watch::start(const Client& client, std::vector<std::string> secret_ids, WatchHandlers handlers,
                           const WatchOptions& options) {
  if (secret_ids.empty() && !handlers.list) return fail(ErrorKind::invalid_request, "nothing to watch");
  for (const auto& id : secret_ids) {
    if (!is_path_parameter(id)) return fail(ErrorKind::invalid_request, fmt::format("\"{}\" is not an id", id));
  }
  return Watch(std::make_shared<WatchLoop>(client, std::move(secret_ids), std::move(handlers), options));
}

// The thread shares the loop, so that a handler may destroy the watch.
Watch::Watch(std::shared_ptr<WatchLoop> loop) : loop_(std::move(loop)), thread_([loop = loop_] { loop->run(); }) {}

void Watch::stop() { loop_->stop(); }

void Watch::wait() {
  if (thread_.joinable()) thread_.join();
}

Watch::~Watch() {
  if (!thread_.joinable()) return;
  loop_->stop();
  if (thread_.get_id() == std::this_thread::get_id()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

}  // namespace signet::client
