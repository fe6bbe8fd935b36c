// SPDX-License-Identifier: Apache-2.0
// Backup files: a header and, behind it, the pages of a database.
#include "signet/schema/encoding.hpp"
#include "sqlite/audit_heads.hpp"
#include "sqlite/copy_database.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/new_file.hpp"
#include "sqlite/query.hpp"
#include "sqlite/sentences.hpp"
#include "sqlite/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cerrno>

namespace signet::store {
namespace {

constexpr std::size_t kPiece = 1'024 * 1'024;

constexpr auto kInstallation = sql("SELECT id, root_key_id FROM installation");

std::filesystem::path with_ending(std::filesystem::path file, const char* ending) {
  file += ending;
  return file;
}

/// SHA-256 of what comes by in pieces.
class Digest {
 public:
  Digest() { crypto_hash_sha256_init(&state_); }
  void add(ByteView bytes) { crypto_hash_sha256_update(&state_, bytes.data(), bytes.size()); }
  [[nodiscard]] std::array<std::uint8_t, 32> end() {
    std::array<std::uint8_t, 32> digest{};
    crypto_hash_sha256_final(&state_, digest.data());
    return digest;
  }

 private:
  crypto_hash_sha256_state state_{};
};

/// Fewer than asked for only at the end of the file.
std::size_t read_at(int file, std::uint64_t offset, std::span<std::uint8_t> out, const std::string& name) {
  std::size_t length = 0;
  while (length < out.size()) {
    const auto got = pread(file, out.data() + length, out.size() - length, static_cast<off_t>(offset + length));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw StoreError(
          fmt::format("reading {} failed: check the disk ({})", name, std::generic_category().message(errno)));
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  return length;
}

/// Gives every piece of the `size` bytes from `begin` to `what`; their digest. Throws if there are fewer.
template <class What>
std::array<std::uint8_t, 32> pass(int file, const std::string& name, std::uint64_t begin, std::uint64_t size,
                                  What what) {
  Digest digest;
  Bytes piece(kPiece);
  for (std::uint64_t done = 0; done < size;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - done));
    if (read_at(file, begin + done, std::span(piece).first(wanted), name) != wanted)
      throw StoreError(
          fmt::format("{} is cut off: its database is shorter than its head says; use another backup", name));
    const auto bytes = ByteView(piece).first(wanted);
    digest.add(bytes);
    what(done, bytes);
    done += wanted;
  }
  return digest.end();
}

FileDescriptor open_to_read(const std::filesystem::path& file) {
  FileDescriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (opened.is_open()) return opened;
  if (errno == ENOENT) throw StoreError(fmt::format("there is no {}", file.string()));
  throw StoreError(fmt::format("{} cannot be read: {}", file.string(), std::generic_category().message(errno)));
}

/// The header, once the size of the whole file fits to it.
ReadHeader read_header(int file, const std::string& name) {
  Bytes start(static_cast<std::size_t>(
      std::min<std::uint64_t>(std::filesystem::file_size(name), std::uint64_t{kLargestBackupHeader})));
  start.resize(read_at(file, 0, start, name));
  auto read = parse_backup_header(as_text(start));
  if (!read) throw StoreError(fmt::format("{} {}", name, read.error()));
  const auto there = std::filesystem::file_size(name) - read->length;
  if (there < read->header.size)
    throw StoreError(fmt::format("{} is cut off: its database has {} bytes of {}; use another backup", name, there,
                                 read->header.size));
  if (there > read->header.size)
    throw StoreError(fmt::format("{} has {} bytes behind its end: it is damaged; use another backup", name,
                                 there - read->header.size));
  return std::move(*read);
}

template <class What>
ReadHeader read_through(const std::filesystem::path& file, const Progress& progress, What what) {
  const auto opened = open_to_read(file);
  auto read = read_header(opened.get(), file.string());
  const auto size = read.header.size;
  const auto digest = pass(opened.get(), file.string(), read.length, size, [&](std::uint64_t offset, ByteView bytes) {
    what(offset, bytes);
    progress(offset + bytes.size(), size);
  });
  if (digest != read.header.digest)
    throw StoreError(
        fmt::format("{} is damaged: its database does not have the digest that its head says; use another "
                    "backup",
                    file.string()));
  return read;
}

BackupHeader describe(Connection& source, const std::string& name, Instant now) {
  const auto applied = count_applied(source, embedded_migrations(), name);
  if (applied == 0) throw StoreError(fmt::format("{} holds no installation: there is nothing to back up", name));
  Query installation(source, kInstallation);
  if (!installation.step())
    throw StoreError(fmt::format("{} holds no installation: there is nothing to back up", name));
  return {.installation = installation.text(0),
          .root_key_id = installation.text(1),
          .schema = embedded_migrations()[applied - 1].version,
          .taken_at = now,
          .heads = read_audit_heads(source)};
}

void require_nothing_at(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, error)))
    throw StoreError(fmt::format("{} is there already: name another file, or move that one away", file.string()));
}

}  // namespace

BackupHeader back_up_sqlite(const std::filesystem::path& database, const std::filesystem::path& file, Instant now,
                            const Progress& progress) {
  require_nothing_at(file);
  if (!std::filesystem::is_regular_file(database))
    throw StoreError(fmt::format("there is no database at {}: name its folder with --data-dir", database.string()));
  try {
    NewFile whole(with_ending(file, ".partial"));
    const NewFile pages(with_ending(file, ".partial-pages"));
    Connection source(database, Connection::Use::read);
    source.execute("BEGIN");  // its first query fixes what it sees
    auto header = describe(source, database.string(), now);
    header.size = copy_database(source, pages.path(), [&](std::uint64_t done, std::uint64_t all) {
      progress(done, 2 * all);  // the other half is below
    });
    source.execute("ROLLBACK");
    const auto begin = encode(header).size();
    if (begin > kLargestBackupHeader)
      throw StoreError(fmt::format("{} has too many audit logs for a backup: copy it while the server is stopped",
                                   database.string()));
    header.digest =
        pass(pages.descriptor(), pages.path().string(), 0, header.size, [&](std::uint64_t offset, ByteView bytes) {
          whole.write_at(begin + offset, bytes);
          progress(header.size + offset + bytes.size(), 2 * header.size);
        });
    whole.write_at(0, as_bytes(encode(header)));
    whole.move_to(file);
    return header;
  } catch (const SqliteError& error) {
    throw StoreError(database_sentence(database.string(), error));
  }
}

ReadHeader read_backup(const std::filesystem::path& file, const Progress& progress) {
  return read_through(file, progress, [](std::uint64_t, ByteView) {});
}

BackupHeader extract_backup(const std::filesystem::path& file, const std::filesystem::path& database,
                            const Progress& progress) {
  NewFile copy(with_ending(database, ".partial"));
  auto read = read_through(file, progress, [&](std::uint64_t offset, ByteView bytes) { copy.write_at(offset, bytes); });
  copy.move_to(database);
  return std::move(read.header);
}

}  // namespace signet::store
