// SPDX-License-Identifier: Apache-2.0
#include "signer.hpp"

#include "fake_world.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"

#include <gtest/gtest.h>

#include <map>

namespace signet::client {
namespace {

Signer machine() { return {Plane::machine, std::string(kMachine), test_key()}; }

std::map<std::string, std::string> headers_of(const WireRequest& request) {
  std::map<std::string, std::string> headers;
  for (const auto& header : request.headers) EXPECT_TRUE(headers.emplace(header.name, header.value).second);
  return headers;
}

TEST(Signer, SignsExactlyWhatGoesOnTheWire) {
  WireRequest request{.method = "POST", .target = "/v1/a?b=c:d", .body = SecretBytes::from_text("{\"a\":1}")};
  ASSERT_TRUE(machine().sign(request, kNow, crypto::system_random()));
  auto headers = headers_of(request);
  ASSERT_EQ(headers.size(), 4u);
  EXPECT_EQ(headers["X-Machine-Id"], kMachine);
  EXPECT_EQ(headers["X-Timestamp"], "1795000000");
  EXPECT_TRUE(is_nonce(headers["X-Nonce"]));
  const std::string payload =
      "POST:/v1/a?b=c:d:1795000000:" + headers["X-Nonce"] + ":" + crypto::sha256_hex(as_bytes("{\"a\":1}"));
  EXPECT_TRUE(test_key().public_key().verify(as_bytes(payload), *from_base64(headers["X-Signature"])));
}

TEST(Signer, HashesTheEmptyBodyToo) {
  WireRequest request{.method = "GET", .target = "/v1/secrets"};
  ASSERT_TRUE(machine().sign(request, kNow, crypto::system_random()));
  auto headers = headers_of(request);
  const std::string payload = "GET:/v1/secrets:1795000000:" + headers["X-Nonce"] +
                              ":e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  EXPECT_TRUE(test_key().public_key().verify(as_bytes(payload), *from_base64(headers["X-Signature"])));
}

TEST(Signer, NamesAnOperatorInItsOwnHeader) {
  const Signer signer(Plane::operator_, std::string(kOperator), test_key());
  WireRequest request{.method = "GET", .target = "/v1/x"};
  ASSERT_TRUE(signer.sign(request, kNow, crypto::system_random()));
  auto headers = headers_of(request);
  EXPECT_EQ(headers["X-Operator-Id"], kOperator);
  EXPECT_FALSE(headers.contains("X-Machine-Id"));
}

TEST(Signer, NeverUsesANonceTwice) {
  WireRequest first{.method = "GET", .target = "/a"}, second{.method = "GET", .target = "/a"};
  ASSERT_TRUE(machine().sign(first, kNow, crypto::system_random()));
  ASSERT_TRUE(machine().sign(second, kNow, crypto::system_random()));
  EXPECT_NE(headers_of(first)["X-Nonce"], headers_of(second)["X-Nonce"]);
}

TEST(Signer, RefusesTargetsThatCouldChangeOnTheWayOrBeReadTwoWays) {
  for (const char* target : {"", "v1", "https://h/v1", "/a b", "/a\r\nX: y", "/a//b", "/a/../b", "/a#b", "/%zz",
                             "/a%2Fb", "/%61", "/ä", "/a?"}) {
    WireRequest request{.method = "GET", .target = target};
    const auto refused = machine().sign(request, kNow, crypto::system_random());
    ASSERT_FALSE(refused) << target;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid_request);
    EXPECT_TRUE(request.headers.empty());
  }
  WireRequest request{.method = "get", .target = "/a"};
  EXPECT_FALSE(machine().sign(request, kNow, crypto::system_random()));
}

TEST(Signer, RefusesATimeThatTheProtocolCannotWrite) {
  WireRequest request{.method = "GET", .target = "/a"};
  const auto refused = machine().sign(request, std::chrono::sys_seconds(999'999'999s), crypto::system_random());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::clock_skew);
  EXPECT_TRUE(machine().sign(request, std::chrono::sys_seconds(1'000'000'000s), crypto::system_random()));
}

}  // namespace
}  // namespace signet::client
