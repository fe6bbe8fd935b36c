// SPDX-License-Identifier: Apache-2.0
// What a read looks up, each time in a snapshot of its own as a request has it, with no commits beside it: those empty
// a reader's cache, which only benchmarks/load shows.
#include "installation.hpp"
#include "store/snapshot.hpp"

#include <benchmark/benchmark.h>

#include <vector>

namespace {

using namespace signet;

constexpr std::size_t kSamples = 100;

std::vector<micro::Granted> granted() {
  std::vector<micro::Granted> all;
  for (std::size_t i = 0; i < kSamples; ++i) all.push_back(micro::Installation::shared().granted(i));
  return all;
}

void snapshot(::benchmark::State& state) {
  const auto reader = micro::Installation::shared().store().reader();
  for (auto _ : state) ::benchmark::DoNotOptimize(reader->snapshot());
}
BENCHMARK(snapshot);

void find_machine(::benchmark::State& state) {
  const auto all = granted();
  const auto reader = micro::Installation::shared().store().reader();
  std::size_t i = 0;
  for (auto _ : state) {
    const auto now = reader->snapshot();
    if (!now->find_machine(all[i++ % kSamples].machine)) return state.SkipWithError("a machine is missing");
  }
}
BENCHMARK(find_machine);

void find_secret_grant_version(::benchmark::State& state) {
  const auto all = granted();
  const auto reader = micro::Installation::shared().store().reader();
  std::size_t i = 0;
  for (auto _ : state) {
    const auto& each = all[i++ % kSamples];
    const auto now = reader->snapshot();
    const auto secret = now->find_secret(each.secret);
    const bool may = secret && now->is_member(each.machine, each.project) && now->find_grant(each.machine, each.secret);
    if (!may || !now->find_version(each.secret, secret->version) || !now->find_project_key(each.project))
      return state.SkipWithError("a row is missing");
  }
}
BENCHMARK(find_secret_grant_version);

}  // namespace
