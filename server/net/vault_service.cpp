// SPDX-License-Identifier: Apache-2.0
// The service that signetd runs: requests are prepared by the pipeline, the slow ones by the slow threads, and if they
// need a commit, wait for it.
#include "net/server.hpp"
#include "pending_commits.hpp"
#include "slow_calls.hpp"
#include "waiting_room.hpp"

namespace signet::net {
namespace {

struct Parts {
  std::shared_ptr<SlowPool> slow_pool;
  store::Committer& committer;
  const Clock& clock;
  std::chrono::milliseconds deadline;
  std::function<void(std::string_view)> log;
};

/// Joins the next group for what a lost answer leaves to do. Nobody waits for it.
class Regretting final : public store::Task {
 public:
  explicit Regretting(api::Regret regret) : regret_(std::move(regret)) {}
  void run(store::Transaction& transaction) override { regret_(transaction); }
  void record_failure(store::Transaction&, const std::exception&) override {}
  void done(store::Outcome) noexcept override {}

 private:
  api::Regret regret_;
};

class VaultService final : public Service {
 public:
  VaultService(std::unique_ptr<api::Pipeline> pipeline, const Parts& parts, const Wake& wake)
      : pipeline_(std::move(pipeline)),
        committer_(parts.committer),
        log_(parts.log),
        wake_(wake),
        room_(*pipeline_, parts.clock, wake,
              [this](api::Prepared prepared, Answer answer) { finish(std::move(prepared), std::move(answer)); }),
        commits_(parts.committer, parts.clock, parts.deadline, wake,
                 [this](std::unique_ptr<api::Parked> parked, Answer answer) {
                   room_.park(std::move(parked), std::move(answer));
                 }),
        steps_(parts.slow_pool, wake),
        pieces_(parts.slow_pool, wake) {}

  std::optional<std::size_t> admit(const api::RequestHead& head, std::optional<std::uint64_t> content_length,
                                   Answer answer) override {
    auto limit = pipeline_->admit(head, content_length);
    if (limit) return *limit;
    finish(std::move(limit.error()), std::move(answer));
    return std::nullopt;
  }
  void start(api::Request request, Answer answer) override {
    finish(pipeline_->prepare(std::move(request)), std::move(answer));
    wake_();
  }
  void next(api::Pieces pieces, PieceTaker taker) override {
    auto work = [pieces = std::move(pieces), log = log_](store::Reader& reader) mutable noexcept -> Piece {
      try {
        auto bytes = pieces(reader);
        return {std::move(pieces), std::move(bytes)};
      } catch (const std::exception& failure) {
        log(std::string("an answer was broken off: ") + failure.what());
        return {{}, std::nullopt, true};
      }
    };
    pieces_.add(std::move(work), std::move(taker));
  }
  void lost(api::Regret regret) override {
    std::vector<std::unique_ptr<store::Task>> tasks;
    tasks.push_back(std::make_unique<Regretting>(std::move(regret)));
    static_cast<void>(committer_.submit(std::move(tasks)));  // of no use while the queue is full
  }
  void turn() override {
    steps_.turn();
    pieces_.turn();
    pipeline_->rest();
    room_.turn();
    commits_.turn();
  }
  void tick() override {
    room_.tick();
    commits_.tick();
  }
  void stop() override { room_.close(); }

 private:
  void finish(api::Prepared prepared, Answer answer) {
    if (prepared.answer) return answer(std::move(*prepared.answer));
    if (prepared.pending) return commits_.add(std::move(prepared.pending), std::move(answer));
    auto taker = [this, answer = std::move(answer)](api::Prepared result) mutable noexcept {
      finish(std::move(result), std::move(answer));
    };
    if (auto refused = steps_.offer(std::move(prepared.slow), std::move(taker)))
      refused(api::Prepared{api::busy_response()});
  }

  std::unique_ptr<api::Pipeline> pipeline_;
  store::Committer& committer_;
  std::function<void(std::string_view)> log_;
  const Wake wake_;
  WaitingRoom room_;
  PendingCommits commits_;
  SlowCalls<api::Prepared> steps_;
  SlowCalls<Piece> pieces_;
};

}  // namespace

ServiceFactory vault_service(PipelineFactory make_pipeline, store::Store& store, store::Committer& committer,
                             const ListenerOptions& options) {
  const Parts parts{std::make_shared<SlowPool>(store), committer, *options.clock, options.limits.commit, options.log};
  return [make_pipeline = std::move(make_pipeline), parts](const Wake& wake) -> std::unique_ptr<Service> {
    return std::make_unique<VaultService>(make_pipeline(), parts, wake);
  };
}

}  // namespace signet::net
