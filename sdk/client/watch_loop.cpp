// SPDX-License-Identifier: Apache-2.0
#include "watch_loop.hpp"

#include "exchange.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <span>

namespace signet::client {

WatchClock real_watch_clock() {
  return {[] { return std::chrono::steady_clock::now(); },
          [](std::chrono::milliseconds time, std::stop_token stop) {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
          }};
}

WatchLoop::WatchLoop(const Client& client, std::vector<std::string> secret_ids, WatchHandlers handlers,
                     const WatchOptions& options, WatchClock clock)
    : client_(client),
      ids_(std::move(secret_ids)),
      handlers_(std::move(handlers)),
      fetch_(options.fetch),
      clock_(std::move(clock)),
      pace_(options.wait) {}

void WatchLoop::run() {
  const auto token = stop_.get_token();
  const std::stop_callback with_the_client(client_.exchange_->stop_token(), [this] { stop(); });
  while (!token.stop_requested() && (!ids_.empty() || handlers_.list)) {
    const auto began = clock_.now();
    const auto events = poll();
    if (token.stop_requested()) return;
    if (!events) {
      recover(events.error());
    } else if (events->empty()) {
      if (const auto looked = look_for_more(); !looked) {
        recover(looked.error());
        continue;
      }
      const auto took = std::chrono::duration_cast<WatchPace::Duration>(clock_.now() - began);
      clock_.pause(pace_.after_silence(took), token);
    } else if (const auto done = pass_on(*events); !done) {
      recover(done.error());
    } else if (!ids_.empty()) {
      clock_.pause(pace_.after_news(), token);
    }
  }
}

// One poll is held back until there is news; of several, each would be deaf to the others' news meanwhile.
Result<std::map<std::string, SecretEvent>> WatchLoop::poll() {
  const std::span<const std::string> all(ids_);
  const auto token = stop_.get_token();
  if (all.size() <= limits::kMaxWatched) {
    if (all.empty()) return {};
    return client_.poll(all, pace_.wait(), token);
  }
  std::map<std::string, SecretEvent> events;
  for (std::size_t i = 0; i < all.size(); i += limits::kMaxWatched) {
    auto some = client_.poll(all.subspan(i, std::min(limits::kMaxWatched, all.size() - i)), {}, token);
    if (!some) return some;
    events.merge(*some);
  }
  return events;
}

Result<void> WatchLoop::look_for_more() {
  if (!handlers_.list) return {};
  const auto listed = handlers_.list();
  if (!listed) return std::unexpected(listed.error());
  for (const auto& id : *listed) {
    if (stop_.stop_requested()) return {};
    if (std::ranges::find(ids_, id) != ids_.end()) continue;
    ids_.push_back(id);
    if (auto passed = pass_on(id, SecretEvent::changed); !passed) {
      std::erase(ids_, id);  // it is new again the next time
      return passed;
    }
  }
  return {};
}

Result<void> WatchLoop::pass_on(const std::map<std::string, SecretEvent>& events) {
  Result<void> all;
  for (const auto& [id, event] : events) {
    if (stop_.stop_requested()) return {};
    if (std::ranges::find(ids_, id) == ids_.end()) continue;
    if (auto one = pass_on(id, event); !one && all) all = std::move(one);
  }
  return all;
}

Result<void> WatchLoop::pass_on(const std::string& id, SecretEvent event) {
  if (event == SecretEvent::changed && fetch_) {
    auto value = client_.read_secret(id, {.repeats = 0, .stop = stop_.get_token()});
    if (value) {
      say({.secret_id = id, .event = event, .value = std::move(*value)});
      return {};
    }
    // Not read, so the server says it again at the next poll.
    if (value.error().kind != ErrorKind::not_found) return std::unexpected(value.error());
    event = SecretEvent::deleted;
  }
  if (event != SecretEvent::changed) std::erase(ids_, id);
  say({.secret_id = id, .event = event});
  return {};
}

void WatchLoop::say(SecretChange change) {
  if (!stop_.stop_requested() && handlers_.on_change) handlers_.on_change(change);
}

void WatchLoop::recover(const Error& error) {
  if (stop_.stop_requested()) return;
  const auto step = pace_.after_failure(error);
  if (handlers_.on_problem) handlers_.on_problem(error, step.ends);
  if (step.ends) return stop();
  clock_.pause(step.pause, stop_.get_token());
}

}  // namespace signet::client
