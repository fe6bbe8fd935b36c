// SPDX-License-Identifier: Apache-2.0
#include "vault/unsealing.hpp"

#include "keyring/former_root_key.hpp"
#include "keyring/root_key_slot.hpp"
#include "store/key_rotations.hpp"

#include <algorithm>

namespace signet::vault {
namespace {

using Given = keyring::HeldShares::Given;

/// Who guesses learns nothing about why.
std::unexpected<Error> does_not_open(Work& work, const std::string& detail) {
  work.journal.add(Action::unseal_failure, detail);
  return refuse(ErrorCode::invalid, "does not open");
}

std::optional<store::KeySlot> find_slot(store::Snapshot& snapshot, const keyring::Share& share) {
  for (auto&& slot : snapshot.list_key_slots()) {
    if (slot.id != share.slot || slot.kind != "shares") continue;
    const auto counts = keyring::parse_share_counts(slot.parameters);
    if (!counts || counts->threshold != share.threshold || share.point.x > counts->shares) return std::nullopt;
    return slot;
  }
  return std::nullopt;
}

}  // namespace

Result<GivenShare> give_share(Work& work, keyring::HeldShares& held, std::string_view text,
                              std::chrono::milliseconds now) {
  const auto share = keyring::parse_share(text);
  if (!share) return does_not_open(work, "no share");
  const auto slot = find_slot(work.read(), *share);
  if (!slot) return does_not_open(work, "a share of no slot that is there");
  const auto outcome = held.give(*share, now);
  if (outcome.given == Given::contradicts) return does_not_open(work, slot->id.str() + ": two shares contradict");
  if (outcome.given == Given::held) {
    work.journal.add(Action::unseal_share,
                     slot->id.str() + ": " + std::to_string(outcome.held) + " of " + std::to_string(share->threshold));
    return GivenShare{outcome.held, share->threshold};
  }
  const auto id = work.read().load_installation().root_key_id;
  auto root_key =
      keyring::unwrap_root_key(outcome.slot_key->expose(), slot->id, slot->kind, id, slot->wrapped_root_key);
  if (!root_key) {
    held.drop(slot->id);
    return does_not_open(work, slot->id.str() + ": the shares do not belong together");
  }
  GivenShare given{share->threshold, share->threshold};
  for (const auto& former : work.read().key_rotations().list_former_root_keys()) {
    auto opened = keyring::unwrap_former_root_key(root_key->expose(), former.id, former.wrapped);
    if (!opened) {
      held.drop(slot->id);
      return does_not_open(work, "the former root key " + former.id + " is damaged");
    }
    given.former.push_back(std::move(*opened));
  }
  given.root_key = std::move(*root_key);
  work.journal.add(Action::unseal, slot->id.str() + ", root key " + id);
  return given;
}

}  // namespace signet::vault
