// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/name.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

using Accepts = bool (*)(std::string_view);

struct Grammar {
  const char* name;
  Accepts accepts;
};

class GrammarVectors : public ::testing::TestWithParam<Grammar> {};

TEST_P(GrammarVectors, AreAcceptedAndRefused) {
  const nlohmann::json cases = testing::load_vectors("grammars.json", GetParam().name);
  ASSERT_GE(cases.size(), 10U);
  for (const auto& one : cases) {
    const auto text = one.at("text").get<std::string>();
    EXPECT_EQ(GetParam().accepts(text), one.at("valid").get<bool>()) << ::testing::PrintToString(text);
    if (one.contains("hex")) {
      EXPECT_EQ(from_base64(text), testing::hex_bytes(one.at("hex")));
    }
  }
}

bool accepts_timestamp(std::string_view text) { return parse_timestamp(text).has_value(); }
bool accepts_base64(std::string_view text) { return from_base64(text).has_value(); }

constexpr Grammar kGrammars[] = {
    {"targets", is_target},
    {"timestamps", accepts_timestamp},
    {"nonces", is_nonce},
    {"methods", is_method},
    {"pathParameters", is_path_parameter},
    {"hostnames", is_hostname},
    {"names", is_display_name},
    {"base64", accepts_base64},
};

INSTANTIATE_TEST_SUITE_P(All, GrammarVectors, ::testing::ValuesIn(kGrammars),
                         [](const auto& grammar) { return grammar.param.name; });

}  // namespace
}  // namespace signet
