// SPDX-License-Identifier: Apache-2.0
#include "domain/address.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

Address parse(std::string_view text) { return Address::parse(text).value(); }

TEST(Addresses, InsideIpv6AreIpv4) {
  EXPECT_EQ(parse("::ffff:192.0.2.1"), parse("192.0.2.1"));
  EXPECT_EQ(parse("::ffff:c000:201").to_string(), "192.0.2.1");
  EXPECT_TRUE(parse("::ffff:127.0.0.1").is_loopback());
}

TEST(Addresses, CountForLockoutByHostOrNetwork) {
  EXPECT_EQ(parse("192.0.2.1").lockout_subject(), "192.0.2.1");
  EXPECT_EQ(parse("2001:db8:1:2:3:4:5:6").lockout_subject(), "2001:db8:1:2::/64");
}

TEST(Addresses, AreNumericOnly) {
  for (const auto* text :
       {"", "localhost", "192.0.2", "192.0.2.256", "192.0.2.01", "192.0.2.1:80", "[::1]", "fe80::1%eth0", " ::1"})
    EXPECT_FALSE(Address::parse(text)) << text;
  EXPECT_FALSE(Address::parse(std::string_view("192.0.2.1\0", 10)));
  EXPECT_TRUE(parse("127.8.9.1").is_loopback());
  EXPECT_TRUE(parse("::1").is_loopback());
  EXPECT_FALSE(parse("::").is_loopback());
}

TEST(Networks, ContainByPrefix) {
  EXPECT_TRUE(Network::parse("10.0.0.0/8")->contains(parse("10.255.0.1")));
  EXPECT_FALSE(Network::parse("10.0.0.0/8")->contains(parse("11.0.0.1")));
  EXPECT_TRUE(Network::parse("0.0.0.0/0")->contains(parse("198.51.100.1")));
  EXPECT_FALSE(Network::parse("0.0.0.0/0")->contains(parse("2001:db8::1"))) << "IPv4 only";
  EXPECT_TRUE(Network::parse("2001:db8::/33")->contains(parse("2001:db8:7fff::1")));
  EXPECT_FALSE(Network::parse("2001:db8::/33")->contains(parse("2001:db8:8000::1")));
  EXPECT_TRUE(Network::parse("192.0.2.1")->contains(parse("192.0.2.1")));
  EXPECT_FALSE(Network::parse("192.0.2.1")->contains(parse("192.0.2.2")));
  for (const auto* text : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "/8", "10.0.0.0/8/8"})
    EXPECT_FALSE(Network::parse(text)) << text;
}

}  // namespace
}  // namespace signet
