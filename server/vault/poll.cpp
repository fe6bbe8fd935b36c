// SPDX-License-Identifier: Apache-2.0
#include "vault/poll.hpp"

#include "store/deliveries.hpp"

namespace signet::vault {

Polled poll(store::Snapshot& snapshot, const Watch& watch) {
  Polled polled;
  for (const auto& text : watch.secrets) {
    const auto id = SecretId::parse(text);
    const auto secret = id ? snapshot.deliveries().find_watched(watch.machine, *id) : std::nullopt;
    if (!secret || secret->vault != watch.vault || secret->deleted) {
      polled.changes.emplace_back(text, Attention::deleted);
    } else if (!secret->granted) {
      polled.changes.emplace_back(text, Attention::access_denied);
    } else if (!secret->delivered) {
      polled.unknown.emplace_back(*id, secret->version);
    } else if (*secret->delivered != secret->version) {
      polled.changes.emplace_back(text, Attention::changed);
    }
  }
  return polled;
}

Polled poll_in_commit(Work& work, const Watch& watch) {
  auto polled = poll(work.read(), watch);
  for (const auto& [secret, version] : polled.unknown)
    work.transaction.deliveries().put_delivered(watch.machine, secret, version);
  return polled;
}

}  // namespace signet::vault
