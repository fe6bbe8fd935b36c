// SPDX-License-Identifier: Apache-2.0
// What the library's operations take, one line each, with the budget where there is one:  crypto_cost [ROUNDS]
#include "signet/crypto/bundle.hpp"
#include "signet/crypto/release.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/crypto/token.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace signet;
using namespace signet::crypto;

/// In milliseconds; no budget: 0.
void measure(const char* what, int rounds, double budget, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::ranges::sort(times);
  const auto at = [&](std::size_t percent) { return times[(times.size() - 1) * percent / 100]; };
  std::printf("| %-36s | %9.3f | %9.3f | ", what, at(50), at(95));
  if (budget > 0) std::printf("%g | %s |\n", budget, at(95) < budget ? "yes" : "no");
  if (budget <= 0) std::printf("- | - |\n");
}

void need(bool good) {
  if (!good) std::abort();
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 200;
  const Bytes message(200, 1), file(1'000'000, 1);
  const auto hybrid = PrivateKey::generate(kDefaultAlgorithm), release = PrivateKey::generate(kReleaseAlgorithm),
             mldsa = PrivateKey::generate(Algorithm::mldsa65), ed25519 = PrivateKey::generate(Algorithm::ed25519);
  const Bytes signature = hybrid.sign(message);
  const TokenClaims claims{.issuer = "i", .audience = "a", .subject = "s", .id = "j", .issued_at = 0, .not_before = 0,
                           .expires_at = 900, .key = ed25519.public_key().fingerprint()};
  const std::array issuers{hybrid.public_key()};
  const std::string token = issue_token(hybrid, claims);
  const std::string sidecar = sign_release(release, file);
  const auto keyset = Keyset::make(2, {release.public_key(), mldsa.public_key(), ed25519.public_key()});
  const Bytes bundle = sign_bundle(*keyset, message, std::array{&release, &mldsa, &ed25519});
  const auto recipient = SealingPrivateKey::generate(system_random());
  const Bytes envelope = recipient.public_key().seal({}, message, system_random());

  std::printf("| operation | median ms | p95 ms | budget ms | within |\n|---|---|---|---|---|\n");
  measure("hybrid: make a key", rounds, 1, [] { static_cast<void>(PrivateKey::generate(kDefaultAlgorithm)); });
  measure("hybrid: sign", rounds, 0, [&] { static_cast<void>(hybrid.sign(message)); });
  measure("hybrid: verify", rounds, 1, [&] { need(hybrid.public_key().verify(message, signature)); });
  measure("token: issue", rounds, 2, [&] { static_cast<void>(issue_token(hybrid, claims)); });
  measure("token: verify", rounds, 0, [&] {
    need(verify_token(token, {.keys = issuers, .issuer = "i", .audience = "a", .now = {}, .leeway = {}}).has_value());
  });
  measure("bundle of three: verify", rounds, 0, [&] { need(verify_bundle(*keyset, message, bundle).has_value()); });
  measure("envelope of 200 bytes: seal", rounds, 0,
          [&] { static_cast<void>(recipient.public_key().seal({}, message, system_random())); });
  measure("envelope of 200 bytes: open", rounds, 0, [&] { need(recipient.open({}, envelope).has_value()); });
  measure("release of 1 MB: sign", std::max(1, rounds / 20), 1'000,
          [&] { static_cast<void>(sign_release(release, file)); });
  measure("release of 1 MB: verify", std::max(1, rounds / 20), 5,
          [&] { need(verify_release(release.public_key(), file, sidecar).has_value()); });
  return 0;
}
