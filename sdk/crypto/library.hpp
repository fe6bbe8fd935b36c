// SPDX-License-Identifier: Apache-2.0
// The two libraries under everything here, made ready once. OpenSSL gets a context of our own, which reads no
// openssl.cnf: no file of the machine decides which algorithms there are.
#pragma once

#include "signet/schema/algorithm.hpp"

#include <openssl/evp.h>

#include <array>
#include <string_view>

namespace signet::crypto {

/// Fetched once, because each fetch by name is slower than many an operation.
struct Library {
  OSSL_LIB_CTX* context;
  EVP_MD* sha256;
  EVP_MD* sha3_256;
  EVP_MD* shake256;
  EVP_MAC* hmac;
  EVP_KDF* hkdf;
  EVP_CIPHER* aes256_gcm;
  std::array<EVP_SIGNATURE*, kAlgorithms.size()> signatures;  // by row of the registry; null where OpenSSL has no part
};

/// Thread-safe. Throws std::runtime_error if a library is not what we need. Never torn down, so that keys may outlive
/// main.
[[nodiscard]] const Library& library();

/// Of ML-DSA and SLH-DSA. Throws std::logic_error for any other.
[[nodiscard]] EVP_SIGNATURE* signature_scheme(Algorithm algorithm);

/// What OpenSSL said last goes into the message, and the thread's error queue is left empty.
[[noreturn]] void throw_openssl_error(std::string_view what_failed);

}  // namespace signet::crypto
