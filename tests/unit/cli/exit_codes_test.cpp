// SPDX-License-Identifier: Apache-2.0
#include "exit_codes.hpp"

#include <gtest/gtest.h>

namespace signet::cli {
namespace {

using enum client::ErrorKind;

TEST(ExitCodes, EveryKindHasOne) {
  const std::pair<client::ErrorKind, int> table[] = {
      {local, 1},    {invalid_request, 2}, {access_denied, 2},  {authentication, 3}, {clock_skew, 3}, {not_found, 4},
      {conflict, 5}, {locked_out, 6},      {sealed_or_busy, 6}, {network, 7},        {tls, 7},        {server, 8}};
  for (const auto& [kind, code] : table) EXPECT_EQ(exit_code_of({.kind = kind}), code) << client::name_of(kind);
}

TEST(ExitCodes, WhatMayHaveHappenedIsToldApart) {
  EXPECT_EQ(exit_code_of({.kind = network, .may_have_happened = true}), 9);
}

TEST(ExitCodes, HelpNamesThemAll) {
  for (char code = '0'; code <= '9'; ++code) {
    EXPECT_NE(exit_code_help().find(std::string("\n  ") + code + "  "), std::string::npos) << code;
  }
}

}  // namespace
}  // namespace signet::cli
