// SPDX-License-Identifier: Apache-2.0
// Whole requests without a socket: decided by the pipeline, then committed in groups of one size. The time of a group
// is wall time and has the disk's in it; its CPU is that of all threads, for the writer has one of its own.
#include "installation.hpp"

#include <benchmark/benchmark.h>

#include <condition_variable>
#include <mutex>
#include <vector>

namespace {

using namespace signet;
using micro::Installation;

/// So many are signed at a time, while the clock stands.
constexpr std::size_t kSigned = 256;

std::vector<api::Request> sign_reads(Algorithm algorithm, std::size_t count) {
  static std::size_t number = 0;
  std::vector<api::Request> requests;
  for (std::size_t i = 0; i < count; ++i) requests.push_back(Installation::shared().sign_read(algorithm, number++));
  return requests;
}

/// Verification, look-ups, decryption, answer; nothing is committed, so the nonces stay unspent.
void prepare(::benchmark::State& state, Algorithm algorithm) {
  api::Pipeline pipeline(Installation::shared().services());
  std::vector<api::Request> requests;
  for (auto _ : state) {
    if (requests.empty()) {
      state.PauseTiming();
      requests = sign_reads(algorithm, kSigned);
      state.ResumeTiming();
    }
    auto prepared = pipeline.prepare(std::move(requests.back()));
    requests.pop_back();
    if (!prepared.pending) return state.SkipWithError("a read was refused");
    ::benchmark::DoNotOptimize(prepared);
  }
}
BENCHMARK_CAPTURE(prepare, ed25519, Algorithm::ed25519);
BENCHMARK_CAPTURE(prepare, mldsa65, Algorithm::mldsa65);
BENCHMARK_CAPTURE(prepare, hybrid, Algorithm::ed25519_mldsa65);

/// Waits until so many were answered.
class Answers {
 public:
  void expect(std::size_t count) { missing_ = count, wrong_ = 0; }
  void add(const api::Response& response) {
    const std::lock_guard lock(mutex_);
    if (response.status != 200) ++wrong_;
    if (--missing_ == 0) all_.notify_one();
  }
  /// How many were not 200.
  [[nodiscard]] std::size_t wait() {
    std::unique_lock lock(mutex_);
    all_.wait(lock, [this] { return missing_ == 0; });
    return wrong_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_;
  std::size_t missing_ = 0, wrong_ = 0;
};

/// From handing a group of prepared reads to the writer until all of them are durable and answered.
void commit_group(::benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  api::Pipeline pipeline(Installation::shared().services());
  Answers answers;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<std::unique_ptr<store::Task>> group;
    for (auto& request : sign_reads(Algorithm::ed25519, size)) {
      auto prepared = pipeline.prepare(std::move(request));
      prepared.pending->on_answer = [&answers](api::Response response) noexcept { answers.add(response); };
      group.push_back(std::move(prepared.pending));
    }
    answers.expect(size);
    state.ResumeTiming();
    if (!Installation::shared().committer().submit(std::move(group)).empty())
      return state.SkipWithError("the queue is full");
    if (answers.wait() != 0) return state.SkipWithError("a read was refused");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(size) * state.iterations());
}
BENCHMARK(commit_group)->Arg(1)->Arg(8)->Arg(64)->Arg(256)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
