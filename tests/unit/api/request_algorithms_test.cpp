// SPDX-License-Identifier: Apache-2.0
// Every algorithm that may sign requests does so from enrolment to a read, and none of the others gets in.
#include "support/installation.hpp"

#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

class RequestAlgorithm : public ::testing::TestWithParam<AlgorithmInfo> {};

INSTANTIATE_TEST_SUITE_P(All, RequestAlgorithm, ::testing::ValuesIn(kRequestAlgorithms), [](const auto& each) {
  std::string name(each.param.name);
  std::erase_if(name, [](char c) { return c == '-' || c == '+'; });
  return name;
});

TEST_P(RequestAlgorithm, EnrolsAndReads) {
  Installation vault;
  const auto project = vault.make_project("payments"), secret = vault.make_secret(project, "database", "correct horse");
  const auto machine = vault.make_machine(GetParam().id);
  vault.give(machine, project, secret);
  const auto path = "/v1/secret/" + secret;
  const auto answer = vault.send(machine, "GET", path);
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer["value"], "correct horse");

  const auto shown = vault.send(vault.root, "GET", vault.vault_path("/machines/" + machine.id));
  EXPECT_EQ(shown["algorithm"], GetParam().name);
  EXPECT_EQ(shown["fingerprint"], to_hex(machine.key->public_key().fingerprint()));

  auto flipped = vault.sign(machine, "GET", path);
  EXPECT_LT(flipped.header(header::kSignature).size() + 16, limits::kMaxHeaderLine);
  auto bytes = *from_base64(flipped.header(header::kSignature));
  bytes.back() ^= 1U;
  flipped.header(header::kSignature) = to_base64(bytes);
  EXPECT_EQ(vault.handle(flipped).status, 401);
}

TEST_P(RequestAlgorithm, MayBeNamed) {
  Installation vault;
  const auto machine = vault.make_machine(GetParam().id);
  auto named = vault.sign(machine, "GET", "/v1/secrets");
  named.header(header::kAlgorithm) = GetParam().name;
  EXPECT_EQ(vault.handle(named).status, 200);
  auto unnamed = vault.sign(machine, "GET", "/v1/secrets");
  unnamed.remove(header::kAlgorithm);
  EXPECT_EQ(vault.handle(unnamed).status, must_be_named(GetParam().id) ? 401 : 200);
}

TEST(RefusedAlgorithms, SayWhyAtEnrolment) {
  Installation vault;
  const auto token = vault.make_token();
  for (const AlgorithmInfo& known : kAlgorithms) {
    if (signs_requests(known)) continue;
    const Json body{{"token", json_text(token)},
                    {"hostname", json_text("h")},
                    {"algorithm", json_text(known.name)},
                    {"publicKey", json_text(to_base64(Bytes(known.public_key + 1, 1)))}};
    api::RequestHead head{"POST", "/v1/bootstrap/register", {}, *Address::parse(vault.address)};
    const auto answer = vault.handle(api::Request{std::move(head), to_secret_text(body)});
    EXPECT_EQ(answer.status, 400) << known.name;
    EXPECT_EQ(answer["field"], "algorithm") << known.name;
    EXPECT_EQ(answer["error"], "Cannot be used for this: " + std::string(*why_not_for_requests(known.id)));
  }
  EXPECT_EQ(vault.enrol(token, crypto::PrivateKey::generate(Algorithm::mldsa87)).status, 200) << "the token is unspent";
}

}  // namespace
}  // namespace signet::testing
