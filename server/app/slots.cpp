// SPDX-License-Identifier: Apache-2.0
#include "app/slots.hpp"

#include "audit/audit.hpp"
#include "made.hpp"
#include "new_slot.hpp"
#include "open_keyring.hpp"
#include "setting_checks.hpp"
#include "store/backup.hpp"
#include "store/store.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

namespace signet::app {
namespace {

Result<void> write(store::Store& store, const Config& config, const std::function<void(store::Transaction&)>& change) {
  bool unknown = false;
  const auto committer = store.committer({.on_unknown_outcome = [&](const std::string&) { unknown = true; }});
  const bool committed = store::commit_and_wait(*committer, change);
  committer->stop();
  if (committed) return {};
  if (unknown)
    return fail(ExitCode::outcome_unknown,
                fmt::format("the disk failed while {} was written: that may have happened or not, look with "
                            "`signetd slot list`",
                            config.database().string()));
  return fail(ExitCode::data, fmt::format("{} could not be written: is the disk full?", config.database().string()));
}

Result<std::unique_ptr<store::Examination>> examine(const Config& config) {
  auto examination = store::examine_sqlite(config.database(), {});
  if (examination->applied() != examination->known())
    return fail(ExitCode::data, config.database().string() + " has an older schema: run `signetd migrate` first");
  return examination;
}

void append(store::Transaction& transaction, Action action, const store::KeySlot& slot, Instant now) {
  const auto log = transaction.read().load_installation().id.str();
  audit::append(transaction,
                {.action = action,
                 .log = log,
                 .actor_kind = ActorKind::system,
                 .detail = fmt::format("{} ({}), on the host", slot.id.str(), slot.kind)},
                now);
}

}  // namespace

Result<std::string> list_slots(const Config& config) {
  const auto examination = examine(config);
  if (!examination) return std::unexpected(examination.error());
  auto& snapshot = (*examination)->snapshot();
  auto table = fmt::format("root key {}\n", snapshot.load_installation().root_key_id);
  for (const auto& slot : snapshot.list_key_slots())
    fmt::format_to(std::back_inserter(table), "{}  {:<10}  made {:%Y-%m-%d %H:%M:%S} UTC\n", slot.id.str(), slot.kind,
                   fmt::gmtime(to_millis(slot.created_at) / 1'000));
  return table;
}

Result<std::string> test_slot(const Config& config, const Way& way) {
  const auto examination = examine(config);
  if (!examination) return std::unexpected(examination.error());
  const auto opened = open_slot(way, (*examination)->snapshot());
  if (!opened) return std::unexpected(opened.error());
  return opened->slot.str() + " opens\n";
}

Result<std::string> add_slot(const Config& config, const Way& way, const NewSlot& wanted, crypto::Random& random,
                             const Clock& clock) {
  if (lies_in(wanted.file, config.data_dir))
    return fail(ExitCode::usage, "--file: must lie outside the data folder, for it opens what is in there");
  const auto store = store::open_sqlite(config.database());
  const auto opened = open_slot(way, *store->reader()->snapshot());
  if (!opened) return std::unexpected(opened.error());
  const auto now = clock.now();
  Made made;
  const auto slot = make_slot(wanted, opened->root_key.expose(), made, random, now);
  if (!slot) return std::unexpected(slot.error());
  const auto written = write(*store, config, [&](store::Transaction& transaction) {
    transaction.insert_key_slot(slot->slot);
    append(transaction, Action::key_slot_add, slot->slot, now);
  });
  if (!written && written.error().code == ExitCode::outcome_unknown) {
    made.keep();  // without it nobody could open the slot, if it is there
    return fail(written.error().code, fmt::format("{}; if {} is there, {} belongs to it and was kept",
                                                  written.error().message, slot->slot.id.str(), wanted.file.string()));
  }
  if (!written) return std::unexpected(written.error());
  made.keep();
  return fmt::format("added: {} ({})\n{}", slot->slot.id.str(), slot->slot.kind, slot->advice);
}

Result<std::string> remove_slot(const Config& config, const Way& way, const std::string& id, const Clock& clock) {
  const auto store = store::open_sqlite(config.database());
  const auto reader = store->reader();
  const auto opened = open_slot(way, *reader->snapshot());
  if (!opened) return std::unexpected(opened.error());
  if (opened->slot.str() == id)
    return fail(ExitCode::usage, id + " is the slot that was opened: open another one, to show that one remains");
  const auto slots = reader->snapshot()->list_key_slots();
  const auto slot = std::ranges::find(slots, id, [](const store::KeySlot& one) { return one.id.str(); });
  if (slot == slots.end()) return fail(ExitCode::usage, "there is no slot " + id);
  const auto written = write(*store, config, [&](store::Transaction& transaction) {
    transaction.delete_key_slot(slot->id);
    append(transaction, Action::key_slot_remove, *slot, clock.now());
  });
  if (!written) return std::unexpected(written.error());
  return fmt::format("removed: {} ({}); backups made before still have it\n", id, slot->kind);
}

}  // namespace signet::app
