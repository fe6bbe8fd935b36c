// SPDX-License-Identifier: Apache-2.0
#include "p256.hpp"

#include "library.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace signet::crypto::p256 {
namespace {

using BigNumber = std::unique_ptr<BIGNUM, OpenSslFree<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, OpenSslFree<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, OpenSslFree<EC_POINT_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, OpenSslFree<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, OpenSslFree<OSSL_PARAM_free>>;

constexpr char kCurve[] = "P-256";
// The order of the group, FIPS 186-5.
constexpr std::array<std::uint8_t, kScalar> kOrder{0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                                                   0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                                                   0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

EvpPkey from_params(OSSL_PARAM* params, int selection) {
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_name(library().context, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, selection, params) != 1)
    return nullptr;
  return EvpPkey(key);
}

bool is_scalar(ByteView bytes) {
  return bytes.size() == kScalar && std::ranges::any_of(bytes, [](std::uint8_t b) { return b != 0; }) &&
         std::ranges::lexicographical_compare(bytes, kOrder);
}

Bytes point_of(const BIGNUM* scalar) {
  const Group group(EC_GROUP_new_by_curve_name_ex(library().context, nullptr, NID_X9_62_prime256v1));
  const Point point(group ? EC_POINT_new(group.get()) : nullptr);
  Bytes bytes(kPoint);
  if (!point || EC_POINT_mul(group.get(), point.get(), scalar, nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(), bytes.size(),
                         nullptr) != kPoint)
    throw_openssl_error("the public half of a P-256 key");
  return bytes;
}

}  // namespace

std::optional<EvpPkey> import_point(ByteView uncompressed) {
  if (uncompressed.size() != kPoint || uncompressed[0] != POINT_CONVERSION_UNCOMPRESSED) return std::nullopt;
  std::array params{OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(kCurve), 0),
                    OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
                                                      const_cast<std::uint8_t*>(uncompressed.data()),
                                                      uncompressed.size()),
                    OSSL_PARAM_construct_end()};
  auto key = from_params(params.data(), EVP_PKEY_PUBLIC_KEY);
  const EvpPkeyCtx check(key ? EVP_PKEY_CTX_new_from_pkey(library().context, key.get(), nullptr) : nullptr);
  const bool good = check && EVP_PKEY_public_check(check.get()) == 1;
  ERR_clear_error();
  if (!good) return std::nullopt;
  return key;
}

EvpPkey import_scalar(ByteView scalar) {
  if (!is_scalar(scalar)) throw std::runtime_error("these bytes are no P-256 key");
  const BigNumber number(BN_secure_new());
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (!number || !builder || BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), number.get()) == nullptr)
    throw_openssl_error("a P-256 key");
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  const auto point = point_of(number.get());
  if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    throw_openssl_error("a P-256 key");
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  auto key = params ? from_params(params.get(), EVP_PKEY_KEYPAIR) : nullptr;
  if (!key) throw_openssl_error("a P-256 key");
  return key;
}

SecretBytes random_scalar(Random& random) {
  SecretBytes scalar(kScalar);
  do random.fill(scalar.expose_mutable());
  while (!is_scalar(scalar.expose()));
  return scalar;
}

}  // namespace signet::crypto::p256
