// SPDX-License-Identifier: Apache-2.0
// What is handed to whoever pipes an address into a shell. That the script works is tested with a real shell.
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

const std::string kToken(64, 'a');

api::Services with_url(Installation& vault) {
  auto services = vault.services();
  services.public_url = "https://signet.example";
  return services;
}

struct BootstrapScript : ::testing::Test {
  Installation vault;
  api::Services services = with_url(vault);
  api::Pipeline pipeline{services};

  api::Response get(const std::string& target, const std::string& method = "GET") {
    auto prepared = pipeline.prepare({{method, target, {}, *Address::parse(vault.address)}, {}});
    return prepared.answer ? std::move(*prepared.answer) : api::Response{.status = -1};
  }
};

TEST_F(BootstrapScript, IsTextWithThePublicUrlAndTheToken) {
  for (const auto& [target, route] : {std::pair("/v1/bootstrap/" + kToken, std::string("/v1/bootstrap/register")),
                                      std::pair("/v1/" + vault.vault_id + "/enroll/" + kToken,
                                                "/v1/" + vault.vault_id + "/enroll/register"),
                                      std::pair("/v1/" + vault.vault_id + "/temp-bootstrap/" + kToken,
                                                "/v1/" + vault.vault_id + "/enroll/register")}) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, 200) << target;
    ASSERT_EQ(answer.headers.size(), 1U);
    EXPECT_EQ(answer.headers[0].value, "text/plain; charset=utf-8");
    const std::string text(answer.body.expose_text());
    EXPECT_TRUE(text.starts_with("#!/bin/sh\n"));
    EXPECT_NE(text.find("api='https://signet.example'\n"), std::string::npos);
    EXPECT_NE(text.find("register='" + route + "'\n"), std::string::npos);
    EXPECT_NE(text.find("token='" + kToken + "'\n"), std::string::npos);
    EXPECT_EQ(text.find('@' + std::string("API")), std::string::npos);
  }
}

TEST_F(BootstrapScript, SaysNothingOfTheTokenAndSpendsNothing) {
  const auto token = vault.make_token();
  const auto before = vault.state_digest();
  const auto records = vault.audit_size(vault.vault_id);
  std::string good(get("/v1/bootstrap/" + token).body.expose_text());
  const std::string bad(get("/v1/bootstrap/" + kToken).body.expose_text());
  good.replace(good.find(token), token.size(), kToken);
  EXPECT_EQ(good, bad);
  EXPECT_EQ(vault.state_digest(), before);
  EXPECT_EQ(vault.audit_size(vault.vault_id), records);
}

TEST_F(BootstrapScript, EchoesNothingElse) {
  std::string first;
  for (const std::string& target :
       {"/v1/bootstrap/" + std::string(63, 'a'), "/v1/bootstrap/" + std::string(65, 'a'),
        "/v1/bootstrap/" + std::string(64, 'A'), std::string("/v1/bootstrap/register"),
        "/v1/bootstrap/" + kToken + "/ps", "/v1/bootstrap/" + kToken + "?x=1", std::string("/v1/bootstrap/$(id)"),
        "/v1/vault_x/enroll/" + kToken, "/v1/" + vault.vault_id + "/enroll/x",
        "/v1/" + vault.vault_id + "/temp-bootstrap/x"}) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, 404) << target;
    ASSERT_EQ(answer.headers.size(), 1U);
    EXPECT_EQ(answer.headers[0].value, "text/plain; charset=utf-8");
    if (first.empty()) first = answer.body.expose_text();
    EXPECT_EQ(answer.body.expose_text(), first) << target;
  }
  EXPECT_TRUE(first.ends_with("exit 1\n"));
  EXPECT_EQ(get("/v1/bootstrap/" + kToken, "POST").status, 405);
  EXPECT_EQ(get("/v1/bootstrap/" + kToken, "HEAD").status, 405);
}

TEST_F(BootstrapScript, IsNotThereWithoutAPublicUrl) {
  const auto answer = vault.handle({{"GET", "/v1/bootstrap/" + kToken, {}, *Address::parse(vault.address)}, {}});
  EXPECT_EQ(answer.status, 404);
  EXPECT_TRUE(answer.text.ends_with("exit 1\n"));
}

}  // namespace
}  // namespace signet::testing
