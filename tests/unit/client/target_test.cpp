// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include "signet/schema/canonical_request.hpp"

#include <gtest/gtest.h>

namespace signet::client {
namespace {

TEST(Target, IsMadeOfSegments) { EXPECT_EQ((Target("/v1") / "secret" / "sk_a1").text(), "/v1/secret/sk_a1"); }

TEST(Target, RefusesWhatWouldAskAnotherRoute) {
  const std::string longest(128, 'a');
  EXPECT_TRUE((Target("/v1") / longest).text());
  for (const std::string& id :
       {std::string(), std::string("a/b"), std::string("a?b"), std::string("a%2Fb"), std::string("a:b"),
        std::string("a b"), std::string("ä"), std::string("a\n"), longest + "a"}) {
    const auto target = (Target("/v1") / id / "grants").text();
    ASSERT_FALSE(target) << id;
    EXPECT_EQ(target.error().kind, ErrorKind::invalid_request);
  }
  EXPECT_FALSE((Target("/v1") / ".." / "x").text());
}

TEST(Target, EscapesInAQueryWhatMustBeAndNothingElse) {
  Target target("/v1/a");
  target.query("x", "a-b.c_d~e,f:9").query("y", "ä &=+/%#\"");
  EXPECT_EQ(target.text(), "/v1/a?x=a-b.c_d~e,f:9&y=%C3%A4%20%26%3D%2B%2F%25%23%22");
  EXPECT_TRUE(is_target(*target.text()));
}

TEST(Target, WritesPagesAndFilters) {
  const AuditFilter filter{.actions = {"secret_read", "auth_failure"},
                           .machine_id = "m",
                           .secret_id = "s",
                           .source_ip = "2001:db8::1",
                           .from = Time(std::chrono::milliseconds(5)),
                           .to = Time(std::chrono::milliseconds(1'795'000'000'123))};
  Target target("/a");
  EXPECT_EQ(target.filter(filter).page({.limit = 200, .cursor = "77"}).text(),
            "/a?action=secret_read,auth_failure&machineId=m&secretId=s&sourceIp=2001:db8::1&from=5&to=1795000000123"
            "&limit=200&cursor=77");
  EXPECT_EQ(Target("/a").filter({}).page({}).text(), "/a");
}

TEST(Target, IsAtMost2048Bytes) {
  Target fits("/a");
  fits.query("x", std::string(2'048 - 5, 'a'));
  EXPECT_TRUE(fits.text());
  Target longer("/a");
  longer.query("x", std::string(2'048 - 4, 'a'));
  EXPECT_FALSE(longer.text());
}

}  // namespace
}  // namespace signet::client
