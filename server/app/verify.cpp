// SPDX-License-Identifier: Apache-2.0
#include "app/restore.hpp"
#include "audit/checkpoints.hpp"
#include "audit/find_fault.hpp"
#include "open_keyring.hpp"
#include "store/store.hpp"
#include "vault/checkpoint_keys.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <iterator>
#include <optional>

namespace signet::app {
namespace {

std::string when(Instant at) { return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(to_millis(at) / 1'000)); }

std::string describe(const store::BackupHeader& header) {
  return fmt::format("backup: of {}, root key {}, schema {}, taken {}\n", header.installation, header.root_key_id,
                     header.schema, when(header.taken_at));
}

struct Checked {
  std::string text;
  std::optional<keyring::Keyring> keyring = {};
};

Result<Checked> check_keys(store::Examination& examination, const KeyCheck& key, crypto::Random& random) {
  const Way way{.key_file = key.file,
                .passphrase_file = key.passphrase_file,
                .recovery_key = key.recovery_key,
                .shares_file = key.shares_file};
  if (!key.asked_for && nothing_is_at_hand(way))
    return Checked{fmt::format("keys: not tried, there is no {}; --root-key-file names another\n", key.file.string())};
  if (examination.applied() != examination.known())
    return Checked{"keys: not tried, an older schema; `signetd restore` tries them once it has the newest\n"};
  auto keyring = open_keyring(way, examination.snapshot(), random);
  if (!keyring) return std::unexpected(keyring.error());
  std::size_t keys = 0;
  std::string closed;
  examination.each_key([&](const store::WrappedKey& wrapped) {
    ++keys;
    if (closed.empty() && !keyring->opens(wrapped.vault, wrapped.project, wrapped.key))
      closed = fmt::format("generation {} of the key of {}", wrapped.key.generation,
                           wrapped.project ? wrapped.project->str()
                           : wrapped.vault ? wrapped.vault->str()
                                           : "the installation");
  });
  if (!closed.empty())
    return fail(ExitCode::data, fmt::format("{} does not open with the root key {}: it is damaged; use another backup",
                                            closed, keyring->root_key_id()));
  auto text = fmt::format("keys: all {} of projects and vaults open with the root key {}\n", keys,
                          keyring->root_key_id());
  return Checked{std::move(text), std::move(*keyring)};
}

/// That the newest checkpoint was signed with the log's key.
std::optional<std::string> find_stranger(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                         const AuditLogState& log) {
  const auto vault = VaultId::parse(log.log);
  const auto origin = audit::origin_of(snapshot.load_installation().id.str(), log.log);
  const auto signer = vault::open_checkpoint_key(snapshot, keyring, vault, origin);
  const auto newest = snapshot.audit_tree().newest_checkpoint(log.log);
  const auto note = signer && newest ? crypto::open_checkpoint(newest->note, signer->keys())
                                     : std::unexpected(crypto::CheckpointError{"there is no key"});
  if (note && note->root == log.root && static_cast<std::int64_t>(note->size) == log.covered) return std::nullopt;
  return fmt::format("its checkpoint of {} records was not signed with its key", log.covered);
}

struct Logs {
  std::string text;
  std::string bad;  // the first of them
};

Logs check_logs(store::Examination& examination, const std::optional<keyring::Keyring>& keyring,
                const store::Progress& progress) {
  if (examination.applied() != examination.known()) return {"trees: not looked at, an older schema\n", {}};
  auto& reads = examination.snapshot().audit_tree();
  const auto logs = reads.list_logs();
  std::uint64_t all = 0, done = 0;
  for (const auto& log : logs) all += static_cast<std::uint64_t>(log.covered);
  Logs checked;
  for (const auto& log : logs) {
    auto fault = audit::find_fault(reads, log, [&](std::int64_t records) {
      progress(done += static_cast<std::uint64_t>(records), all);
    });
    if (!fault && keyring && log.covered != 0) fault = find_stranger(examination.snapshot(), *keyring, log);
    fmt::format_to(std::back_inserter(checked.text), "log {}: {}", log.log,
                   fault ? "BAD: " + *fault : fmt::format("the first {} records are as they were signed", log.covered));
    if (const auto archived = reads.archived(log.log); archived != 0)
      fmt::format_to(std::back_inserter(checked.text), "; of the first {} only hashes are here", archived);
    if (log.records != log.covered)
      fmt::format_to(std::back_inserter(checked.text), "; no checkpoint covers record {} and on", log.covered + 1);
    checked.text += '\n';
    if (fault && checked.bad.empty()) checked.bad = fmt::format("the audit log {}: {}", log.log, *fault);
  }
  return checked;
}

}  // namespace

Result<std::string> back_up(const std::filesystem::path& data_dir, const std::filesystem::path& file, Instant now,
                            const store::Progress& progress) {
  const auto header = store::back_up_sqlite(data_dir / "signet.db", file, now, progress);
  auto text = fmt::format("{}: {} bytes of database\n{}", file.string(), header.size, describe(header));
  for (const auto& head : header.heads)
    fmt::format_to(std::back_inserter(text), "log: {} to record {}\n", head.log, head.seq);
  return text + "The root key file is not in it: keep that apart.\n";
}

Result<std::string> verify(const std::filesystem::path& what, const KeyCheck& key, crypto::Random& random,
                           const store::Progress& progress, BadLog bad_log) {
  const auto file = std::filesystem::is_directory(what) ? what / "signet.db" : what;
  const auto examination = store::examine_sqlite(file, progress);
  std::string text;
  if (const auto& header = examination->header()) text += describe(*header);
  const auto records = examination->check();
  fmt::format_to(std::back_inserter(text), "database: whole\nschema: {} of {} migrations, exactly as they make it\n",
                 examination->applied(), examination->known());
  fmt::format_to(std::back_inserter(text), "audit: {} records, none missing\n", records);
  const auto keys = check_keys(*examination, key, random);
  if (!keys) return std::unexpected(keys.error());
  const auto logs = check_logs(*examination, keys->keyring, progress);
  if (logs.bad.empty()) return text + keys->text + logs.text + "everything is good\n";
  if (bad_log == BadLog::fails) return fail(ExitCode::data, file.string() + ": " + logs.bad);
  return text + keys->text + logs.text + "WARNING: " + logs.bad + ".\n";
}

}  // namespace signet::app
