// SPDX-License-Identifier: Apache-2.0
// What one I/O thread has given to the slow threads, and who waits for it.
#pragma once

#include "mailbox.hpp"
#include "slow_pool.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace signet::net {

/// All calls on the I/O thread. Results that come after its end are dropped. What waits for a result never leaves the
/// thread: only the work does.
template <class Result>
class SlowCalls {
 public:
  using Work = std::move_only_function<Result(store::Reader& reader) noexcept>;
  using Taker = std::move_only_function<void(Result) noexcept>;

  SlowCalls(std::shared_ptr<SlowPool> pool, Wake wake)
      : pool_(std::move(pool)), mailbox_(std::make_shared<Mailbox<Result>>(std::move(wake))) {}
  ~SlowCalls() { mailbox_->close(); }
  SlowCalls(const SlowCalls&) = delete;
  SlowCalls& operator=(const SlowCalls&) = delete;

  /// Null: `taker` will be called from turn(). Otherwise there was no room, and it comes back.
  [[nodiscard]] Taker offer(Work work, Taker taker) {
    if (!pool_->offer(job(std::move(work)))) return taker;
    waiting_.emplace(next_id_++, std::move(taker));
    return {};
  }
  /// Never refused: see SlowPool::add.
  void add(Work work, Taker taker) {
    pool_->add(job(std::move(work)));
    waiting_.emplace(next_id_++, std::move(taker));
  }
  void turn() {
    for (auto& letter : mailbox_->take()) {
      auto waiting = waiting_.extract(letter.id);
      waiting.mapped()(std::move(letter.content));
    }
  }

 private:
  SlowPool::Job job(Work work) {
    return [mailbox = mailbox_, id = next_id_, work = std::move(work)](store::Reader& reader) mutable noexcept {
      mailbox->put(id, work(reader));
    };
  }

  std::shared_ptr<SlowPool> pool_;
  std::shared_ptr<Mailbox<Result>> mailbox_;
  std::map<std::uint64_t, Taker> waiting_;
  std::uint64_t next_id_ = 0;
};

}  // namespace signet::net
