// SPDX-License-Identifier: Apache-2.0
// The expected files were made by Python's cryptography from the format's description.
#include "skc.hpp"

#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace signet::client {
namespace {

constexpr std::string_view kPlaintext = "{\"name\":\"db\",\"value\":\"p\xC3\xA4ss\",\"fieldNames\":\"[\\\"a\\\"]\"}";
constexpr std::string_view kWithEd25519 =
    R"({"v":1,"nonce":"AAECAwQFBgcICQoL","ct":"mMFCMYSmkkz9wq+wQR1wJSYXUZvmh+ONShWjY84p7Ck2Tch1n9jINugjGrNVCbibjsC9jQOm)"
    R"(Fk1zV+cAGSbqMxtTDCA=","cachedAt":1795000000})";
constexpr std::string_view kWithoutEd25519 =
    R"({"v":1,"nonce":"AAECAwQFBgcICQoL","ct":"LN79TTMEUfSXjImXbrS9vPnn6tFFJ+ebsuShdHGBEvUnUXcwq3zr8skk8AtthE1sxprXLO9S)"
    R"(c+jOmnyixTNxKEmo/gM=","cachedAt":1795000000})";
constexpr std::chrono::sys_seconds kAt{std::chrono::seconds(1'795'000'000)};

SkcPlace place() {
  return {.vault_id = "vault_a1", .machine_id = "0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e", .name = "sk_a1"};
}

SecretBytes counting(std::size_t size) {
  SecretBytes bytes(size);
  std::iota(bytes.expose_mutable().begin(), bytes.expose_mutable().end(), std::uint8_t{0});
  return bytes;
}

SecretBytes key_of(Algorithm algorithm) {
  const auto seed = counting(info(algorithm).seed);
  return skc_key(crypto::PrivateKey::from_seed(algorithm, seed.expose()), place().vault_id);
}

class CountingRandom final : public crypto::Random {
 public:
  void fill(std::span<std::uint8_t> out) override { std::iota(out.begin(), out.end(), std::uint8_t{0}); }
  std::uint32_t below(std::uint32_t) override { return 0; }
};

TEST(Skc, IsWhatAnotherImplementationWrites) {
  for (const auto& [algorithm, file] : {std::pair{Algorithm::ed25519, kWithEd25519},
                                        {Algorithm::ed25519_mldsa65, kWithEd25519},
                                        {Algorithm::mldsa65, kWithoutEd25519}}) {
    const auto parsed = parse_skc(as_bytes(file));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->cached_at, kAt);
    const auto opened = open_skc(key_of(algorithm), place(), *parsed);
    ASSERT_TRUE(opened) << info(algorithm).name;
    EXPECT_EQ(opened->expose_text(), kPlaintext);

    CountingRandom random;
    const auto sealed = seal_skc(key_of(algorithm), place(), kAt, as_bytes(kPlaintext), random);
    EXPECT_EQ(to_hex(sealed.nonce), to_hex(parsed->nonce));
    EXPECT_EQ(to_hex(sealed.sealed), to_hex(parsed->sealed));
    const auto again = parse_skc(as_bytes(to_text(sealed)));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->sealed, parsed->sealed);
    EXPECT_EQ(again->cached_at, kAt);
  }
}

TEST(Skc, IsBoundToItsPlaceTimeAndKey) {
  const auto key = key_of(Algorithm::ed25519);
  const auto file = *parse_skc(as_bytes(kWithEd25519));
  for (auto change : {+[](SkcPlace& p) { p.vault_id += 'x'; }, +[](SkcPlace& p) { p.machine_id += 'x'; },
                      +[](SkcPlace& p) { p.name = "sk_a2"; }}) {
    SkcPlace other = place();
    change(other);
    EXPECT_FALSE(open_skc(key, other, file));
  }
  SkcFile later = file;
  later.cached_at += std::chrono::seconds(1);
  EXPECT_FALSE(open_skc(key, place(), later));
  EXPECT_FALSE(open_skc(key_of(Algorithm::mldsa65), place(), file));
  SkcFile touched = file;
  touched.sealed.back() ^= 1U;
  EXPECT_FALSE(open_skc(key, place(), touched));
}

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(kWithEd25519);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Skc, ReadsNothingElse) {
  const std::string others[] = {
      "",
      "{}",
      "[]",
      "null",
      std::string(kWithEd25519.substr(0, kWithEd25519.size() - 1)),
      std::string(kWithEd25519) + "\nx",
      replaced("\"v\":1", "\"v\":2"),
      replaced("\"v\":1", "\"v\":\"1\""),
      replaced("\"v\":1,", ""),
      replaced("\"v\":1", "\"v\":1,\"w\":1"),
      replaced("\"v\":1", "\"v\":1,\"v\":1"),
      replaced("AAECAwQFBgcICQoL", "AAECAwQFBgcICQ=="),
      replaced("AAECAwQFBgcICQoL", "AAECAwQFBgcICQoLDA=="),
      replaced("\"AAECAwQFBgcICQoL\"", "7"),
      replaced("=\"", "\""),
      replaced("mMFC", "m FC"),
      replaced("1795000000", "-1"),
      replaced("1795000000", "1795000000.5"),
      replaced("1795000000", "\"1795000000\""),
      replaced("1795000000", "253402300800"),
      replaced("1795000000", "18446744073709551616"),
  };
  for (const auto& text : others) EXPECT_FALSE(parse_skc(as_bytes(text))) << text;
}

}  // namespace
}  // namespace signet::client
