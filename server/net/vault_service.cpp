// SPDX-License-Identifier: Apache-2.0
// The service that signetd runs: requests are prepared by the pipeline and, if they need a commit, wait for it.
#include "net/server.hpp"
#include "pending_commits.hpp"

namespace signet::net {
namespace {

class VaultService final : public Service {
 public:
  VaultService(std::unique_ptr<api::Pipeline> pipeline, store::Committer& committer, const Clock& clock,
               std::chrono::milliseconds deadline, Wake wake)
      : pipeline_(std::move(pipeline)), commits_(committer, clock, deadline, std::move(wake)) {}

  std::optional<std::size_t> admit(const api::RequestHead& head, std::optional<std::uint64_t> content_length,
                                   Answer answer) override {
    auto limit = pipeline_->admit(head, content_length);
    if (limit) return *limit;
    finish(std::move(limit.error()), std::move(answer));
    return std::nullopt;
  }
  void start(api::Request request, Answer answer) override {
    finish(pipeline_->prepare(std::move(request)), std::move(answer));
  }
  void turn() override { commits_.turn(); }
  void tick() override { commits_.tick(); }

 private:
  void finish(api::Prepared prepared, Answer answer) {
    if (prepared.answer) {
      answer(std::move(*prepared.answer));
    } else {
      commits_.add(std::move(prepared.pending), std::move(answer));
    }
  }

  std::unique_ptr<api::Pipeline> pipeline_;
  PendingCommits commits_;
};

}  // namespace

ServiceFactory vault_service(PipelineFactory make_pipeline, store::Committer& committer,
                             const ListenerOptions& options) {
  return [make_pipeline = std::move(make_pipeline), &committer, clock = options.clock,
          deadline = options.limits.commit](Wake wake) -> std::unique_ptr<Service> {
    return std::make_unique<VaultService>(make_pipeline(), committer, *clock, deadline, std::move(wake));
  };
}

}  // namespace signet::net
