// SPDX-License-Identifier: Apache-2.0
// Identity tokens, and everything that looks like one.
#include "signet/crypto/token.hpp"

#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>

namespace signet::crypto {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;
constexpr const char* kHeader = R"({"alg":"Ed25519+ML-DSA-65","kid":"KID","typ":"signet-rt+jwt"})";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

class Token : public ::testing::Test {
 protected:
  const PrivateKey issuer = PrivateKey::from_seed(Algorithm::ed25519_mldsa65, Bytes(64, 1));
  const PrivateKey revoked = PrivateKey::from_seed(Algorithm::ed25519_mldsa65, Bytes(64, 2));
  const PrivateKey machine = PrivateKey::from_seed(Algorithm::ed25519, Bytes(32, 3));
  const std::vector<PublicKey> keys{issuer.public_key()};
  const TokenClaims claims{.issuer = "https://vault.example",
                           .audience = "billing",
                           .subject = "machine-1",
                           .id = "jti-1",
                           .issued_at = kNow,
                           .not_before = kNow,
                           .expires_at = kNow + 900,
                           .key = machine.public_key().fingerprint()};
  const std::string good = issue_token(issuer, claims);
  const std::string good_json = issue_json_token(issuer, claims);

  TokenExpectations expected(std::int64_t now = kNow) const {
    return {.keys = keys, .issuer = claims.issuer, .audience = claims.audience,
            .now = std::chrono::sys_seconds(std::chrono::seconds(now)), .leeway = {}};
  }
  std::array<std::string, 3> parts() const {
    const auto first = good.find('.'), second = good.rfind('.');
    return {good.substr(0, first), good.substr(first + 1, second - first - 1), good.substr(second + 1)};
  }
  /// Signed well, whatever it says.
  std::string signed_with(std::string header, const std::string& body) const {
    if (const auto at = header.find("KID"); at != std::string::npos)
      header.replace(at, 3, token_key_id(issuer.public_key()));
    const auto input = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(body));
    return input + "." + to_base64url(issuer.sign(as_bytes(input)));
  }
  std::string body() const { return std::string(as_text(*from_base64url(parts()[1]))); }

  void expect(const std::string& name, const std::string& token, TokenFault fault, std::int64_t now = kNow) const {
    const auto verified = verify_token(token, expected(now));
    ASSERT_FALSE(verified) << name;
    EXPECT_EQ(describe(verified.error()), describe(fault)) << name;
  }
};

TEST_F(Token, SaysWhoTheMachineIs) {
  for (const auto& token : {good, good_json}) {
    EXPECT_LT(token.size(), kLongestToken);
    const auto verified = verify_token(token, expected());
    ASSERT_TRUE(verified) << describe(verified.error());
    EXPECT_EQ(*verified, claims);
  }
  EXPECT_EQ(parts()[2].size(), 4'498U);
}

TEST_F(Token, HasTheHeaderOfOthersStandards) {
  const auto header = *from_base64url(parts()[0]);
  EXPECT_EQ(as_text(header), replaced(kHeader, "KID", token_key_id(issuer.public_key())));
  EXPECT_TRUE(verify_token(signed_with(kHeader, body()), expected()));
}

TEST_F(Token, EndsExactlyWhenItSays) {
  EXPECT_TRUE(verify_token(good, expected(kNow + 899)));
  expect("at its end", good, TokenFault::expired, kNow + 900);
  expect("before its time", good, TokenFault::early, kNow - 1);
  auto lenient = expected(kNow + 929);
  lenient.leeway = std::chrono::seconds(30);
  EXPECT_TRUE(verify_token(good, lenient));
  lenient.now += std::chrono::seconds(1);
  EXPECT_FALSE(verify_token(good, lenient));
}

TEST_F(Token, IsRefusedForItsForm) {
  const auto [header, payload, signature] = parts();
  expect("nothing", "", TokenFault::malformed);
  expect("two parts", header + "." + payload, TokenFault::malformed);
  expect("four parts", good + ".", TokenFault::malformed);
  expect("five parts", good + "..", TokenFault::malformed);
  expect("space before", " " + good, TokenFault::malformed);
  expect("line end behind", good + "\n", TokenFault::malformed);
  expect("padding", header + "=." + payload + "." + signature, TokenFault::malformed);
  expect("another alphabet", header + "." + payload + "." + "+" + signature.substr(1), TokenFault::malformed);
  expect("too long", good + std::string(kLongestToken, 'A'), TokenFault::malformed);
  // The last digit of the signature has bits that nothing is in.
  std::string tail = good;
  tail.back() = tail.back() == 'B' ? 'C' : 'B';
  expect("not canonical", tail, TokenFault::malformed);
}

TEST_F(Token, IsRefusedForItsHeader) {
  using enum TokenFault;
  const std::pair<const char*, TokenFault> cases[] = {
      {R"({"alg":"none","kid":"KID","typ":"signet-rt+jwt"})", algorithm},
      {R"({"alg":"EdDSA","kid":"KID","typ":"signet-rt+jwt"})", algorithm},
      {R"({"alg":"HS256","kid":"KID","typ":"signet-rt+jwt"})", algorithm},
      {R"({"alg":"ML-DSA-65","kid":"KID","typ":"signet-rt+jwt"})", algorithm},
      {R"({"alg":"ed25519+ml-dsa-65","kid":"KID","typ":"signet-rt+jwt"})", algorithm},
      {R"({"alg":"Ed25519+ML-DSA-87","kid":"KID","typ":"signet-rt+jwt"})", algorithm},
      {R"({"alg":1,"kid":"KID","typ":"signet-rt+jwt"})", header},
      {R"({"alg":"Ed25519+ML-DSA-65","typ":"signet-rt+jwt"})", header},
      {R"({"alg":"Ed25519+ML-DSA-65","kid":"KID"})", header},
      {R"({"alg":"Ed25519+ML-DSA-65","kid":"KID","typ":"JWT"})", header},
      {R"({"alg":"Ed25519+ML-DSA-65","crit":["b64"],"kid":"KID","typ":"signet-rt+jwt"})", header},
      {R"({"alg":"Ed25519+ML-DSA-65","jwk":{},"kid":"KID","typ":"signet-rt+jwt"})", header},
      {R"({"alg":"Ed25519+ML-DSA-65","jku":"https://e","kid":"KID","typ":"signet-rt+jwt"})", header},
      {R"({"alg":"Ed25519+ML-DSA-65","alg":"none","kid":"KID","typ":"signet-rt+jwt"})", malformed},
      {R"({"alg":"Ed25519+ML-DSA-65","kid":"../../KID","typ":"signet-rt+jwt"})", unknown_key},
      {R"({"alg":"Ed25519+ML-DSA-65","kid":"","typ":"signet-rt+jwt"})", unknown_key},
      {R"(["alg"])", malformed},
  };
  for (const auto& [header, fault] : cases) expect(header, signed_with(header, body()), fault);
  expect("a key that was taken back", issue_token(revoked, this->claims), unknown_key);
}

TEST_F(Token, IsRefusedForItsSignature) {
  const auto [header, payload, signature] = parts();
  const Bytes bytes = *from_base64url(signature);
  const auto with = [&](const Bytes& other) { return header + "." + payload + "." + to_base64url(other); };
  const Bytes ed25519(bytes.begin(), bytes.begin() + 64), mldsa(bytes.begin() + 64, bytes.end());
  Bytes swapped = mldsa;
  swapped.insert(swapped.end(), ed25519.begin(), ed25519.end());
  expect("no signature", header + "." + payload + ".", TokenFault::signature);
  expect("the first half", with(ed25519), TokenFault::signature);
  expect("the second half", with(mldsa), TokenFault::signature);
  expect("halves swapped", with(swapped), TokenFault::signature);
  for (const std::size_t at : {std::size_t{0}, std::size_t{63}, std::size_t{64}, bytes.size() - 1}) {
    Bytes flipped = bytes;
    flipped[at] ^= 1U;
    expect("a bit", with(flipped), TokenFault::signature);
  }
  const std::string other = to_base64url(as_bytes(replaced(body(), "machine-1", "machine-2")));
  expect("other claims", header + "." + other + "." + signature, TokenFault::signature);
}

TEST_F(Token, IsRefusedForItsClaims) {
  using enum TokenFault;
  const auto with = [&](std::string_view what, std::string_view by) {
    return signed_with(kHeader, replaced(body(), what, by));
  };
  expect("another audience", with("\"billing\"", "\"shipping\""), audience);
  expect("an audience of several", with("\"billing\"", "[\"billing\"]"), TokenFault::claims);
  expect("another issuer", with("vault.example", "vault.example.org"), TokenFault::issuer);
  expect("no end", with("\"exp\"", "\"exq\""), TokenFault::claims);
  expect("an end as a text", with("1790000900", "\"1790000900\""), TokenFault::claims);
  expect("an end with a fraction", with("1790000900", "1790000900.5"), TokenFault::claims);
  expect("a negative end", with("1790000900", "-1790000900"), TokenFault::claims);
  expect("living too long", with("1790000900", "1790000901"), TokenFault::claims);
  expect("no machine", with("\"cnf\"", "\"cng\""), TokenFault::claims);
  expect("a short fingerprint", with("\"fp\":\"", "\"fp\":\"aa\",\"fq\":\""), TokenFault::claims);
  expect("one claim twice", with("\"jti\":\"jti-1\"", "\"jti\":\"jti-1\",\"jti\":\"jti-2\""), malformed);
  expect("no JSON", signed_with(kHeader, "{"), malformed);
}

TEST_F(Token, IsNotIssuedForJustAnything) {
  auto long_lived = claims, backwards = claims;
  long_lived.expires_at = kNow + 901;
  backwards.not_before = kNow + 900;
  for (const auto& wrong : {long_lived, backwards}) {
    EXPECT_THROW(static_cast<void>(issue_token(issuer, wrong)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(issue_json_token(issuer, wrong)), std::invalid_argument);
  }
  EXPECT_THROW(static_cast<void>(issue_token(machine, claims)), std::invalid_argument);
}

TEST_F(Token, InTwoSignaturesNeedsBoth) {
  using enum TokenFault;
  const Json whole = *parse_json_object(as_bytes(good_json));
  const auto spoilt = [&](const std::function<void(Json&)>& spoil) {
    Json copy = whole;
    spoil(copy);
    return to_public_text(copy);
  };
  const auto signature_of = [](Json& token, std::size_t n) -> Json& { return token["signatures"][n]["signature"]; };
  expect("one alone", spoilt([](Json& t) { t["signatures"].erase(1); }), malformed);
  expect("the other alone", spoilt([](Json& t) { t["signatures"].erase(0); }), malformed);
  expect("one twice", spoilt([](Json& t) { t["signatures"][1] = t["signatures"][0]; }), algorithm);
  expect("swapped", spoilt([](Json& t) { std::swap(t["signatures"][0], t["signatures"][1]); }), algorithm);
  expect("a third", spoilt([](Json& t) { t["signatures"].push_back(t["signatures"][0]); }), malformed);
  expect("a member more", spoilt([](Json& t) { t["header"] = Json::object(); }), malformed);
  expect("an unprotected header", spoilt([](Json& t) { t["signatures"][0]["header"] = Json::object(); }), malformed);
  expect("no text", spoilt([](Json& t) { t["signatures"][0] = 1; }), malformed);
  for (const std::size_t n : {0U, 1U}) {
    expect("a signature that is none", spoilt([&](Json& t) { signature_of(t, n) = json_text("AAAA"); }),
           TokenFault::signature);
    // What a verifier of one signature reads: critical, and not known to it.
    const Json& half = whole["signatures"][n];
    const auto header = *from_base64url(text_of(half["protected"]));
    EXPECT_TRUE(as_text(header).contains(R"("crit":["signet-pair"])"));
    const auto lax = replaced(std::string(as_text(header)), R"("crit":["signet-pair"],)", "");
    expect("without crit",
           spoilt([&](Json& t) { t["signatures"][n]["protected"] = json_text(to_base64url(as_bytes(lax))); }),
           TokenFault::header);
  }
  expect("another payload", spoilt([](Json& t) { t["payload"] = json_text("e30"); }), TokenFault::signature);
  // The header of one form under the other.
  expect("a compact header", spoilt([&](Json& t) { t["signatures"][0]["protected"] = json_text(parts()[0]); }),
         TokenFault::header);
}

TEST_F(Token, NeedsTheMachinesOwnWord) {
  const Bytes proof = machine.sign(token_proof_message(good, "challenge"));
  EXPECT_TRUE(verify_token_proof(claims, good, "challenge", machine.public_key(), proof));
  EXPECT_FALSE(verify_token_proof(claims, good, "another", machine.public_key(), proof));
  EXPECT_FALSE(verify_token_proof(claims, good_json, "challenge", machine.public_key(), proof));
  const PrivateKey stranger = PrivateKey::generate(Algorithm::ed25519);
  EXPECT_FALSE(verify_token_proof(claims, good, "challenge", stranger.public_key(),
                                  stranger.sign(token_proof_message(good, "challenge"))));
}

}  // namespace
}  // namespace signet::crypto
