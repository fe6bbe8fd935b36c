// SPDX-License-Identifier: Apache-2.0
// What a refusal costs must not say why. Pairs of requests that are refused alike, through the whole pipeline without a
// socket, in random order, by the CPU time of the thread.
//
// In ctest a pair fails if three rounds in a row tell it apart in the same direction, each by a tenth of the cost or
// more. A single round may err under a load that comes and goes, and in a build without optimisation our own code
// weighs more than it should; a verification that is left out, or half of one, is far more than a tenth. With
// SIGNET_TIMING_SAMPLES=100000 there is one round of that many samples, and |t| < 4.5 alone decides.
#include "support/installation.hpp"
#include "welch.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>

namespace signet::testing {
namespace {

constexpr std::size_t kRounds = 3;
constexpr double kWorthTelling = 0.1;
constexpr double kNanosecondsARound = 0.3e9;
constexpr std::size_t kSignatures = 3;
constexpr std::string_view kTarget = "/v1/secrets";

std::size_t samples_for_the_record() {
  const char* wanted = std::getenv("SIGNET_TIMING_SAMPLES");
  return wanted == nullptr ? 0 : std::stoul(wanted);
}

class Timing : public ::testing::TestWithParam<Algorithm> {
 protected:
  using Prepare = std::function<api::Request(int kind)>;

  /// As a machine that holds the key of nobody: what one key costs more than another is the same whoever asks, and is
  /// not what is measured here.
  Signer make_machine_with_decoys_key(Algorithm algorithm) {
    const auto half = crypto::sha256(as_bytes("signet/nobody/v1"));
    Bytes seed;
    while (seed.size() < info(algorithm).seed) seed.insert(seed.end(), half.begin(), half.end());
    seed.resize(info(algorithm).seed);
    const auto key = std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::from_seed(algorithm, seed));
    const auto answer = vault.enrol(vault.make_token(), *key);
    EXPECT_EQ(answer.status, 200) << answer.text;
    const Signer machine{answer["machineId"], key, false};
    EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/machines/" + machine.id + "/approve"), "{}").status,
              200);
    return machine;
  }
  /// Well-formed and by somebody else.
  static std::vector<Bytes> strangers_signatures(Algorithm algorithm) {
    const auto key = crypto::PrivateKey::generate(algorithm);
    std::vector<Bytes> made;
    for (std::size_t i = 0; i < kSignatures; ++i) made.push_back(key.sign(as_bytes("something " + std::to_string(i))));
    return made;
  }
  api::Request request(const std::string& machine, Algorithm algorithm, ByteView signature) {
    const auto nonce = "timing-nonce-" + std::to_string(1'000'000 + nonces_++);
    api::RequestHead head{"GET", std::string(kTarget), {}, *Address::parse(vault.address)};
    head.headers = {{std::string(header::kMachineId), machine},
                    {std::string(header::kTimestamp), std::to_string(to_unix_seconds(vault.clock.now()))},
                    {std::string(header::kNonce), nonce},
                    {std::string(header::kSignature), to_base64(signature)}};
    if (must_be_named(algorithm))
      head.headers.push_back({std::string(header::kAlgorithm), std::string(info(algorithm).name)});
    return {std::move(head), SecretBytes()};
  }
  Comparison measure_pair(std::size_t samples, const Prepare& make) {
    return measure(samples, [&](int kind) -> std::function<void()> {
      auto& lockout = vault.services().lockout;
      prepared_ = {};
      next_ = make(kind);
      // As if it were everybody's first failure.
      lockout.clear(auth::Lockout::Scope::address, vault.address);
      lockout.clear(auth::Lockout::Scope::identity, next_.head.headers[0].value);
      return [this] { prepared_ = vault.pipeline().prepare(std::move(next_)); };
    });
  }
  void expect_alike(const std::string& pair, const Prepare& make) {
    const auto said = [&](const Comparison& found) {
      std::cout << info(GetParam()).name << ", " << pair << ": t = " << found.t << ", " << found.difference * 100
                << " % of " << found.mean / 1'000 << " us, " << found.kept << " samples kept\n";
      return found;
    };
    if (const auto wanted = samples_for_the_record(); wanted != 0) {
      EXPECT_FALSE(said(measure_pair(wanted, make)).tells_apart()) << pair;
      return;
    }
    const auto cost = measure_pair(50, make).mean;
    const auto samples = static_cast<std::size_t>(std::clamp(kNanosecondsARound / cost, 200.0, 4'000.0));
    std::size_t longer = 0, shorter = 0;
    for (std::size_t round = 0; round < kRounds; ++round) {
      const auto found = said(measure_pair(samples, make));
      if (!found.tells_apart() || std::abs(found.difference) < kWorthTelling) return;
      ++(found.t > 0 ? longer : shorter);
    }
    EXPECT_FALSE(longer == kRounds || shorter == kRounds) << pair;
  }

  Installation vault;
  const std::vector<std::string> strangers = [] {
    std::vector<std::string> ids;
    for (int i = 0; i < 16; ++i) ids.push_back(MachineId::make(crypto::system_random()).str());
    return ids;
  }();
  [[nodiscard]] const std::string& stranger() { return strangers[nonces_ % strangers.size()]; }
  std::uint64_t nonces_ = 0;

 private:
  api::Request next_;
  api::Prepared prepared_;
};

TEST_P(Timing, AnUnknownMachineCostsWhatABadSignatureCosts) {
  const auto machine = make_machine_with_decoys_key(GetParam());
  const auto signatures = strangers_signatures(GetParam());
  expect_alike("unknown or bad signature", [&](int kind) {
    return request(kind == 0 ? stranger() : machine.id, GetParam(), signatures[nonces_ % signatures.size()]);
  });
}

TEST_P(Timing, AnUnknownMachineCostsWhatASignatureOfAnotherLengthCosts) {
  const auto other = GetParam() == Algorithm::ed25519 ? Algorithm::mldsa65 : Algorithm::ed25519;
  const auto machine = vault.make_machine(GetParam());
  const auto signatures = strangers_signatures(other);
  expect_alike("unknown or another length", [&](int kind) {
    return request(kind == 0 ? stranger() : machine.id, other, signatures[nonces_ % signatures.size()]);
  });
}

TEST_P(Timing, WhichHalfOfAHybridIsWrongDoesNotShow) {
  if (!is_hybrid_signature(GetParam())) GTEST_SKIP() << "it has no halves";
  constexpr std::size_t kFirst = 10, kSecond = 64 + 10;  // within R of Ed25519 and the first hash of ML-DSA
  const auto machine = make_machine_with_decoys_key(GetParam());
  expect_alike("first or second half wrong", [&](int kind) {
    auto made = vault.sign(machine, "GET", std::string(kTarget));
    auto signature = *from_base64(made.header(header::kSignature));
    signature[kind == 0 ? kFirst : kSecond] ^= 1;
    made.header(header::kSignature) = to_base64(signature);
    ++nonces_;
    return std::move(made.request);
  });
}

INSTANTIATE_TEST_SUITE_P(Of, Timing, ::testing::ValuesIn([] {
                           std::vector<Algorithm> all;
                           for (const auto& known : kRequestAlgorithms) all.push_back(known.id);
                           return all;
                         }()),
                         [](const auto& tested) {
                           std::string name(signet::info(tested.param).name);
                           std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
                           return name;
                         });

TEST(Welch, FindsADifferenceAndNoneWhereThereIsNone) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> noise(100, 10);
  std::vector<double> one, same, slower;
  for (int i = 0; i < 10'000; ++i) {
    one.push_back(noise(random));
    same.push_back(noise(random));
    slower.push_back(noise(random) + 2);
  }
  EXPECT_FALSE(compare(one, same).tells_apart());
  EXPECT_TRUE(compare(one, slower).tells_apart());
  EXPECT_GT(compare(one, slower).difference, 0.01);
  EXPECT_LT(compare(slower, one).t, 0);
  EXPECT_NEAR(static_cast<double>(compare(one, same).kept), 18'000, 2);
}

}  // namespace
}  // namespace signet::testing
