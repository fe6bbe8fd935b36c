// SPDX-License-Identifier: Apache-2.0
// The expected values come from other implementations (RFC 4231, RFC 5869, pyca/cryptography, noble-curves and
// noble-post-quantum; schema/vectors/make_algorithms.mjs --answers).
#include "ed25519.hpp"
#include "known_answers.hpp"
#include "post_quantum.hpp"
#include "signet/crypto/aes_gcm.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <future>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace signet::crypto {
namespace {

constexpr std::string_view kEd25519Key = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";
constexpr std::string_view kEd25519Signature =
    "5e277b51a1df1c9ea33d7dd8f710dcc07c7f48a4130ca97670d18237ab63d63b"
    "db261b07d0aa91c10727bf0155fa14efe94c23fb579869446c4ea7f6d8880a09";

// kEd25519Key plus a point of small order. libsodium before the fix of CVE-2025-69277 takes the first.
constexpr std::string_view kPlusOrderTwo = "ea5ef8400c31ef41e28f22e718b43f66981b29cf645af2a0e223799bedaace47";
constexpr std::string_view kPlusOrderEight = "b502ff3d92e31d8190b4aa4ea0414005167fad089c4de9dac8a2fc850fed4f58";

constexpr std::string_view kSmallOrder[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
};

/// On all cores, since every program waits for it when it starts.
template <class Range, class Check>
bool all_hold(const Range& range, const Check& check) {
  std::vector<std::future<bool>> verdicts;
  for (const auto& each : range) verdicts.push_back(std::async(std::launch::async, [&] { return check(each); }));
  return std::ranges::all_of(verdicts, [](auto& verdict) { return verdict.get(); });
}

/// first, first + 1, ...
SecretBytes counting_seed(std::uint8_t first, std::size_t size) {
  SecretBytes seed(size);
  std::iota(seed.expose_mutable().begin(), seed.expose_mutable().end(), first);
  return seed;
}

Bytes flipped(Bytes bytes, std::size_t at) {
  bytes.at(at) ^= 1U;
  return bytes;
}

bool is_refused(std::string_view key) { return !PublicKey::from_raw(Algorithm::ed25519, *from_hex(key)); }

bool digests_are_right() {
  const Bytes key(20, 0x0b);
  return sha256_hex(as_bytes("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" &&
         to_hex(hmac_sha256(key, as_bytes("Hi There"))) ==
             "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" &&
         to_hex(hkdf_sha256(Bytes(22, 0x0b), *from_hex("000102030405060708090a0b0c"),
                            "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9", 42)
                    .expose()) ==
             "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
}

bool aes_gcm_is_right() {
  const SecretBytes key = counting_seed(0, kAesKey), nonce = counting_seed(0, kAesGcmNonce);
  const Bytes sealed = seal_aes256_gcm(key.expose(), nonce.expose(), as_bytes(kMessage), as_bytes("aad"));
  const auto opened = open_aes256_gcm(key.expose(), nonce.expose(), sealed, as_bytes("aad"));
  return to_hex(sealed) == "346bb175a091ed68e82df1a6c58c0b19aca0b6e338aa13a3fae4176e39dd2b301b7ee9" && opened &&
         opened->expose_text() == kMessage &&
         !open_aes256_gcm(key.expose(), nonce.expose(), flipped(sealed, 0), as_bytes("aad"));
}

bool ed25519_is_right() {
  const PrivateKey key = PrivateKey::from_seed(Algorithm::ed25519, counting_seed(0, 32).expose());
  const Bytes signature = key.sign(as_bytes(kMessage));
  return to_hex(key.public_key().raw()) == kEd25519Key && to_hex(signature) == kEd25519Signature &&
         key.public_key().verify(as_bytes(kMessage), signature) &&
         !key.public_key().verify(as_bytes(kMessage), flipped(signature, 0)) &&
         !key.public_key().verify(as_bytes(kMessage), flipped(signature, 32));
}

bool mldsa_is_right(const MldsaAnswer& answer) {
  using namespace post_quantum;
  const EvpPkey key = expand(answer.algorithm, counting_seed(32, 32).expose());
  const Bytes raw = public_key_of(answer.algorithm, key);
  const EvpPkey public_key = import_public_key(answer.algorithm, raw);
  const Bytes signature = sign_deterministically(answer.algorithm, key, as_bytes(kMessage));
  const auto verifies = [&](std::string_view message, const Bytes& signed_) {
    return verify(answer.algorithm, public_key, as_bytes(message), signed_);
  };
  return sha256_hex(raw) == answer.key && sha256_hex(signature) == answer.signature && verifies(kMessage, signature) &&
         !verifies(kMessage, flipped(signature, 0)) && !verifies("another message", signature) &&
         verifies(kMessage, sign(answer.algorithm, key, as_bytes(kMessage)));
}

// Signing takes a quarter of a second, and that for each: verified are signatures that others made.
bool slhdsa_is_right(const SlhdsaAnswer& answer) {
  const auto key = PublicKey::from_raw(answer.algorithm, *from_hex(answer.key));
  const auto signature = from_base64(answer.signature);
  return key && signature && key->verify(as_bytes(kMessage), *signature) &&
         !key->verify(as_bytes(kMessage), flipped(*signature, 0)) &&
         !key->verify(as_bytes("another message"), *signature);
}

/// The sets that sign quickly make a key, each with its own hash and height of trees.
bool slhdsa_keys_are_right() {
  return all_hold(kSlhdsaKeys, [](const SlhdsaKey& known) {
    const auto seed = counting_seed(0, info(known.algorithm).seed);
    return sha256_hex(post_quantum::public_key_of(known.algorithm,
                                                  post_quantum::expand(known.algorithm, seed.expose()))) == known.key;
  });
}

bool hybrid_needs_both_halves(Algorithm algorithm) {
  const PrivateKey key = PrivateKey::from_seed(algorithm, counting_seed(0, 64).expose());
  const PublicKey& public_key = key.public_key();
  const Bytes signature = key.sign(as_bytes(kMessage));
  return public_key.verify(as_bytes(kMessage), signature) &&
         !public_key.verify(as_bytes(kMessage), flipped(signature, 0)) &&
         !public_key.verify(as_bytes(kMessage), flipped(signature, ed25519::kSignature));
}

struct KnownAnswer {
  std::string_view name;
  bool (*is_right)();
};

constexpr KnownAnswer kKnownAnswers[] = {
    {"SHA-256, HMAC, HKDF", digests_are_right},
    {"AES-256-GCM", aes_gcm_is_right},
    {"Ed25519", ed25519_is_right},
    {"ML-DSA", [] { return all_hold(kMldsaAnswers, mldsa_is_right); }},
    {"SLH-DSA", [] { return all_hold(kSlhdsaAnswers, slhdsa_is_right); }},
    {"keys of SLH-DSA", slhdsa_keys_are_right},
    {"Ed25519+ML-DSA-65", [] { return hybrid_needs_both_halves(Algorithm::ed25519_mldsa65); }},
    {"Ed25519+ML-DSA-87", [] { return hybrid_needs_both_halves(Algorithm::ed25519_mldsa87); }},
    {"Ed25519 keys of small order are refused", [] { return std::ranges::all_of(kSmallOrder, is_refused); }},
    {"Ed25519 keys of mixed order are refused", [] { return is_refused(kPlusOrderEight); }},
    {"CVE-2025-69277: this libsodium takes keys outside the main subgroup; install 1.0.18-1+deb12u1, 1.0.21 or newer",
     [] { return is_refused(kPlusOrderTwo); }},
};

}  // namespace

void self_test() {
  std::string failed;
  for (const KnownAnswer& test : kKnownAnswers) {
    if (!test.is_right()) failed.append(failed.empty() ? "" : "; ").append(test.name);
  }
  // Makes the keys of nobody before the first request needs them.
  if (verify_against_nobody(Algorithm::ed25519, as_bytes(kMessage), *from_hex(kEd25519Signature)))
    failed += "a key of nobody";
  if (!failed.empty()) throw std::runtime_error("the cryptographic self-test failed: " + failed);
}

}  // namespace signet::crypto
