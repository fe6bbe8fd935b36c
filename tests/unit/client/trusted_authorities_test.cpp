// SPDX-License-Identifier: Apache-2.0
#include "trusted_authorities.hpp"

#include "fake_world.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace signet::client {
namespace {

TEST(TrustedAuthorities, WhatIsChosenWinsOverTheEnvironment) {
  const TemporaryFolder folder;
  const auto chosen = folder.path() / "chosen.pem", other = folder.path() / "other.pem";
  std::ofstream(chosen) << "x";
  std::ofstream(other) << "x";
  const Environment environment = [&](const char* name) -> std::optional<std::string> {
    if (std::string_view(name) == "SSL_CERT_FILE") return other.string();
    return std::nullopt;
  };
  EXPECT_EQ(trusted_authorities(chosen, environment), chosen);
  EXPECT_EQ(trusted_authorities({}, environment), other);
}

TEST(TrustedAuthorities, AFileThatIsNamedMustBeThere) {
  const Environment nothing = [](const char*) { return std::nullopt; };
  const auto missing = trusted_authorities("/nowhere/ca.pem", nothing);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::tls);
  const auto from_environment = trusted_authorities({}, [](const char*) { return std::string("/nowhere/ca.pem"); });
  EXPECT_FALSE(from_environment);
}

}  // namespace
}  // namespace signet::client
