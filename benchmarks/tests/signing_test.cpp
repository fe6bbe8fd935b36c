// SPDX-License-Identifier: Apache-2.0
#include "signing.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace {

using namespace signet;
using namespace signet::load;

Signer make(const std::string& id, Algorithm algorithm, std::vector<std::string> secrets) {
  const auto seed = crypto::PrivateKey::generate(algorithm).seed();
  return {id, algorithm, {seed.expose().begin(), seed.expose().end()}, std::move(secrets)};
}

Signers make_signers(Algorithm algorithm) {
  return {.vault = "vault_1",
          .operators = {make("owner", algorithm, {})},
          .machines = {make("m0", algorithm, {"sk_a"}), make("m1", algorithm, {"sk_b"})}};
}

std::string field(const std::string& wire, std::string_view name) {
  const auto begin = wire.find("\r\n" + std::string(name) + ": ");
  if (begin == std::string::npos) return "(none)";
  const auto value = begin + name.size() + 4;
  return wire.substr(value, wire.find("\r\n", value) - value);
}

std::string target(const std::string& wire) {
  const auto begin = wire.find(' ') + 1;
  return wire.substr(begin, wire.find(' ', begin) - begin);
}

/// As the server sees it.
bool is_good(const std::string& wire, const Signers& signers) {
  const auto machine = field(wire, header::kMachineId);
  const auto& signer = machine == "(none)" ? signers.operators[0] : signers.machines[machine == "m1"];
  const auto key = crypto::PrivateKey::from_seed(signer.algorithm, signer.seed);
  const auto body = wire.substr(wire.find("\r\n\r\n") + 4);
  if (field(wire, "Content-Length") != (body.empty() ? "(none)" : std::to_string(body.size()))) return false;
  const auto payload = canonical_request(wire.substr(0, wire.find(' ')), target(wire), field(wire, header::kTimestamp),
                                         field(wire, header::kNonce), crypto::sha256_hex(as_bytes(body)));
  return key.public_key().verify(as_bytes(payload), *from_base64(field(wire, header::kSignature)));
}

constexpr std::size_t kCount = 40;

class EverySort : public testing::TestWithParam<Algorithm> {};

TEST_P(EverySort, IsSignedAsItIsSent) {
  const auto signers = make_signers(GetParam());
  Wanted wanted{.kinds = order(Mix::parse("read,list,write,failing=7"), kCount),
                .leaves = {},
                .start = 1'790'000'000,
                .value_bytes = 30,
                .samples = 5,
                .threads = 2};
  for (std::int64_t i = 0; i < std::int64_t{kCount}; ++i) wanted.leaves.push_back(i * 250'000'000);
  const auto made = sign(wanted, signers);
  ASSERT_EQ(made.requests.size(), kCount);
  std::set<std::string> nonces;
  std::set<int> failures;
  for (std::size_t i = 0; i < kCount; ++i) {
    const auto& [wire, kind, status] = made.requests[i];
    EXPECT_TRUE(is_good(wire, signers)) << wire;
    EXPECT_EQ(kind, wanted.kinds[i]);
    EXPECT_EQ(field(wire, header::kTimestamp), std::to_string(1'790'000'000 + i / 4));
    EXPECT_EQ(field(wire, header::kAlgorithm) != "(none)", must_be_named(GetParam()));
    nonces.insert(field(wire, header::kNonce));
    if (kind == Kind::failing) failures.insert(status);
    const bool first = field(wire, header::kMachineId) == "m0";
    if (kind == Kind::write) {
      EXPECT_NE(wire.find("{\"value\":\"" + std::string(30, 'v') + "\"}"), std::string::npos);
    } else if (kind == Kind::read) {
      EXPECT_EQ(target(wire), first ? "/v1/secret/sk_a" : "/v1/secret/sk_b");
    } else if (status == 403) {
      EXPECT_EQ(target(wire), first ? "/v1/secret/sk_b" : "/v1/secret/sk_a");
    }
  }
  EXPECT_EQ(nonces.size(), kCount);
  EXPECT_EQ(failures, (std::set{403, 404}));
  EXPECT_EQ(made.samples.size(), 5U);
  for (const auto& sample : made.samples) EXPECT_TRUE(sample.key.verify(as_bytes(sample.payload), sample.signature));
}
INSTANTIATE_TEST_SUITE_P(Algorithms, EverySort,
                         testing::Values(Algorithm::ed25519, Algorithm::mldsa65, Algorithm::ed25519_mldsa65),
                         [](const auto& test) { return "number" + std::to_string(static_cast<int>(test.param)); });

TEST(Sign, SaysWhoIsMissing) {
  const Wanted reads{.kinds = {Kind::read}, .leaves = {0}}, writes{.kinds = {Kind::write}, .leaves = {0}};
  EXPECT_THROW((void)sign(reads, {}), std::runtime_error);
  auto signers = make_signers(Algorithm::ed25519);
  signers.operators.clear();
  EXPECT_THROW((void)sign(writes, signers), std::runtime_error);
  signers.machines.pop_back();  // whose neighbour's secret would a failing read ask for?
  EXPECT_THROW((void)sign(reads, signers), std::runtime_error);
}

TEST(RequestsThatFit, GoByTheShortestWindow) {
  EXPECT_EQ(requests_that_fit(Mix::parse("read"), 0.0004, 0.0001), 700'000U);           // 360 s less a margin of 10
  EXPECT_EQ(requests_that_fit(Mix::parse("read=99,write"), 0.0004, 0.0001), 100'000U);  // operators have 60 s
}

}  // namespace
