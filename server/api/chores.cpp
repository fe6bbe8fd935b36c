// SPDX-License-Identifier: Apache-2.0
#include "chores.hpp"

#include "store/activity.hpp"

#include <array>

namespace signet::api {
namespace {

constexpr std::chrono::hours kKeepRequests{24};

void forget_requests(const Services& services, store::Committer& committer) {
  const auto before = services.clock.now() - kKeepRequests;
  store::commit_and_wait(committer, [&](store::Transaction& tx) { tx.forget_requests(before); });
}

constexpr std::chrono::hours kKeepReads{24 * 400};

void forget_reads(const Services& services, store::Committer& committer) {
  const auto before = services.clock.now() - kKeepReads;
  store::commit_and_wait(committer, [&](store::Transaction& tx) { tx.activity().forget_reads(before); });
}

constexpr std::array kChores{
    Chore{"forget reads of more than a year ago", std::chrono::hours(1), true, forget_reads},
    Chore{"forget the answers of yesterday", std::chrono::seconds(60), true, forget_requests},
};

}  // namespace

std::span<const Chore> all_chores() { return kChores; }

}  // namespace signet::api
