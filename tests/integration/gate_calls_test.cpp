// SPDX-License-Identifier: Apache-2.0
// Policies, freezing, canaries, settings and one-time links through the SDK, against the real server.
#include "live_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using client::ErrorKind;

class GateCalls : public LiveVault {
 protected:
  GateCalls() { server.start(); }
};

TEST_F(GateCalls, OnPolicies) {
  auto owner = vault();
  const auto reader = make_reader("value");
  auto machine = open(reader.identity);
  const auto made = must(owner.create_policy(reader.project, {.name = "once", .ttl_max_reads = 1}));
  EXPECT_EQ(made.rules.ttl_max_reads, 1U);
  EXPECT_EQ(must(owner.bind_policy(reader.secret, made.policy_id)).policy_id, made.policy_id);
  EXPECT_TRUE(machine.get(reader.secret));
  EXPECT_EQ(error_of(machine.get(reader.secret)), ErrorKind::access_denied);
  EXPECT_EQ(must(owner.policy_of(reader.secret)).reads, 1U);
  EXPECT_EQ(error_of(owner.delete_policy(made.policy_id)), ErrorKind::conflict);

  const auto partner = make_machine("partner");
  const auto both = must(owner.replace_policy(made.policy_id, {.name = "two of us",
                                                               .co_sign_enabled = true,
                                                               .co_sign_machine_id = partner.machine_id,
                                                               .co_sign_window_seconds = 60}));
  EXPECT_EQ(must(owner.policy(made.policy_id)).rules.name, both.rules.name);
  EXPECT_EQ(must(owner.policies(reader.project)).items.size(), 1U);
  EXPECT_EQ(error_of(machine.get(reader.secret)), ErrorKind::access_denied);
  EXPECT_EQ(error_of(machine.co_sign(reader.secret)), ErrorKind::access_denied);
  EXPECT_EQ(must(open(partner).co_sign(reader.secret)).secret_id, reader.secret);
  EXPECT_TRUE(machine.get(reader.secret));
  must(owner.unbind_policy(reader.secret));
  must(owner.delete_policy(made.policy_id));
}

TEST_F(GateCalls, OnFrozenProjectsCanariesAndSettings) {
  auto owner = vault();
  const auto reader = make_reader("value");
  auto machine = open(reader.identity);
  EXPECT_TRUE(must(owner.freeze_project(reader.project)).frozen_at);
  EXPECT_FALSE(machine.get(reader.secret));
  EXPECT_FALSE(must(owner.unfreeze_project(reader.project)).frozen_at);

  const auto canary = must(owner.create_canary(reader.project, "root-password"));
  EXPECT_TRUE(canary.trigger_freeze_project);
  must(owner.grant(canary.secret_id, reader.identity.machine_id));
  EXPECT_EQ(must(machine.get(canary.secret_id)).value.size(), 64U);
  EXPECT_FALSE(machine.get(reader.secret));
  EXPECT_TRUE(must(owner.canary(canary.secret_id)).triggered_at);
  EXPECT_FALSE(must(owner.change_canary(canary.secret_id, {.enabled = false})).enabled);
  EXPECT_EQ(must(owner.canaries()).items.size(), 1U);
  must(owner.unfreeze_project(reader.project));

  EXPECT_TRUE(must(owner.change_settings({.ip_allowlist_enabled = true})).ip_allowlist_enabled);
  EXPECT_EQ(error_of(machine.get(reader.secret)), ErrorKind::access_denied);
  const auto settings = must(owner.change_settings({.ip_allowlist_cidrs = std::vector<std::string>{"127.0.0.0/8"}}));
  EXPECT_THAT(settings.ip_allowlist_cidrs, ::testing::ElementsAre("127.0.0.0/8"));
  EXPECT_TRUE(machine.get(reader.secret));
  EXPECT_TRUE(must(owner.settings()).ip_allowlist_enabled);
}

TEST_F(GateCalls, OnOneTimeLinks) {
  auto owner = vault();
  const auto reader = make_reader("value");
  client::NewLink wanted{.value = SecretBytes::from_text("s3cret"), .life = std::chrono::minutes(5)};
  wanted.passphrase = SecretBytes::from_text("open sesame");
  const auto made = must(owner.create_link(reader.project, wanted));
  EXPECT_TRUE(made.link.has_passphrase);
  const std::string url(made.url.expose_text());
  EXPECT_TRUE(url.starts_with("/once/" + made.link.link_id + "#")) << "no public address";

  const auto page = ask(http("GET", "/once/" + made.link.link_id));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page["Content-Type"], "text/html; charset=utf-8");
  const auto body = R"({"key":")" + url.substr(url.find('#') + 1) + R"(","passphrase":"open sesame"})";
  const auto opened = ask(http("POST", "/v1/once/" + made.link.link_id, "Content-Type: application/json\r\n", body));
  EXPECT_EQ(opened.body, R"({"value":"s3cret"})");
  EXPECT_EQ(ask(http("POST", "/v1/once/" + made.link.link_id, "", body)).status, 404);

  wanted.passphrase.reset();
  const auto another = must(owner.create_link(reader.project, wanted));
  EXPECT_EQ(must(owner.links(reader.project)).items.at(0).link_id, another.link.link_id);
  must(owner.delete_link(another.link.link_id));
  EXPECT_THAT(must(owner.links(reader.project)).items, ::testing::IsEmpty());
}

}  // namespace
}  // namespace signet::testing
