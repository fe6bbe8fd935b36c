// SPDX-License-Identifier: Apache-2.0
#include "lockouts.hpp"

#include "audit/audit.hpp"
#include "domain/address.hpp"
#include "store/store.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace signet::app {
namespace {

using Scope = store::LockoutRow::Scope;

std::string_view name_of(Scope scope) { return scope == Scope::address ? "address" : "id"; }

/// A running server has the database, and operators have a way through it.
Result<std::unique_ptr<store::Store>> open_stopped(const Config& config) {
  try {
    return store::open_sqlite(config.database());
  } catch (const store::StoreError& error) {
    return fail(ExitCode::data,
                fmt::format("{}\nWhile the server runs, an operator who is root sees and clears lockouts "
                            "through it: /v1/admin/installations/ID/lockouts",
                            error.what()));
  }
}

std::string state_of(const store::LockoutRow& row, Instant now) {
  if (row.locked_until > to_millis(now))
    return fmt::format("locked until {:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(row.locked_until / 1'000));
  return fmt::format("{} failures", std::ranges::count_if(row.failures, [](auto at) { return at != 0; }));
}

bool is_chosen(const store::LockoutRow& row, const LockoutChoice& choice) {
  if (choice.all) return true;
  if (row.scope == Scope::identity) return choice.identity == row.subject;
  if (!choice.address) return false;
  const auto address = Address::parse(*choice.address);
  return row.subject == (address ? address->lockout_subject() : *choice.address);
}

}  // namespace

Result<std::string> list_lockouts(const Config& config, const Clock& clock) {
  const auto store = open_stopped(config);
  if (!store) return std::unexpected(store.error());
  const auto rows = (*store)->reader()->snapshot()->list_lockouts();
  if (rows.empty()) return "nobody is locked out\n";
  std::string table;
  for (const auto& row : rows)
    fmt::format_to(std::back_inserter(table), "{:<7}  {:<40}  {}\n", name_of(row.scope), row.subject,
                   state_of(row, clock.now()));
  return table;
}

Result<std::string> clear_lockouts(const Config& config, const LockoutChoice& choice, const Clock& clock) {
  const auto store = open_stopped(config);
  if (!store) return std::unexpected(store.error());
  std::string cleared;
  const auto clear = [&](store::Transaction& transaction) {
    cleared.clear();
    const auto log = transaction.read().load_installation().id.str();
    for (const auto& row : transaction.read().list_lockouts()) {
      if (!is_chosen(row, choice)) continue;
      const auto what = fmt::format("{} {}", name_of(row.scope), row.subject);
      transaction.put_lockout({.scope = row.scope, .subject = row.subject});
      audit::append(transaction, {.action = Action::lockout_clear, .log = log, .detail = what + ", on the host"},
                    clock.now());
      cleared += "cleared: " + what + "\n";
    }
  };
  const auto committer = (*store)->committer({.on_unknown_outcome = [](const std::string&) {}});
  const bool committed = store::commit_and_wait(*committer, clear);
  committer->stop();
  if (!committed)
    return fail(ExitCode::data, fmt::format("{} could not be written: is the disk full?", config.database().string()));
  return cleared.empty() ? "nothing to clear: no such lockout\n" : cleared;
}

}  // namespace signet::app
