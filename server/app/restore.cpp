// SPDX-License-Identifier: Apache-2.0
// From a backup to a data folder. The backup knows nothing of what happened after it: which nonces were spent, who was
// revoked, what was handed out. So no request from before the restore is let in, nothing that is handed out once
// survives, and nobody but root comes in before root has looked.
#include "app/restore.hpp"

#include "audit/audit.hpp"
#include "first_operator.hpp"
#include "made.hpp"
#include "replace_operator_key.hpp"
#include "signet/schema/encoding.hpp"
#include "store/restores.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace signet::app {
namespace {

namespace fs = std::filesystem;

// A machine's timestamp may lie 60 s ahead of the clock; one more, since the floor itself is let in.
constexpr std::int64_t kBeyondWindow = 61;

struct Outcome {
  store::Withdrawn withdrawn{};
  std::int64_t held = 0;
  std::int64_t newest = 0;  // timestamps in Unix seconds
  std::int64_t floor = 0;
  struct Root {
    Operator who;
    bool held;
  };
  std::vector<Root> roots;
  std::vector<std::string> replaced;  // what the replacing of a key changed, a sentence each
};

std::string when(std::int64_t unix_seconds) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(unix_seconds));
}

/// The first record of what follows the backup, in every log that it has and in the installation's.
void append_records(store::Transaction& transaction, const store::BackupHeader& header, bool keep_enabled,
                    Instant now) {
  const auto taken = "from a backup of " + when(to_unix_seconds(header.taken_at));
  const auto append = [&](const std::string& log, const std::string& detail) {
    audit::append(transaction, {.action = Action::installation_restore, .log = log, .detail = detail}, now);
  };
  for (const auto& head : header.heads)
    append(head.log,
           fmt::format("{}, whose log ends with record {}, SHA-256 {}", taken, head.seq, to_hex(head.digest)));
  if (keep_enabled)
    append(header.installation, taken + ": machines and operators were kept enabled, and nobody reviewed them");
  else if (std::ranges::find(header.heads, header.installation, &store::AuditHead::log) == header.heads.end())
    append(header.installation, taken + ", which has no log of the installation");
}

void raise_all_generations(store::Transaction& transaction) {
  transaction.raise_installation_generation();
  for (store::PageRequest page{.limit = 200};;) {
    const auto vaults = transaction.read().list_vaults(page);
    for (const auto& vault : vaults.items) transaction.raise_generation(vault.id);
    if (!vaults.next) return;
    page.cursor = *vaults.next;
  }
}

std::vector<Outcome::Root> list_roots(store::Snapshot& snapshot) {
  std::vector<Outcome::Root> roots;
  for (store::PageRequest page{.limit = 200};;) {
    const auto operators = snapshot.list_all_operators(page);
    for (const auto& who : operators.items)
      if (who.root) roots.push_back({who, snapshot.restores().is_held(who.id.str())});
    if (!operators.next) return roots;
    page.cursor = *operators.next;
  }
}

/// What the caller chose, and saw to be good.
struct Wanted {
  bool keep_enabled;
  const std::optional<ProvenKey>& root_operator;
};

Result<Outcome> withdraw(store::Transaction& transaction, const store::BackupHeader& header, const Wanted& wanted,
                         crypto::Random& random, Instant now) {
  Outcome outcome;
  outcome.newest = std::max(to_unix_seconds(header.taken_at), transaction.read().restores().newest_timestamp());
  outcome.floor = std::max(to_unix_seconds(now), outcome.newest) + kBeyondWindow;
  transaction.restores().raise_nonce_floor(outcome.floor);
  outcome.floor = transaction.read().nonce_floor();
  outcome.withdrawn = transaction.restores().withdraw_handouts(now);
  if (!wanted.keep_enabled) outcome.held = transaction.restores().hold_all_but_root();
  raise_all_generations(transaction);
  append_records(transaction, header, wanted.keep_enabled, now);
  if (wanted.root_operator) {
    outcome.held += transaction.restores().hold_roots_but(wanted.root_operator->id);
    auto replaced = replace_operator_key(transaction, *wanted.root_operator, random, now);
    if (!replaced) return std::unexpected(replaced.error());
    outcome.replaced = std::move(*replaced);
  }
  outcome.roots = list_roots(transaction.read());
  return outcome;
}

Result<Outcome> withdraw_in(const fs::path& database, const store::BackupHeader& header, const Wanted& wanted,
                            crypto::Random& random, Instant now) {
  Result<Outcome> outcome;
  std::string failure = "is the disk full?";
  const auto store = store::open_sqlite(database);
  const auto committer = store->committer({.on_unknown_outcome = [&](const std::string& what) { failure = what; }});
  const bool committed = store::commit_and_wait(*committer, [&](store::Transaction& transaction) {
    outcome = withdraw(transaction, header, wanted, random, now);
  });
  committer->stop();
  if (!committed) return fail(ExitCode::data, fmt::format("{} could not be written: {}", database.string(), failure));
  return outcome;
}

std::string report(const RestoreRequest& request, const store::BackupHeader& header, const Outcome& done, Instant now) {
  auto text = fmt::format("{}: restored from the backup of {}\n", request.folder.string(),
                          when(to_unix_seconds(header.taken_at)));
  const auto line = [&]<class... T>(fmt::format_string<T...> format, T&&... arguments) {
    fmt::format_to(std::back_inserter(text), format, std::forward<T>(arguments)...);
    text += '\n';
  };
  line("Every request signed for a time before {} is refused: no recorded one can be replayed.", when(done.floor));
  if (done.newest > to_unix_seconds(now))
    line("This machine's clock is {} s behind the newest time in the backup: set it right before you start the server.",
         done.newest - to_unix_seconds(now));
  line("Identity tokens from before are good for nothing: their keys are deleted, and the next token makes new ones.");
  line("Deleted: {} enrolment tokens, {} one-time links, {} key packages.", done.withdrawn.enrolment_tokens,
       done.withdrawn.one_time_links, done.withdrawn.key_packages);
  for (const auto& head : header.heads)
    line("Log {}: goes on after record {} of the backup, SHA-256 {}.", head.log, head.seq, to_hex(head.digest));
  for (const auto& [who, held] : done.roots)
    line("Root, {}: {} {}, key {}.", held ? "held too" : "let in at once", who.id.str(), who.name,
         to_hex(who.key.fingerprint));
  for (const auto& what : done.replaced) line("{}.", what);
  if (done.replaced.empty())
    line(
        "WARNING: that is as it was in the backup. Who replaced a key since comes in with the one shown, and so does "
        "who stole it; a newer key is unknown here. If that should not be, do not serve this folder: remove it and "
        "restore with --root-operator, --operator-key and --operator-proof, which give a root operator another key and "
        "hold all others.");
  if (request.keep_enabled)
    line(
        "WARNING: --keep-enabled: every machine and operator of the backup is let in, also those that were revoked or "
        "disabled since, and with the keys and grants of then.");
  else
    line("{} machines and operators are held, all but {}: none is let in before `signet admin restore review`.",
         done.held, done.replaced.empty() ? "root" : "the root operator with the new key");
  line(
      "Values, grants, policies and roles are those of the backup: what was changed or deleted since is as it was "
      "then.");
  return text;
}

}  // namespace

Result<std::string> restore(const RestoreRequest& request, crypto::Random& random, const Clock& clock,
                            const store::Progress& progress) {
  std::optional<ProvenKey> root_operator;
  auto key = request.key;
  if (request.root_operator) {
    auto proven = check_given(*request.root_operator, "--root-operator");
    if (!proven) return std::unexpected(proven.error());
    root_operator = std::move(*proven);
    key.asked_for = true;  // nobody becomes root who cannot open it
  }
  auto folder = fs::absolute(request.folder).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  if (auto room = require_room(folder); !room) return std::unexpected(room.error());
  auto beside = folder;
  beside += ".restoring";
  std::error_code error;
  if (fs::exists(fs::symlink_status(beside, error)))
    return fail(ExitCode::data,
                fmt::format("{} is there already, left by a restore that did not end or is at work now: "
                            "if none is, remove it",
                            beside.string()));
  const auto database = beside / "signet.db";
  Made made;
  if (auto done = made.folder(beside); !done) return std::unexpected(done.error());
  const auto header = store::extract_backup(request.file, database, progress);
  {
    const auto copied = store::examine_sqlite(database, progress, header);
    static_cast<void>(copied->check());
  }
  store::migrate_sqlite_copy(database);
  const auto now = clock.now();
  const auto outcome = withdraw_in(database, header, {request.keep_enabled, root_operator}, random, now);
  if (!outcome) return std::unexpected(outcome.error());
  const auto verified = verify(beside, key, random, progress, BadLog::is_told);
  if (!verified) return std::unexpected(verified.error());
  if (auto done = move_folder(beside, folder); !done) return std::unexpected(done.error());
  made.keep();
  return *verified + report(request, header, *outcome, now);
}

}  // namespace signet::app
