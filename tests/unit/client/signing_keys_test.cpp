// SPDX-License-Identifier: Apache-2.0
// Keys that sign together: their file, and requests that they sign.
#include "signet/client/signing_keys.hpp"

#include "fake_world.hpp"
#include "signer.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace signet::client {
namespace {

using enum Algorithm;

SigningKeys make(std::vector<Algorithm> algorithms) {
  auto keys = SigningKeys::generate(algorithms);
  EXPECT_TRUE(keys) << keys.error().message;
  return std::move(*keys);
}

TEST(SigningKeys, ComeBackFromTheirFile) {
  for (const auto& algorithms :
       {std::vector{ed25519}, std::vector{ed25519_mldsa65}, std::vector{ed25519, mldsa65},
        std::vector{ed25519, slhdsa_sha2_128s}, std::vector{slhdsa_sha2_128s, mldsa87, ed25519}}) {
    const auto keys = make(algorithms);
    const auto pem = keys.to_pem();
    const auto read = SigningKeys::from_pem(pem.expose_text());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->fingerprint(), keys.fingerprint());
    EXPECT_EQ(read->algorithm_name(), keys.algorithm_name());
    EXPECT_EQ(read->keyset().has_value(), algorithms.size() > 1);
    EXPECT_EQ(read->to_pem().expose_text(), pem.expose_text());
  }
  EXPECT_EQ(make({ed25519, mldsa65, slhdsa_sha2_128s}).algorithm_name(), "SLH-DSA-SHA2-128s & ML-DSA-65 & Ed25519");
}

TEST(SigningKeys, AreOfDifferentFamiliesAndNoHybrids) {
  for (const auto& algorithms :
       {std::vector{mldsa44, mldsa65}, std::vector{ed25519, ed25519}, std::vector{ed25519_mldsa65, slhdsa_sha2_128s},
        std::vector{ed25519, mldsa65, slhdsa_sha2_128s, mldsa87}})
    EXPECT_FALSE(SigningKeys::generate(algorithms));
}

TEST(SigningKeys, ThatAreDamagedAreRefused) {
  const auto keys = make({ed25519, mldsa65});
  const auto other = make({ed25519, mldsa65});
  const std::string whole(keys.to_pem().expose_text());
  const auto behind = [](const std::string& text, std::string_view mark, std::size_t from = 0) {
    return text.find(mark, from) + mark.size();
  };
  const auto keyset_end = behind(whole, "-----END SIGNET KEYSET-----\n");
  const auto first_end = behind(whole, "-----END PRIVATE KEY-----\n", keyset_end);
  const auto keyset = whole.substr(0, keyset_end);
  const auto first = whole.substr(keyset_end, first_end - keyset_end), second = whole.substr(first_end);
  ASSERT_EQ(keyset + first + second, whole);
  const std::string others(other.to_pem().expose_text());
  const std::vector<std::pair<const char*, std::string>> rows{
      {"no key", keyset},
      {"one key", keyset + first},
      {"another order", keyset + second + first},
      {"one twice", keyset + first + first},
      {"keys of another set", keyset + others.substr(behind(others, "-----END SIGNET KEYSET-----\n"))},
      {"something behind", whole + "\n"},
      {"a key more", whole + first},
      {"something before", "\n" + whole},
      {"cut off", whole.substr(0, whole.size() - 30)},
      {"cut off in the keyset", whole.substr(0, 100)},
      {"no base64", std::string(whole).replace(40, 1, "*")},
      {"another threshold", std::string(whole).replace(whole.find('\n') + 1, 4, "AQMC")},
  };
  for (const auto& [what, text] : rows) {
    const auto refused = SigningKeys::from_pem(text);
    ASSERT_FALSE(refused) << what;
    EXPECT_EQ(refused.error().kind, ErrorKind::local);
  }
}

TEST(SigningKeys, SignARequestTogether) {
  auto keys = make({ed25519, mldsa65});
  const auto keyset = *keys.keyset();
  const Signer signer(Plane::machine, std::string(kMachine), std::move(keys));
  WireRequest request{.method = "GET", .target = "/v1/secrets"};
  ASSERT_TRUE(signer.sign(request, kNow, crypto::system_random()));
  std::map<std::string, std::string> headers;
  for (const auto& header : request.headers) headers.emplace(header.name, header.value);
  EXPECT_FALSE(headers.contains("X-Algorithm"));
  const auto payload = "GET:/v1/secrets:1795000000:" + headers["X-Nonce"] + ":" + crypto::sha256_hex({});
  const auto signers = crypto::verify_bundle(keyset, as_bytes(payload), *from_base64(headers["X-Signature"]));
  ASSERT_TRUE(signers);
  EXPECT_EQ(signers->size(), 2U);
}

}  // namespace
}  // namespace signet::client
