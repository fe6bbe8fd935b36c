// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/algorithm.hpp"

#include <stdexcept>

namespace signet {
namespace {

consteval bool is_one_table() {
  for (const AlgorithmInfo& one : kAlgorithms) {
    if (one.use == Use::reserved && one.reserved_because.empty()) return false;
    if (std::ranges::count(kAlgorithms, one.id, &AlgorithmInfo::id) != 1) return false;
    if (std::ranges::count(kAlgorithms, one.name, &AlgorithmInfo::name) != 1) return false;
  }
  return true;
}
static_assert(is_one_table(), "an id or a name stands twice, or something is reserved for no reason");

}  // namespace

const AlgorithmInfo& info(Algorithm algorithm) {
  for (const AlgorithmInfo& known : kAlgorithms) {
    if (known.id == algorithm) return known;
  }
  throw std::logic_error("an algorithm id that is not in the registry");
}

std::optional<Algorithm> parse_algorithm(std::string_view name) {
  for (const AlgorithmInfo& known : kAlgorithms) {
    if (known.name == name) return known.id;
  }
  return std::nullopt;
}

bool is_hybrid_signature(Algorithm algorithm) {
  const AlgorithmInfo& known = info(algorithm);
  return known.family == Family::hybrid && signs(known);
}

bool has_ed25519(Algorithm algorithm) { return algorithm == Algorithm::ed25519 || is_hybrid_signature(algorithm); }

std::optional<Algorithm> algorithm_with_signature_of(std::size_t bytes) {
  for (const AlgorithmInfo& known : kRequestAlgorithms) {
    if (known.signature == bytes) return known.id;
  }
  return std::nullopt;
}

bool must_be_named(Algorithm algorithm) { return algorithm_with_signature_of(info(algorithm).signature) != algorithm; }

std::optional<std::string_view> why_not_for_requests(Algorithm algorithm) {
  const AlgorithmInfo& known = info(algorithm);
  switch (known.use) {
    case Use::requests: return std::nullopt;
    case Use::detached: return "its signatures are too long for a request; it signs releases and other files";
    case Use::sealing: return "it seals values and signs nothing";
    case Use::reserved: return known.reserved_because;
  }
  throw std::logic_error("an algorithm without a use");
}

}  // namespace signet
