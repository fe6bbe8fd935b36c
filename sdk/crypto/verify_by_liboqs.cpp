// SPDX-License-Identifier: Apache-2.0
#include "verify_by_liboqs.hpp"

#include <oqs/oqs.h>

#include <stdexcept>

namespace signet::crypto {
namespace {

using Verify = OQS_STATUS (*)(const std::uint8_t*, std::size_t, const std::uint8_t*, std::size_t, const std::uint8_t*);

Verify function_for(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::mldsa44: return OQS_SIG_ml_dsa_44_verify;
    case Algorithm::mldsa65: return OQS_SIG_ml_dsa_65_verify;
    case Algorithm::mldsa87: return OQS_SIG_ml_dsa_87_verify;
    default: throw std::logic_error("liboqs is asked about ML-DSA alone");
  }
}

}  // namespace

bool verify_by_liboqs(Algorithm algorithm, ByteView public_key, ByteView message, ByteView signature) {
  static const bool ready = (OQS_init(), true);  // looks what the processor can do
  static_cast<void>(ready);
  return function_for(algorithm)(message.data(), message.size(), signature.data(), signature.size(),
                                 public_key.data()) == OQS_SUCCESS;
}

}  // namespace signet::crypto
