// SPDX-License-Identifier: Apache-2.0
// After a restore: who is held, shown before anybody is let in again.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::cli {
namespace {

using client::AdminClient;
using client::Held;

constexpr std::size_t kAtOnce = 500;

Result<std::vector<Held>> list_held(AdminClient& admin) {
  std::vector<Held> all;
  std::optional<std::string> cursor;
  do {
    auto page = admin.held({.limit = 200, .cursor = cursor});
    if (!page) return std::unexpected(page.error());
    std::ranges::move(page->items, std::back_inserter(all));
    if (page->next && page->next == cursor) return fail("The server's list does not end");
    cursor = page->next;
  } while (cursor);
  return all;
}

Result<void> release(AdminClient& admin, const std::vector<std::string>& ids) {
  for (std::size_t done = 0; done < ids.size(); done += kAtOnce) {
    const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(done);
    const auto count = std::min(kAtOnce, ids.size() - done);
    auto released = admin.release_held({begin, begin + static_cast<std::ptrdiff_t>(count)});
    if (!released) return released;
  }
  return {};
}

}  // namespace

Action define_restore_review(CLI::App& command) {
  const auto dry_run = flag(command, "--dry-run", "Only show who is held");
  const auto except = options(command, "--except", "ID", "Stays held; may be said again");
  const Confirmation confirmation(command);
  return as_operator([=](Session& session, AdminClient& admin) -> Result<void> {
    const auto all = list_held(admin);
    if (!all) return std::unexpected(all.error());
    std::vector<Record> records;
    std::vector<std::string> ids;
    for (const auto& held : *all) {
      if (std::ranges::find(*except, held.id) != except->end()) continue;
      records.push_back(describe(held));
      ids.push_back(held.id);
    }
    // Scripts get one answer, at the end.
    const bool shows_first = *dry_run || !session.json();
    if (shows_first)
      if (auto shown = session.show(records); !shown) return shown;
    if (*dry_run || ids.empty()) return shows_first ? Result<void>() : session.show(records);
    const auto question =
        fmt::format("{} machines and operators will be let in again. Revoke first who no longer should.", ids.size());
    if (auto sure = confirmation.ask(session, question); !sure) return sure;
    if (auto done = release(admin, ids); !done) return done;
    if (!shows_first) return session.show(records);
    session.done("let in again");
    return {};
  });
}

}  // namespace signet::cli
