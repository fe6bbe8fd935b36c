// SPDX-License-Identifier: Apache-2.0
// Signatures, by algorithm: what a request costs whatever else is done well.
#include "signet/crypto/keys.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace signet;
using crypto::PrivateKey;
using crypto::PublicKey;

const Bytes kMessage(150, 1);

void verify(::benchmark::State& state, Algorithm algorithm) {
  const auto key = PrivateKey::generate(algorithm);
  const auto signature = key.sign(kMessage);
  for (auto _ : state)
    if (!key.public_key().verify(kMessage, signature)) return state.SkipWithError("a good signature was refused");
}

void verify_of_nobody(::benchmark::State& state, Algorithm algorithm) {
  const auto signature = PrivateKey::generate(algorithm).sign(kMessage);
  (void)crypto::verify_against_nobody(algorithm, kMessage, signature);  // the first one makes the keys
  for (auto _ : state) ::benchmark::DoNotOptimize(crypto::verify_against_nobody(algorithm, kMessage, signature));
}

void parse_key(::benchmark::State& state, Algorithm algorithm) {
  const auto raw = PrivateKey::generate(algorithm).public_key().raw();
  for (auto _ : state) ::benchmark::DoNotOptimize(PublicKey::from_stored(algorithm, raw));
}

void sign(::benchmark::State& state, Algorithm algorithm) {
  const auto key = PrivateKey::generate(algorithm);
  for (auto _ : state) ::benchmark::DoNotOptimize(key.sign(kMessage));
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const auto& algorithm : kRequestAlgorithms) {
    const auto name = [&](const char* what) { return std::string(what) + "/" + std::string(algorithm.name); };
    ::benchmark::RegisterBenchmark(name("verify").c_str(), verify, algorithm.id);
    ::benchmark::RegisterBenchmark(name("verify_of_nobody").c_str(), verify_of_nobody, algorithm.id);
    ::benchmark::RegisterBenchmark(name("parse_key").c_str(), parse_key, algorithm.id);
    if (algorithm.family != Family::hash) ::benchmark::RegisterBenchmark(name("sign").c_str(), sign, algorithm.id);
  }
  return true;
}();

}  // namespace
