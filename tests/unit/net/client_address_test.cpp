// SPDX-License-Identifier: Apache-2.0
#include "client_address.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace signet::net {
namespace {

const std::vector<Network> kProxies{*Network::parse("10.0.0.0/8"), *Network::parse("fd00::/16")};

std::string client(const std::string& peer, const std::vector<std::string>& forwarded) {
  std::vector<api::Header> headers{{"Host", "h"}};
  for (const auto& value : forwarded) headers.push_back({"x-forwarded-FOR", value});
  const auto address = client_address(*Address::parse(peer), kProxies, headers);
  return address ? address->to_string() : "refused";
}

TEST(ClientAddress, IsThePeerWithoutAProxy) {
  EXPECT_EQ(client("192.0.2.1", {}), "192.0.2.1");
  EXPECT_EQ(client("10.0.0.1", {}), "10.0.0.1");
}

TEST(ClientAddress, IsNotWhatAStrangerClaims) {
  EXPECT_EQ(client("192.0.2.1", {"198.51.100.7"}), "192.0.2.1");
  EXPECT_EQ(client("192.0.2.1", {"rubbish"}), "192.0.2.1");
}

TEST(ClientAddress, IsWhatATrustedProxySaw) {
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.7"}), "198.51.100.7");
  EXPECT_EQ(client("fd00::1", {"2001:db8::7"}), "2001:db8::7");
  EXPECT_EQ(client("::ffff:10.0.0.1", {"::ffff:198.51.100.7"}), "198.51.100.7");
}

TEST(ClientAddress, IsTheRightMostThatIsNotAProxy) {
  EXPECT_EQ(client("10.0.0.1", {"1.1.1.1, 198.51.100.7"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"1.1.1.1,198.51.100.7 ,\t10.0.0.2"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.7", "10.0.0.2, 10.0.0.3"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"1.1.1.1", "198.51.100.7"}), "198.51.100.7");
}

TEST(ClientAddress, IsTheLeftMostIfAllAreProxies) {
  EXPECT_EQ(client("10.0.0.1", {"10.0.0.9, 10.0.0.2"}), "10.0.0.9");
  EXPECT_EQ(client("10.0.0.1", {"10.0.0.9", "10.0.0.2"}), "10.0.0.9");
}

TEST(ClientAddress, WhatAProxySaysMustBeReadable) {
  for (const auto* value : {"", ",", "unknown", "1.2.3.4:80", "[::1]", "1.2.3", "198.51.100.7,",
                            "198.51.100.7, ,10.0.0.2", "fe80::1%eth0", "1.2.3.4 5.6.7.8"})
    EXPECT_EQ(client("10.0.0.1", {value}), "refused") << value;
}

TEST(ClientAddress, WhatAStrangerPutInFrontDoesNotMatter) {
  EXPECT_EQ(client("10.0.0.1", {"rubbish, 198.51.100.7"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"rubbish", "198.51.100.7, 10.0.0.2"}), "198.51.100.7");
}

}  // namespace
}  // namespace signet::net
