// SPDX-License-Identifier: Apache-2.0
// Signed command strings, with the clock in our hands.
#include "signet/crypto/command_string.hpp"

#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::crypto {
namespace {

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'743'890'400)};
constexpr const char* kCommand = "SUBMIT|/tmp/test.skr8tr";

class CommandString : public ::testing::Test {
 protected:
  const PrivateKey operator_ = PrivateKey::from_seed(Algorithm::mldsa65, Bytes(32, 1));
  const PublicKey& known = operator_.public_key();
  const std::string signed_command = sign_command(operator_, kCommand, kNow);

  void expect(const std::string& name, const std::string& text, CommandFault fault,
              std::chrono::sys_seconds now = kNow) const {
    const auto verified = verify_command(known, text, now);
    ASSERT_FALSE(verified) << name;
    EXPECT_EQ(describe(verified.error()), describe(fault)) << name;
  }
};

TEST_F(CommandString, IsTheCommandItsTimeAndItsSignatureInHex) {
  EXPECT_TRUE(signed_command.starts_with("SUBMIT|/tmp/test.skr8tr|1743890400|"));
  const auto hex = signed_command.substr(signed_command.rfind('|') + 1);
  EXPECT_EQ(hex.size(), 6'618U);
  EXPECT_TRUE(known.verify(as_bytes("SUBMIT|/tmp/test.skr8tr|1743890400"), *from_hex(hex)));
}

TEST_F(CommandString, IsRefusedUnsignedAcceptedSignedAndRefused31SecondsLater) {
  expect("unsigned", kCommand, CommandFault::not_signed);
  EXPECT_EQ(verify_command(known, signed_command, kNow), kCommand);
  for (const auto at : {-30, 30})
    EXPECT_EQ(verify_command(known, signed_command, kNow + std::chrono::seconds(at)), kCommand);
  expect("31 seconds later", signed_command, CommandFault::stale, kNow + std::chrono::seconds(31));
  expect("31 seconds early", signed_command, CommandFault::stale, kNow - std::chrono::seconds(31));
}

TEST_F(CommandString, IsRefusedChanged) {
  const auto hex = signed_command.substr(signed_command.rfind('|') + 1);
  const std::string payload = "SUBMIT|/tmp/test.skr8tr|1743890400";
  std::string flipped = signed_command, upper = signed_command;
  flipped.back() = flipped.back() == '0' ? '1' : '0';
  std::transform(upper.end() - 6'618, upper.end(), upper.end() - 6'618, [](char c) { return c == 'a' ? 'A' : c; });
  expect("nothing", "", CommandFault::not_signed);
  expect("a bar alone", "|", CommandFault::not_signed);
  expect("a signature alone", hex, CommandFault::not_signed);
  expect("no time", std::string("SUBMIT|") + hex, CommandFault::not_signed);
  expect("no command", "|1743890400|" + hex, CommandFault::not_signed);
  expect("another digit", flipped, CommandFault::signature);
  expect("another command", "REMOVE" + signed_command.substr(6), CommandFault::signature);
  expect("a later time", "SUBMIT|/tmp/test.skr8tr|1743890401|" + hex, CommandFault::signature);
  expect("capitals", upper, CommandFault::not_signed);
  expect("a digit less", signed_command.substr(0, signed_command.size() - 1), CommandFault::not_signed);
  expect("a digit more", signed_command + "0", CommandFault::not_signed);
  expect("a line end", signed_command + "\n", CommandFault::not_signed);
  for (const char* time : {"+1743890400", " 1743890400", "01743890400", "1743890400.0", "1e9", ""}) {
    expect(time, "SUBMIT|" + std::string(time) + "|" + hex, CommandFault::not_signed);
  }
  expect("by another key", sign_command(PrivateKey::from_seed(Algorithm::mldsa65, Bytes(32, 2)), kCommand, kNow),
         CommandFault::signature);
  expect("by a key of another kind",
         sign_command(PrivateKey::from_seed(Algorithm::ed25519, Bytes(32, 2)), kCommand, kNow),
         CommandFault::not_signed);
}

TEST_F(CommandString, IsOneLineAndMeansNothingToAVault) {
  for (const std::string& wrong : {std::string(), std::string("a\nb"), std::string("a\r"), std::string("a\0b", 3),
                                   std::string("signet-enrol-v1:t:ML-DSA-65:00"), std::string("\xFF"),
                                   std::string(kLongestCommand + 1, 'a')}) {
    EXPECT_THROW(static_cast<void>(sign_command(operator_, wrong, kNow)), std::invalid_argument) << wrong.size();
  }
  EXPECT_TRUE(verify_command(known, sign_command(operator_, std::string(kLongestCommand, 'a'), kNow), kNow));
}

TEST_F(CommandString, WorksWithASecretKeyWithoutSeed) {
  const auto raw = PrivateKey::from_expanded(Algorithm::mldsa65, operator_.expanded().expose());
  ASSERT_TRUE(raw);
  EXPECT_FALSE(raw->has_seed());
  EXPECT_EQ(verify_command(known, sign_command(*raw, kCommand, kNow), kNow), kCommand);
}

}  // namespace
}  // namespace signet::crypto
