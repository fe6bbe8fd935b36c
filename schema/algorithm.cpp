// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/algorithm.hpp"

#include <stdexcept>

namespace signet {

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

std::optional<Algorithm> algorithm_with_signature_of(std::size_t bytes) {
  for (const AlgorithmInfo& known : kAlgorithms) {
    if (known.signature == bytes) return known.id;
  }
  return std::nullopt;
}

}  // namespace signet
