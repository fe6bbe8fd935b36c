// SPDX-License-Identifier: Apache-2.0
#include "connection_limit.hpp"

namespace signet::net {

std::optional<ConnectionLimit::Ticket> ConnectionLimit::take(const Address& peer, bool trusted) {
  auto counted_as = trusted ? std::string() : peer.lockout_subject();  // whoever has one IPv6 address has a /64 of them
  const std::lock_guard lock(mutex_);
  if (open_ == in_all_) return std::nullopt;
  if (!trusted) {
    auto& from_there = open_from_[counted_as];
    if (from_there == per_address_) return std::nullopt;
    ++from_there;
  }
  ++open_;
  return Ticket(*this, std::move(counted_as));
}

std::size_t ConnectionLimit::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

void ConnectionLimit::give_back(const std::string& counted_as) {
  const std::lock_guard lock(mutex_);
  --open_;
  if (counted_as.empty()) return;
  const auto found = open_from_.find(counted_as);
  if (--found->second == 0) open_from_.erase(found);
}

}  // namespace signet::net
