// SPDX-License-Identifier: Apache-2.0
// A database that is looked at and never changed: the file of a data folder, or the part of a backup that is one, which
// SQLite reads where it lies.
#include "sqlite/audit_heads.hpp"
#include "sqlite/file_descriptor.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/query.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/sentences.hpp"
#include "sqlite/snapshot.hpp"
#include "store/backup.hpp"
#include "store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace signet::store {
namespace {

constexpr auto kIntegrityCheck = sql("PRAGMA integrity_check(1)");
constexpr auto kForeignKeyCheck = sql("PRAGMA foreign_key_check");
constexpr auto kProjectKeys =
    sql("SELECT p.vault_id, k.project_id, k.generation, k.wrapped FROM project_keys k "
        "JOIN projects p ON p.id = k.project_id ORDER BY k.project_id, k.generation");
constexpr auto kVaultKeys = sql("SELECT vault_id, generation, wrapped FROM vault_keys ORDER BY vault_id, generation");

constexpr std::string_view kDatabaseMagic = "SQLite format 3";

/// A file as memory, to be read.
class Mapping {
 public:
  explicit Mapping(const std::filesystem::path& file) {
    const FileDescriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    size_ = std::filesystem::file_size(file);
    if (opened.is_open()) memory_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, opened.get(), 0);
    if (memory_ == MAP_FAILED) throw StoreError(file_sentence(file.string(), errno));
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { munmap(memory_, size_); }
  [[nodiscard]] ByteView bytes() const { return {static_cast<const std::uint8_t*>(memory_), size_}; }

 private:
  std::size_t size_ = 0;
  void* memory_ = MAP_FAILED;
};

class SqliteExamination final : public Examination {
 public:
  /// Of a data folder, or out of the backup with this head.
  SqliteExamination(const std::filesystem::path& file, std::optional<BackupHeader> header)
      : name_(file.string()), header_(std::move(header)), connection_(file, Connection::Use::inspect) {
    start();
  }
  /// Of a backup, whose digests are good.
  SqliteExamination(const std::filesystem::path& file, ReadHeader read)
      : name_(file.string()),
        header_(std::move(read.header)),
        mapping_(std::in_place, file),
        connection_(Connection::over(mapping_->bytes().subspan(read.length))) {
    start();
  }

  const std::optional<BackupHeader>& header() const override { return header_; }
  std::size_t applied() const override { return applied_; }
  std::size_t known() const override { return embedded_migrations().size(); }

  std::int64_t check() override {
    return in_sentences([&] {
      // First of all: what is checked below is evaluated by SQLite, and nothing may be that is not ours.
      require_schema(connection_, embedded_migrations().first(applied_), name_);
      Query integrity(connection_, kIntegrityCheck);
      if (!integrity.step() || integrity.text(0) != "ok") throw CorruptStore(integrity.text(0));
      if (Query(connection_, kForeignKeyCheck).step()) throw CorruptStore("rows refer to rows that are gone");
      require_what_the_header_says();
      return require_whole_logs(connection_);
    });
  }

  Snapshot& snapshot() override { return snapshot_; }

  void each_key(const std::function<void(const WrappedKey&)>& what) override {
    in_sentences([&] {
      for (Query rows(connection_, kProjectKeys); rows.step();)
        what({rows.id<VaultId>(0), rows.id<ProjectId>(1), {read_generation(rows, 2), rows.blob(3)}});
      for (Query rows(connection_, kVaultKeys); rows.step();)
        what({read_owner(rows, 0), std::nullopt, {read_generation(rows, 1), rows.blob(2)}});
    });
  }

 private:
  template <class Work>
  auto in_sentences(Work work) -> decltype(work()) {
    try {
      return work();
    } catch (const SqliteError& error) {
      throw StoreError(database_sentence(name_, error));
    } catch (const CorruptStore& error) {
      throw StoreError(damaged_sentence(name_, error.what()));
    }
  }

  // All that follows sees one state, though a server may be writing the next.
  void start() {
    in_sentences([&] {
      connection_.execute("BEGIN");
      applied_ = count_applied(connection_, embedded_migrations(), name_);
      if (applied_ == 0) throw StoreError(fmt::format("{} is empty: it holds no installation", name_));
    });
  }

  void require_what_the_header_says() {
    if (!header_) return;
    if (header_->schema != embedded_migrations()[applied_ - 1].version)
      throw CorruptStore(fmt::format("its head says schema {}, and it has {}", header_->schema, applied_));
    const auto installation = snapshot_.load_installation();
    if (installation.id.str() != header_->installation || installation.root_key_id != header_->root_key_id)
      throw CorruptStore("its head is that of another installation");
    const auto same = [](const AuditHead& a, const AuditHead& b) {
      return a.log == b.log && a.seq == b.seq && a.digest == b.digest;
    };
    if (!std::ranges::equal(read_audit_heads(connection_), header_->heads, same))
      throw CorruptStore("its audit logs do not end where its head says");
  }

  std::string name_;
  std::optional<BackupHeader> header_;
  std::optional<Mapping> mapping_;
  Connection connection_;
  SqliteSnapshot snapshot_{connection_};
  std::size_t applied_ = 0;
};

bool is_database(const std::filesystem::path& file) {
  const FileDescriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.is_open()) {
    if (errno == ENOENT) throw StoreError(fmt::format("there is no {}", file.string()));
    throw StoreError(fmt::format("{} cannot be read: {}", file.string(), std::generic_category().message(errno)));
  }
  std::array<char, kDatabaseMagic.size()> start{};
  const auto length = pread(opened.get(), start.data(), start.size(), 0);
  return length == static_cast<ssize_t>(start.size()) && std::string_view(start.data(), start.size()) == kDatabaseMagic;
}

}  // namespace

std::unique_ptr<Examination> examine_sqlite(const std::filesystem::path& file, const Progress& progress,
                                            std::optional<BackupHeader> header) {
  try {
    if (is_database(file)) return std::make_unique<SqliteExamination>(file, std::move(header));
    return std::make_unique<SqliteExamination>(file, read_backup(file, progress));
  } catch (const SqliteError& error) {
    throw StoreError(database_sentence(file.string(), error));
  }
}

}  // namespace signet::store
