// SPDX-License-Identifier: Apache-2.0
// The registry of algorithms. Nothing else in the code lists them: what is made, read, verified, offered or refused
// comes from this one table.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace signet {

/// The value is the identifier that goes into fingerprints, keysets and files. 30 to 32 and a1 are our own choice in
/// ranges that the public registry leaves free.
enum class Algorithm : std::uint8_t {
  slhdsa_sha2_128s = 0x01,
  slhdsa_sha2_128f = 0x02,
  slhdsa_sha2_192s = 0x03,
  slhdsa_sha2_192f = 0x04,
  slhdsa_sha2_256s = 0x05,
  slhdsa_sha2_256f = 0x06,
  slhdsa_shake_128s = 0x07,
  slhdsa_shake_128f = 0x08,
  slhdsa_shake_192s = 0x09,
  slhdsa_shake_192f = 0x0A,
  slhdsa_shake_256s = 0x0B,
  slhdsa_shake_256f = 0x0C,
  mldsa44 = 0x10,
  mldsa65 = 0x11,
  mldsa87 = 0x12,
  fndsa512 = 0x20,
  fndsa1024 = 0x21,
  ed25519 = 0x30,
  ed25519_mldsa65 = 0x31,
  ed25519_mldsa87 = 0x32,
  mlkem512 = 0x80,
  mlkem768 = 0x81,
  mlkem1024 = 0x82,
  hqc128 = 0x90,
  hqc192 = 0x91,
  x25519_mlkem768 = 0xA1,
};

/// What the security rests on. A hybrid is of two.
enum class Family : std::uint8_t { elliptic, lattice, hash, code, hybrid };

enum class Use : std::uint8_t {
  requests,  // signs whatever there is to sign
  detached,  // signs releases and other files; its signatures are too long for a header
  sealing,   // a KEM
  reserved,  // has a number, and a reason why there is no more of it
};

struct AlgorithmInfo {
  Algorithm id{};
  std::string_view name{};  // on the wire, exact and case-sensitive; also what OpenSSL calls it
  Family family{};
  unsigned level = 0;          // NIST's category; 0 falls to a quantum computer
  std::size_t public_key = 0;  // bytes; a hybrid's is its whole blob
  std::size_t secret_key = 0;  // bytes of the standard's own form, without the seed; a hybrid has none
  std::size_t seed = 0;        // bytes that make the whole key; a hybrid's are those of both halves
  std::size_t signature = 0;   // bytes; of a KEM its ciphertext
  Use use{};
  std::string_view reserved_because{};
  Algorithm half = id;  // a hybrid's, beside its Ed25519; else itself
};

inline constexpr std::string_view kNoFnDsa = "its standard, FIPS 206, is not final and the library under this has none";
inline constexpr std::string_view kNoHqc = "its standard, FIPS 207, is not final and the library under this has none";
inline constexpr std::string_view kNoMlKemAlone = "values are sealed with X25519+ML-KEM-768, never with ML-KEM alone";

inline constexpr std::array kAlgorithms{
    AlgorithmInfo{Algorithm::ed25519, "Ed25519", Family::elliptic, 0, 32, 32, 32, 64, Use::requests},
    AlgorithmInfo{Algorithm::mldsa44, "ML-DSA-44", Family::lattice, 2, 1'312, 2'560, 32, 2'420, Use::requests},
    AlgorithmInfo{Algorithm::mldsa65, "ML-DSA-65", Family::lattice, 3, 1'952, 4'032, 32, 3'309, Use::requests},
    AlgorithmInfo{Algorithm::mldsa87, "ML-DSA-87", Family::lattice, 5, 2'592, 4'896, 32, 4'627, Use::requests},
    AlgorithmInfo{Algorithm::ed25519_mldsa65, "Ed25519+ML-DSA-65", Family::hybrid, 3, 1'989, 0, 64, 3'373,
                  Use::requests, {}, Algorithm::mldsa65},
    AlgorithmInfo{Algorithm::ed25519_mldsa87, "Ed25519+ML-DSA-87", Family::hybrid, 5, 2'629, 0, 64, 4'691,
                  Use::requests, {}, Algorithm::mldsa87},
    AlgorithmInfo{Algorithm::slhdsa_sha2_128s, "SLH-DSA-SHA2-128s", Family::hash, 1, 32, 64, 48, 7'856, Use::requests},
    AlgorithmInfo{Algorithm::slhdsa_shake_128s, "SLH-DSA-SHAKE-128s", Family::hash, 1, 32, 64, 48, 7'856,
                  Use::requests},
    AlgorithmInfo{Algorithm::slhdsa_sha2_128f, "SLH-DSA-SHA2-128f", Family::hash, 1, 32, 64, 48, 17'088, Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_sha2_192s, "SLH-DSA-SHA2-192s", Family::hash, 3, 48, 96, 72, 16'224, Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_sha2_192f, "SLH-DSA-SHA2-192f", Family::hash, 3, 48, 96, 72, 35'664, Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_sha2_256s, "SLH-DSA-SHA2-256s", Family::hash, 5, 64, 128, 96, 29'792,
                  Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_sha2_256f, "SLH-DSA-SHA2-256f", Family::hash, 5, 64, 128, 96, 49'856,
                  Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_shake_128f, "SLH-DSA-SHAKE-128f", Family::hash, 1, 32, 64, 48, 17'088,
                  Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_shake_192s, "SLH-DSA-SHAKE-192s", Family::hash, 3, 48, 96, 72, 16'224,
                  Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_shake_192f, "SLH-DSA-SHAKE-192f", Family::hash, 3, 48, 96, 72, 35'664,
                  Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_shake_256s, "SLH-DSA-SHAKE-256s", Family::hash, 5, 64, 128, 96, 29'792,
                  Use::detached},
    AlgorithmInfo{Algorithm::slhdsa_shake_256f, "SLH-DSA-SHAKE-256f", Family::hash, 5, 64, 128, 96, 49'856,
                  Use::detached},
    AlgorithmInfo{Algorithm::x25519_mlkem768, "X25519+ML-KEM-768", Family::hybrid, 3, 1'221, 0, 32, 1'120,
                  Use::sealing, {}, Algorithm::mlkem768},
    AlgorithmInfo{Algorithm::fndsa512, "FN-DSA-512", Family::lattice, 1, 897, 1'281, 0, 666, Use::reserved, kNoFnDsa},
    AlgorithmInfo{Algorithm::fndsa1024, "FN-DSA-1024", Family::lattice, 5, 1'793, 2'305, 0, 1'280, Use::reserved,
                  kNoFnDsa},
    AlgorithmInfo{Algorithm::mlkem512, "ML-KEM-512", Family::lattice, 1, 800, 1'632, 64, 768, Use::reserved,
                  kNoMlKemAlone},
    AlgorithmInfo{Algorithm::mlkem768, "ML-KEM-768", Family::lattice, 3, 1'184, 2'400, 64, 1'088, Use::reserved,
                  kNoMlKemAlone},
    AlgorithmInfo{Algorithm::mlkem1024, "ML-KEM-1024", Family::lattice, 5, 1'568, 3'168, 64, 1'568, Use::reserved,
                  kNoMlKemAlone},
    AlgorithmInfo{Algorithm::hqc128, "HQC-128", Family::code, 1, 0, 0, 0, 4'497, Use::reserved, kNoHqc},
    AlgorithmInfo{Algorithm::hqc192, "HQC-192", Family::code, 3, 0, 0, 0, 9'042, Use::reserved, kNoHqc},
};
inline constexpr Algorithm kDefaultAlgorithm = Algorithm::ed25519_mldsa65;
inline constexpr Algorithm kReleaseAlgorithm = Algorithm::slhdsa_sha2_128s;
inline constexpr Algorithm kKemAlgorithm = Algorithm::x25519_mlkem768;

[[nodiscard]] constexpr bool signs(const AlgorithmInfo& known) {
  return known.use == Use::requests || known.use == Use::detached;
}
[[nodiscard]] constexpr bool signs_requests(const AlgorithmInfo& known) { return known.use == Use::requests; }

/// Whether its keys may sign together with others, as a keyset.
[[nodiscard]] constexpr bool joins_keysets(const AlgorithmInfo& known) {
  return signs_requests(known) && known.family != Family::hybrid;
}

/// The rows of which `wanted` is true, in the order of the table.
template <auto wanted>
inline constexpr auto kAlgorithmsThat = [] {
  std::array<AlgorithmInfo, static_cast<std::size_t>(std::ranges::count_if(kAlgorithms, wanted))> found{};
  std::ranges::copy_if(kAlgorithms, found.begin(), wanted);
  return found;
}();
inline constexpr auto& kSigningAlgorithms = kAlgorithmsThat<signs>;
inline constexpr auto& kRequestAlgorithms = kAlgorithmsThat<signs_requests>;
inline constexpr auto& kKeysetAlgorithms = kAlgorithmsThat<joins_keysets>;

/// Throws std::logic_error for what is not in the table.
[[nodiscard]] const AlgorithmInfo& info(Algorithm algorithm);
[[nodiscard]] std::optional<Algorithm> parse_algorithm(std::string_view name);
/// Whether a key of it has an Ed25519 part.
[[nodiscard]] bool has_ed25519(Algorithm algorithm);
[[nodiscard]] bool is_hybrid_signature(Algorithm algorithm);
/// Whether a quantum computer would not break it, as far as anybody knows.
[[nodiscard]] constexpr bool is_post_quantum(const AlgorithmInfo& known) { return known.family != Family::elliptic; }

/// The first in the table that signs requests with signatures of this length: what a request is taken to be signed with
/// that does not say. A request by another algorithm of the same length must name it.
[[nodiscard]] std::optional<Algorithm> algorithm_with_signature_of(std::size_t bytes);
[[nodiscard]] bool must_be_named(Algorithm algorithm);

/// Why a key of this algorithm cannot be registered to sign requests; nothing if it can.
[[nodiscard]] std::optional<std::string_view> why_not_for_requests(Algorithm algorithm);

}  // namespace signet
