// SPDX-License-Identifier: Apache-2.0
#include "sqlite/copy_database.hpp"

#include "sqlite/file_descriptor.hpp"
#include "sqlite/sentences.hpp"
#include "store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>

namespace signet::store {
namespace {

constexpr int kPagesAStep = 256;
// The two bytes of SQLite's header that say by which kind of log the file is written and read; 1 is for none.
constexpr off_t kLogKinds = 18;
constexpr std::array<std::uint8_t, 2> kNoLog{1, 1};

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};

[[noreturn]] void fail(sqlite3* target, int code, const std::string& file) {
  throw StoreError(database_sentence(file, SqliteError(code, sqlite3_errmsg(target))));
}

void copy_pages(Connection& source, sqlite3* target, const std::string& file, const Progress& progress) {
  auto* const backup = sqlite3_backup_init(target, "main", source.raw(), "main");
  if (backup == nullptr) fail(target, sqlite3_extended_errcode(target), file);
  int code = SQLITE_OK;
  while ((code = sqlite3_backup_step(backup, kPagesAStep)) == SQLITE_OK) {
    const auto all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup));
    const auto left = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup));
    progress(all - left, all);
  }
  if (const int end = sqlite3_backup_finish(backup); end != SQLITE_OK) fail(target, end, file);
  if (code != SQLITE_DONE) fail(target, code, file);
}

}  // namespace

std::uint64_t copy_database(Connection& source, const std::filesystem::path& file, const Progress& progress) {
  const auto name = std::filesystem::absolute(file).string();
  {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &opened,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    const std::unique_ptr<sqlite3, Close> target(opened);
    if (code != SQLITE_OK) fail(opened, code, name);
    // Whoever asked for the copy syncs it when it is whole; one that is not is thrown away.
    sqlite3_exec(opened, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
    copy_pages(source, opened, name, progress);
  }
  const FileDescriptor copy(open(name.c_str(), O_RDWR | O_CLOEXEC));
  if (!copy.is_open() || pwrite(copy.get(), kNoLog.data(), kNoLog.size(), kLogKinds) != ssize_t{kNoLog.size()})
    throw StoreError(file_sentence(name, errno));
  return std::filesystem::file_size(file);
}

}  // namespace signet::store
