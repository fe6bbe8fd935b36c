// SPDX-License-Identifier: Apache-2.0
#include "app/restore.hpp"
#include "open_keyring.hpp"
#include "store/store.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <iterator>

namespace signet::app {
namespace {

std::string when(Instant at) { return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(to_millis(at) / 1'000)); }

std::string describe(const store::BackupHeader& header) {
  return fmt::format("backup: of {}, root key {}, schema {}, taken {}\n", header.installation, header.root_key_id,
                     header.schema, when(header.taken_at));
}

Result<std::string> check_keys(store::Examination& examination, const KeyCheck& key, crypto::Random& random) {
  const Way way{.key_file = key.file,
                .passphrase_file = key.passphrase_file,
                .recovery_key = key.recovery_key,
                .shares_file = key.shares_file};
  if (!key.asked_for && nothing_is_at_hand(way))
    return fmt::format("keys: not tried, there is no {}; --root-key-file names another\n", key.file.string());
  if (examination.applied() != examination.known())
    return std::string("keys: not tried, an older schema; `signetd restore` tries them once it has the newest\n");
  const auto keyring = open_keyring(way, examination.snapshot(), random);
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
  return fmt::format("keys: all {} of projects and vaults open with the root key {}\n", keys, keyring->root_key_id());
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
                           const store::Progress& progress) {
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
  return text + *keys + "everything is good\n";
}

}  // namespace signet::app
