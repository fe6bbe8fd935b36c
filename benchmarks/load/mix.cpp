// SPDX-License-Identifier: Apache-2.0
#include "mix.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <stdexcept>

namespace signet::load {
namespace {

constexpr unsigned kMostWeight = 1'000'000;

std::invalid_argument wrong(std::string_view part) {
  return std::invalid_argument("mix: \"" + std::string(part) +
                               "\" is not KIND=WEIGHT; kinds are read, list, write, failing");
}

unsigned parse_weight(std::string_view part, std::string_view number) {
  unsigned weight = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), weight);
  if (error != std::errc{} || end != number.data() + number.size() || weight > kMostWeight) throw wrong(part);
  return weight;
}

}  // namespace

Mix Mix::parse(std::string_view text) {
  Mix mix;
  for (bool more = true; more;) {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    more = comma != std::string_view::npos;
    text = more ? text.substr(comma + 1) : std::string_view();
    const auto equals = part.find('=');
    const auto name = std::ranges::find(kKindNames, part.substr(0, equals));
    if (name == kKindNames.end()) throw wrong(part);
    auto& weight = mix.weights[static_cast<std::size_t>(name - kKindNames.begin())];
    if (weight != 0) throw std::invalid_argument("mix: " + std::string(*name) + " is there twice");
    weight = equals == std::string_view::npos ? 1 : parse_weight(part, part.substr(equals + 1));
  }
  if (std::ranges::max(mix.weights) == 0) throw std::invalid_argument("mix: every weight is 0");
  return mix;
}

std::vector<Kind> order(const Mix& mix, std::size_t count) {
  // Each gains its weight a turn; who has most goes next and pays for the turn.
  const auto turn = std::accumulate(mix.weights.begin(), mix.weights.end(), std::int64_t{0});
  std::array<std::int64_t, kKinds> credit{};
  std::vector<Kind> kinds;
  kinds.reserve(count);
  while (kinds.size() < count) {
    for (std::size_t i = 0; i < kKinds; ++i) credit[i] += mix.weights[i];
    const auto next = std::ranges::max_element(credit);
    *next -= turn;
    kinds.push_back(static_cast<Kind>(next - credit.begin()));
  }
  return kinds;
}

}  // namespace signet::load
