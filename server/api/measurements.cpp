// SPDX-License-Identifier: Apache-2.0
#include "api/measurements.hpp"

#include "routes.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace signet::api {
namespace {

constexpr std::array kStatuses{0,   200, 201, 202, 204, 400, 401, 403, 404, 405, 408,
                               409, 413, 414, 417, 423, 429, 431, 500, 501, 503, 505};

// As they are called in the audit log.
constexpr std::array<std::string_view, 27> kReasons{
    "other",
    "enrolment",
    "one-time link",
    "locked out",
    "no signature headers",
    "identity header missing, doubled, malformed or of the other plane",
    "timestamp header missing, doubled or malformed",
    "nonce header missing, doubled or malformed",
    "signature header missing, doubled or not canonical base64",
    "algorithm header doubled",
    "algorithm header names no algorithm",
    "unknown machine",
    "unknown operator",
    "machine is gone",
    "machine is disabled",
    "machine is pending",
    "machine has expired",
    "address is not on the vault's allow-list",
    "bad signature",
    "timestamp outside the window",
    "nonce already spent",
    "key was replaced",
    "vault is suspended",
    "operator is held since a restore",
    "sent by a page of another site",
    "requests over the budget",
    "failures over the budget",
};

const Route* find_route(std::size_t route) {
  return route >= 1 && route <= all_routes().size() ? &all_routes()[route - 1] : nullptr;
}

}  // namespace

std::string_view method_of_route(std::size_t route) {
  const auto* found = find_route(route);
  return found == nullptr ? std::string_view() : found->method;
}

std::string_view path_of_route(std::size_t route) {
  const auto* found = find_route(route);
  return found == nullptr ? std::string_view() : found->path;
}

Measurements::Measurements() : answers_((all_routes().size() + 1) * kStatuses.size()), refusals_(kReasons.size()) {}

void Measurements::answered(std::size_t route, int status) {
  const auto known = std::ranges::find(kStatuses, status);
  const auto column = known == kStatuses.end() ? 0 : static_cast<std::size_t>(known - kStatuses.begin());
  answers_[(find_route(route) ? route : 0) * kStatuses.size() + column].fetch_add(1, std::memory_order_relaxed);
}

void Measurements::refused(Action action, std::string_view reason) {
  if (action == Action::enrolment_refused) reason = "enrolment";
  if (action == Action::one_time_refused) reason = "one-time link";
  const auto known = std::ranges::find(kReasons, reason);
  refusals_[known == kReasons.end() ? 0 : static_cast<std::size_t>(known - kReasons.begin())].fetch_add(
      1, std::memory_order_relaxed);
}

void Measurements::write(observe::Exposition& out) const {
  out.counter("signet_requests_total", "Answers by route and status; without a route: what reached none.");
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    const auto count = answers_[i].load(std::memory_order_relaxed);
    const auto route = i / kStatuses.size();
    if (count != 0)
      out.sample(static_cast<double>(count), {{"method", method_of_route(route)},
                                              {"route", path_of_route(route)},
                                              {"status", std::to_string(kStatuses[i % kStatuses.size()])}});
  }
  out.counter("signet_refusals_total", "Requests that were not let in, by reason.");
  for (std::size_t i = 0; i < kReasons.size(); ++i)
    out.sample(static_cast<double>(refusals_[i].load(std::memory_order_relaxed)), {{"reason", kReasons[i]}});
}

}  // namespace signet::api
