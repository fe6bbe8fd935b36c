// SPDX-License-Identifier: Apache-2.0
// Values: sealed under the key of their project, opened again.
#include "installation.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace signet;

struct Sealing {
  const keyring::Keyring& keyring = micro::Installation::shared().keyring();
  keyring::Place place{micro::Installation::shared().vault(), ProjectId::make(crypto::system_random()),
                       SecretId::make(crypto::system_random()).str(), 7};
  ProjectKey key = keyring.make_project_key(*place.vault, *place.project);
};

void seal(::benchmark::State& state) {
  const Sealing its;
  const Bytes value(static_cast<std::size_t>(state.range(0)), 'v');
  for (auto _ : state) ::benchmark::DoNotOptimize(its.keyring.seal(keyring::Purpose::value, its.place, its.key, value));
}
BENCHMARK(seal)->Arg(100)->Arg(4'096);

void open(::benchmark::State& state) {
  const Sealing its;
  const Bytes value(static_cast<std::size_t>(state.range(0)), 'v');
  const auto sealed = its.keyring.seal(keyring::Purpose::value, its.place, its.key, value);
  for (auto _ : state)
    ::benchmark::DoNotOptimize(
        its.keyring.open(keyring::Purpose::value, its.place, its.key, sealed.ciphertext, sealed.wrapped_key));
}
BENCHMARK(open)->Arg(100)->Arg(4'096);

}  // namespace
