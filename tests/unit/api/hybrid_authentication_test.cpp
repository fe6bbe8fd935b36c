// SPDX-License-Identifier: Apache-2.0
// A hybrid signature is two signatures, and neither stands for the other.
#include "support/installation.hpp"

#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace signet::testing {
namespace {

struct HybridAuthentication : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("payments");
  std::string secret = vault.make_secret(project, "database", "correct horse");
  Signer machine = vault.make_machine(Algorithm::ed25519_mldsa65);
  std::string path = "/v1/secret/" + secret;

  HybridAuthentication() { vault.give(machine, project, secret); }
};

TEST_F(HybridAuthentication, NeedsBothHalvesOverThisPayload) {
  const auto good = [&](const std::string& other) {
    auto request = vault.sign(machine, "GET", other);
    return *from_base64(request.header(header::kSignature));
  };
  const auto try_signature = [&](const std::function<Bytes(const Bytes&)>& make) {
    vault.clock.advance(std::chrono::hours(1));
    auto request = vault.sign(machine, "GET", path);
    request.header(header::kSignature) = to_base64(make(*from_base64(request.header(header::kSignature))));
    return vault.handle(request).status;
  };
  EXPECT_EQ(try_signature([](Bytes s) { return s; }), 200);
  EXPECT_EQ(try_signature([](Bytes s) { s[10] ^= 1; return s; }), 401) << "Ed25519 half";
  EXPECT_EQ(try_signature([](Bytes s) { s[1000] ^= 1; return s; }), 401) << "ML-DSA half";
  EXPECT_EQ(try_signature([](Bytes s) { s[10] ^= 1; s[1000] ^= 1; return s; }), 401) << "both halves";
  EXPECT_EQ(try_signature([](const Bytes& s) { return Bytes(s.begin(), s.begin() + 64); }), 401) << "Ed25519 alone";
  EXPECT_EQ(try_signature([](const Bytes& s) { return Bytes(s.begin() + 64, s.end()); }), 401) << "ML-DSA alone";
  EXPECT_EQ(try_signature([](Bytes s) { std::ranges::rotate(s, s.begin() + 64); return s; }), 401) << "halves swapped";
  EXPECT_EQ(try_signature([](Bytes s) {
              std::fill_n(s.begin(), 64, std::uint8_t{0});
              return s;
            }),
            401)
      << "half of zeros";
  EXPECT_EQ(try_signature([&](Bytes s) {
              const auto other = good("/v1/secrets");
              std::copy_n(other.begin(), 64, s.begin());
              return s;
            }),
            401)
      << "a half of another message";
}

}  // namespace
}  // namespace signet::testing
