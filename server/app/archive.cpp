// SPDX-License-Identifier: Apache-2.0
#include "app/archive.hpp"

#include "api/audit_file.hpp"
#include "audit/audit.hpp"
#include "audit/checkpoints.hpp"
#include "audit/tree.hpp"
#include "made.hpp"
#include "open_keyring.hpp"
#include "signet/schema/archived_records.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"
#include "store/audit_tree.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"
#include "vault/checkpoint_keys.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace signet::app {
namespace {

struct Stretch {
  std::string log;
  std::int64_t after;  // archived before
  AuditCheckpoint head;
  std::vector<crypto::NoteKey> keys = {};  // that its checkpoints are signed with
};

std::unexpected<Failure> cannot_write(const std::filesystem::path& file) {
  return fail(ExitCode::data,
              fmt::format("{} cannot be written: {}", file.string(), std::generic_category().message(errno)));
}

Result<Stretch> find_stretch(store::Snapshot& snapshot, const ArchiveRequest& request) {
  auto& reads = snapshot.audit_tree();
  const auto installation = snapshot.load_installation().id.str();
  const auto vault = VaultId::parse(request.log);
  if (!request.log.empty() && (!vault || !snapshot.find_vault(*vault)))
    return fail(ExitCode::usage, fmt::format("there is no vault {}", request.log));
  Stretch stretch{request.log.empty() ? installation : request.log, 0, {}};
  stretch.after = reads.archived(stretch.log);
  std::optional<AuditCheckpoint> newest;
  for (auto from = stretch.after;;) {
    auto some = reads.list_checkpoints(stretch.log, from, 256);
    std::erase_if(some, [&](const auto& checkpoint) { return checkpoint.size > request.before; });
    if (some.empty()) break;
    newest = std::move(some.back());
    from = newest->size;
  }
  if (!newest)
    return fail(ExitCode::usage, fmt::format("no checkpoint was kept that covers records after {} and none after {}",
                                             stretch.after, request.before));
  stretch.head = std::move(*newest);
  return stretch;
}

Result<std::vector<crypto::NoteKey>> open_keys(store::Snapshot& snapshot, const Way& way, const std::string& log,
                                               crypto::Random& random) {
  if (nothing_is_at_hand(way))
    return fail(ExitCode::data,
                fmt::format("only the root key can show that the records were signed, and there is no {}: name it with "
                            "--root-key-file, or open a slot with --passphrase-file, --recovery-key or --shares-file; "
                            "nothing was removed",
                            way.key_file.string()));
  const auto keyring = open_keyring(way, snapshot, random);
  if (!keyring) return std::unexpected(keyring.error());
  const auto origin = audit::origin_of(snapshot.load_installation().id.str(), log);
  const auto signer = vault::open_checkpoint_key(snapshot, *keyring, VaultId::parse(log), origin);
  if (!signer) return fail(ExitCode::data, fmt::format("the audit log {} has no key: nothing was removed", log));
  return signer->keys();
}

bool is_signed(std::string_view note, const std::vector<crypto::NoteKey>& keys, std::uint64_t size,
               const TreeHash& root) {
  const auto opened = crypto::open_checkpoint(note, keys);
  return opened && opened->size == size && opened->root == root;
}

bool is_head_signed(std::string_view note, const Stretch& stretch) {
  return is_signed(note, stretch.keys, static_cast<std::uint64_t>(stretch.head.size), stretch.head.root);
}

/// The file, on disk.
Result<void> write_file(store::Store& store, const Stretch& stretch, const std::filesystem::path& file,
                        Made& made, const store::Progress& progress) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (opened < 0) return cannot_write(file);
  made.add(file);
  const auto reader = store.reader();
  const auto next = api::proof_pieces(stretch.log, stretch.head);
  const auto all = static_cast<std::uint64_t>(stretch.head.size - stretch.after);
  std::uint64_t done = 0;
  bool good = true;
  for (auto piece = next(*reader); piece && good; piece = next(*reader), done += kTileHashes) {
    for (auto rest = piece->expose(); !rest.empty() && good;) {
      const auto written = ::write(opened, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      good = written > 0;
      if (good) rest = rest.subspan(static_cast<std::size_t>(written));
    }
    progress(std::min(done, all), all);
  }
  good = good && fsync(opened) == 0;
  const auto cause = errno;
  close(opened);
  errno = cause;
  return good ? sync_folder(std::filesystem::absolute(file).parent_path()) : cannot_write(file);
}

/// A file that is taken line by line as `signet audit verify` does, from nothing but what lies there and the hashes of
/// the records before.
class ReadBack {
 public:
  ReadBack(const Stretch& stretch, crypto::MerkleFrontier before) : stretch_(stretch), records_(std::move(before)) {}

  void take(std::string_view line) {
    if (line.starts_with("{\"seq\":")) return take_record(crypto::leaf_hash(as_bytes(line)));
    const auto json = parse_json_object(as_bytes(line));
    if (const auto* hashes = json ? find_text(*json, "hashes") : nullptr) {
      hashes_ = from_base64(*hashes).value_or(Bytes());
      at_ = 0;
    }
    if (const auto* note = json ? find_text(*json, "checkpoint") : nullptr)
      good_ = good_ && (std::exchange(begun_, true) ? is_signed(*note, stretch_.keys, records_.size(), records_.root())
                                                    : is_head_signed(*note, stretch_));
  }
  [[nodiscard]] bool is_good() const {
    return good_ && begun_ && records_.size() == static_cast<std::uint64_t>(stretch_.head.size) &&
           records_.root() == stretch_.head.root;
  }

 private:
  void take_record(const TreeHash& leaf) {
    good_ = good_ && hashes_.size() >= at_ + leaf.size() &&
            std::ranges::equal(ByteView(hashes_).subspan(at_, leaf.size()), leaf);
    at_ += leaf.size();
    records_.append(leaf);
  }

  const Stretch& stretch_;
  crypto::MerkleFrontier records_;
  Bytes hashes_;        // of this stretch of records
  std::size_t at_ = 0;  // that of the next one
  bool begun_ = false;
  bool good_ = true;
};

Result<void> read_back(store::Snapshot& snapshot, const Stretch& stretch, const std::filesystem::path& file) {
  audit::StoredTree tree(snapshot.audit_tree(), stretch.log);
  const auto after = static_cast<std::uint64_t>(stretch.after);
  ReadBack reading(stretch, crypto::MerkleFrontier(after, crypto::peaks_at(after, tree.subtrees())));
  std::ifstream lines(file, std::ios::binary);
  for (std::string line; std::getline(lines, line);) reading.take(line);
  if (!reading.is_good())
    return fail(ExitCode::data, fmt::format("{} does not hold the records that were signed: nothing was removed; "
                                            "signetd verify says what is wrong",
                                            file.string()));
  return {};
}

Result<void> remove_records(store::Store& store, const Stretch& stretch, Instant now) {
  const auto committer = store.committer({});
  const bool committed = store::commit_and_wait(*committer, [&](store::Transaction& transaction) {
    audit::append(transaction,
                  {.action = Action::audit_archive,
                   .log = stretch.log,
                   .detail = archived_detail(static_cast<std::uint64_t>(stretch.after) + 1,
                                             static_cast<std::uint64_t>(stretch.head.size),
                                             to_base64(stretch.head.root))},
                  now);
    transaction.audit_tree().archive(stretch.log, stretch.head.size);
  });
  committer->stop();
  if (!committed)
    return fail(ExitCode::data, "the records may be there still, and the file too: look with signetd verify");
  return {};
}

}  // namespace

Result<std::string> archive_audit(const ArchiveRequest& request, const Way& way, crypto::Random& random,
                                  const Clock& clock, const store::Progress& progress) {
  const auto store = store::open_sqlite(request.database);
  Made made;
  Stretch stretch;
  {
    const auto reader = store->reader();
    auto snapshot = reader->snapshot();
    auto found = find_stretch(*snapshot, request);
    if (!found) return std::unexpected(found.error());
    stretch = std::move(*found);
    auto keys = open_keys(*snapshot, way, stretch.log, random);
    if (!keys) return std::unexpected(keys.error());
    stretch.keys = std::move(*keys);
    if (!is_head_signed(stretch.head.note, stretch))
      return fail(ExitCode::data, fmt::format("the checkpoint of {} records was not signed with the key of {}: nothing "
                                              "was removed; signetd verify says what is wrong",
                                              stretch.head.size, stretch.log));
    snapshot.reset();
    if (auto written = write_file(*store, stretch, request.file, made, progress); !written)
      return std::unexpected(written.error());
    snapshot = reader->snapshot();
    if (auto whole = read_back(*snapshot, stretch, request.file); !whole) return std::unexpected(whole.error());
  }
  made.keep();  // whatever becomes of the records
  if (auto removed = remove_records(*store, stretch, clock.now()); !removed) return std::unexpected(removed.error());
  return fmt::format(
      "{}: records {} to {} of {}\n"
      "Keep it: only their hashes are here now. `signet audit verify {} EXPORT` verifies it with what follows.\n",
      request.file.string(), stretch.after + 1, stretch.head.size, stretch.log, request.file.filename().string());
}

}  // namespace signet::app
