// SPDX-License-Identifier: Apache-2.0
// Every disguise of an address that is not public.
#include "outgoing/public_address.hpp"

#include <gtest/gtest.h>

namespace signet::outgoing {
namespace {

bool judged_public(const char* text) {
  const auto address = Address::parse(text);
  EXPECT_TRUE(address) << text;
  return address && is_public(*address);
}

TEST(PublicAddress, IsNoneOfTheSpecialOnesOfV4) {
  for (const char* text :
       {"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.1",
        "192.31.196.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"})
    EXPECT_FALSE(judged_public(text)) << text;
}

TEST(PublicAddress, IsEveryOtherOneOfV4RightBesideThem) {
  for (const char* text : {"1.0.0.0", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                           "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
                           "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
                           "223.255.255.255"})
    EXPECT_TRUE(judged_public(text)) << text;
}

TEST(PublicAddress, IsNoneOfTheSpecialOnesOfV6) {
  for (const char* text : {"::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "ff0e::1",
                           "2001:db8::1", "3fff::1", "100::1", "5f00::1", "2001:2::1", "2001:20::1", "4000::1"})
    EXPECT_FALSE(judged_public(text)) << text;
  for (const char* text : {"2606:4700::1", "2a00:1450::1", "2001:200::1", "2003::1", "3ffe::1"})
    EXPECT_TRUE(judged_public(text)) << text;
}

TEST(PublicAddress, IsNoV6OneThatCarriesAV4One) {
  struct Case {
    const char* how;
    const char* text;
  };
  for (const auto& [how, text] : {Case{"compatible", "::127.0.0.1"},
                                  {"compatible, public", "::8.8.8.8"},
                                  {"mapped", "::ffff:127.0.0.1"},
                                  {"mapped, in hex", "::ffff:a00:1"},
                                  {"mapped, metadata", "::ffff:169.254.169.254"},
                                  {"translated", "::ffff:0:10.0.0.1"},
                                  {"NAT64", "64:ff9b::10.0.0.1"},
                                  {"NAT64, in hex", "64:ff9b::7f00:1"},
                                  {"NAT64, local", "64:ff9b:1::10.0.0.1"},
                                  {"6to4", "2002:7f00:1::"},
                                  {"6to4, private", "2002:c0a8:101::1"},
                                  {"Teredo", "2001::1"},
                                  {"Teredo, with client", "2001:0:4136:e378:8000:63bf:3fff:fdd2"},
                                  {"ISATAP", "2a00:1450::5efe:10.0.0.1"},
                                  {"ISATAP, universal", "2a00:1450::200:5efe:a00:1"}})
    EXPECT_FALSE(judged_public(text)) << how;
  EXPECT_TRUE(judged_public("::ffff:8.8.8.8")) << "mapped is the v4 one itself";
  EXPECT_TRUE(judged_public("2a00:1450::5eff:a00:1"));
}

}  // namespace
}  // namespace signet::outgoing
