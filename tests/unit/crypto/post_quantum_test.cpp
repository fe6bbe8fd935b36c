// SPDX-License-Identifier: Apache-2.0
// What OpenSSL does that its caller must know.
#include "post_quantum.hpp"

#include "library.hpp"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>

namespace signet::crypto {
namespace {

const Bytes kMessage{1, 2, 3};
constexpr auto kMldsa = Algorithm::mldsa65;

Bytes sign_with_context(const EvpPkey& key, std::string_view context_string) {
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(library().context, key.get(), nullptr));
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_octet_string(OSSL_SIGNATURE_PARAM_CONTEXT_STRING, const_cast<char*>(context_string.data()),
                                        context_string.size()),
      OSSL_PARAM_construct_end()};
  Bytes signature(info(Algorithm::mldsa65).signature);
  std::size_t size = signature.size();
  EXPECT_EQ(EVP_PKEY_sign_message_init(context.get(), signature_scheme(Algorithm::mldsa65), params), 1);
  EXPECT_EQ(EVP_PKEY_sign(context.get(), signature.data(), &size, kMessage.data(), kMessage.size()), 1);
  return signature;
}

TEST(PostQuantum, TakesNoSeedOfAnotherLength) {
  for (const std::size_t size : {0U, 1U, 31U, 33U, 64U}) {
    EXPECT_THROW(static_cast<void>(post_quantum::expand(kMldsa, Bytes(size, 1))), std::invalid_argument) << size;
  }
}

TEST(PostQuantum, TakesNoKeyOfAnotherLength) {
  for (const std::size_t size : {0U, 1'951U, 1'953U, 4'032U}) {
    EXPECT_THROW(static_cast<void>(post_quantum::import_public_key(kMldsa, Bytes(size, 1))), std::invalid_argument)
        << size;
  }
}

TEST(PostQuantum, SignsHedged) {
  const EvpPkey key = post_quantum::expand(kMldsa, Bytes(32, 1));
  EXPECT_NE(post_quantum::sign(kMldsa, key, kMessage), post_quantum::sign(kMldsa, key, kMessage));
  EXPECT_EQ(post_quantum::sign_deterministically(kMldsa, key, kMessage),
            post_quantum::sign_deterministically(kMldsa, key, kMessage));
  EXPECT_TRUE(post_quantum::verify(kMldsa, key, kMessage, post_quantum::sign_deterministically(kMldsa, key, kMessage)));
}

TEST(PostQuantum, RefusesASignatureWithAContext) {
  const EvpPkey key = post_quantum::expand(kMldsa, Bytes(32, 1));
  EXPECT_TRUE(post_quantum::verify(kMldsa, key, kMessage, sign_with_context(key, "")));
  EXPECT_FALSE(post_quantum::verify(kMldsa, key, kMessage, sign_with_context(key, "x")));
  EXPECT_FALSE(post_quantum::verify(kMldsa, key, kMessage, sign_with_context(key, "signet")));
}

TEST(PostQuantum, LeavesTheErrorQueueEmpty) {
  const EvpPkey key = post_quantum::expand(kMldsa, Bytes(32, 1));
  ERR_clear_error();
  Bytes signature = post_quantum::sign(kMldsa, key, kMessage);
  EXPECT_TRUE(post_quantum::verify(kMldsa, key, kMessage, signature));
  EXPECT_EQ(ERR_peek_error(), 0U);
  signature[0] ^= 1U;
  EXPECT_FALSE(post_quantum::verify(kMldsa, key, kMessage, signature));
  EXPECT_EQ(ERR_peek_error(), 0U);
  EXPECT_FALSE(post_quantum::verify(kMldsa, key, kMessage, Bytes(info(Algorithm::mldsa65).signature, 0xFF)));
  EXPECT_EQ(ERR_peek_error(), 0U);
  EXPECT_FALSE(post_quantum::verify(kMldsa, key, kMessage, {}));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(PostQuantum, ThrowsWithAnEmptyErrorQueueToo) {
  ERR_clear_error();
  ERR_raise(ERR_LIB_USER, 1);
  EXPECT_THROW(throw_openssl_error("something"), std::runtime_error);
  EXPECT_EQ(ERR_peek_error(), 0U);
}

}  // namespace
}  // namespace signet::crypto
