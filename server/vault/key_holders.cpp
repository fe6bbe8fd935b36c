// SPDX-License-Identifier: Apache-2.0
#include "vault/key_holders.hpp"

namespace signet::vault {
namespace {

constexpr std::size_t kPage = 200;

/// `list` gives a page, `use` sees each of its items.
void walk(const auto& list, const auto& use) {
  store::PageRequest request{.limit = kPage};
  for (;;) {
    const auto page = list(request);
    for (const auto& item : page.items) use(item);
    if (!page.next) return;
    request.cursor = *page.next;
  }
}

}  // namespace

void for_each_key_holder(store::Snapshot& snapshot, const PolicyPlace& place,
                         const std::function<void(const KeyHolder&)>& use) {
  using store::PageRequest;
  if (place.by == SignedBy::operators) {
    walk([&](const PageRequest& page) { return snapshot.list_operators(place.vault, page); },
         [&](const VaultOperator& one) { use({ActorKind::operator_, one.who.id.str(), one.who.name, one.who.key}); });
    return;
  }
  const auto use_machine = [&](const Machine& machine) {
    if (machine.approved) use({ActorKind::machine, machine.id.str(), machine.name, machine.key});
  };
  if (place.secret) {
    walk([&](const PageRequest& page) { return snapshot.list_grants(*place.secret, page); },
         [&](const Grant& grant) {
           if (const auto machine = snapshot.find_machine(grant.machine)) use_machine(*machine);
         });
  } else if (place.project) {
    walk([&](const PageRequest& page) { return snapshot.list_members(*place.project, page); }, use_machine);
  } else {
    walk([&](const PageRequest& page) { return snapshot.list_machines(place.vault, store::MachineState::any, page); },
         use_machine);
  }
}

}  // namespace signet::vault
