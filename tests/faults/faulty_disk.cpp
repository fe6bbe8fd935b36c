// SPDX-License-Identifier: Apache-2.0
#include "faults/faulty_disk.hpp"

#include "faults/unsynced.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <vector>

namespace signet::testing {
namespace {

sqlite3_vfs* real_disk = nullptr;
sqlite3_vfs faulty_disk{};
Faults* faults = nullptr;
std::optional<std::filesystem::path> unsynced_folder;
std::filesystem::path data_folder;
bool lies = false;

// Several connections write to one file, and a sync by one of them is for all.
struct Tracked {
  explicit Tracked(const std::filesystem::path& file) : unsynced(file) {}
  std::mutex mutex;
  Unsynced unsynced;
};

// SQLite allocates szOsFile bytes: this, and the real file behind it.
struct File {
  sqlite3_file base;
  Faults::Files kind;
  Tracked* tracked;  // null: nobody asks what it loses
  sqlite3_file* real;
};

File& self(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file).real; }
const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }

bool concerns(const File& file) { return faults->files == Faults::all || faults->files == file.kind; }

int answer(sqlite3_file* file, const std::atomic<int>& code) {
  if (code == 0 || !concerns(self(file))) return SQLITE_OK;
  ++faults->hits;
  return code;
}

bool has_reserve() {
  struct stat reserve{};
  return stat((data_folder / "signet.reserve").c_str(), &reserve) == 0 && reserve.st_size != 0;
}

int answer_a_write(sqlite3_file* file) {
  if (faults->full_beside_reserve != 0 && has_reserve()) {
    ++faults->hits;
    return SQLITE_FULL;
  }
  return answer(file, faults->write);
}

void wait_if_slow(sqlite3_file* file) {
  if (faults->slow_write == 0 || !concerns(self(file))) return;
  ++faults->hits;
  poll(nullptr, 0, faults->slow_write.exchange(0));
}

/// What stands there now: less than asked for where the file ends.
std::vector<char> content(sqlite3_file* file, sqlite3_int64 at, sqlite3_int64 amount, sqlite3_int64 size) {
  std::vector<char> there(static_cast<std::size_t>(std::max<sqlite3_int64>(0, std::min(amount, size - at))));
  if (!there.empty()) methods(file).xRead(real(file), there.data(), static_cast<int>(there.size()), at);
  return there;
}

sqlite3_int64 size_of(sqlite3_file* file) {
  sqlite3_int64 size = 0;
  methods(file).xFileSize(real(file), &size);
  return size;
}

int read_file(sqlite3_file* file, void* out, int amount, sqlite3_int64 at) {
  if (const int code = answer(file, faults->read); code != SQLITE_OK) return code;
  return methods(file).xRead(real(file), out, amount, at);
}

int write_file(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 at) {
  wait_if_slow(file);
  if (const int code = answer_a_write(file); code != SQLITE_OK) {
    errno = faults->system_error;
    return code;
  }
  if (auto* tracked = self(file).tracked) {
    const std::scoped_lock lock(tracked->mutex);
    const auto size = size_of(file);
    tracked->unsynced.write(at, size, content(file, at, amount, size),
                            {static_cast<const char*>(bytes), static_cast<std::size_t>(amount)});
    return methods(file).xWrite(real(file), bytes, amount, at);
  }
  return methods(file).xWrite(real(file), bytes, amount, at);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 to) {
  if (const int code = answer(file, faults->write); code != SQLITE_OK) return code;
  if (auto* tracked = self(file).tracked) {
    const std::scoped_lock lock(tracked->mutex);
    const auto size = size_of(file);
    tracked->unsynced.truncate(to, size, content(file, to, size - to, size));
    return methods(file).xTruncate(real(file), to);
  }
  return methods(file).xTruncate(real(file), to);
}

int sync_file(sqlite3_file* file, int flags) {
  if (const int code = answer(file, faults->sync); code != SQLITE_OK) return code;
  auto* tracked = self(file).tracked;
  if (tracked == nullptr) return methods(file).xSync(real(file), flags);
  const std::scoped_lock lock(tracked->mutex);
  const int code = methods(file).xSync(real(file), flags);
  if (code == SQLITE_OK && !lies) tracked->unsynced.synced();
  return code;
}

int close_file(sqlite3_file* file) { return methods(file).xClose(real(file)); }
int file_size(sqlite3_file* file, sqlite3_int64* size) { return methods(file).xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return methods(file).xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return methods(file).xUnlock(real(file), level); }
int is_reserved(sqlite3_file* file, int* out) { return methods(file).xCheckReservedLock(real(file), out); }
int control(sqlite3_file* file, int what, void* argument) {
  return methods(file).xFileControl(real(file), what, argument);
}
int sector_size(sqlite3_file* file) { return methods(file).xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return methods(file).xDeviceCharacteristics(real(file)); }
int shared_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return methods(file).xShmMap(real(file), page, size, extend, out);
}
int shared_lock(sqlite3_file* file, int offset, int count, int flags) {
  return methods(file).xShmLock(real(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) { methods(file).xShmBarrier(real(file)); }
int shared_unmap(sqlite3_file* file, int remove) { return methods(file).xShmUnmap(real(file), remove); }

const sqlite3_io_methods kMethods = {
    2,           close_file,     read_file,    write_file, truncate_file, sync_file,       file_size,
    lock_file,   unlock_file,    is_reserved,  control,    sector_size,   characteristics, shared_map,
    shared_lock, shared_barrier, shared_unmap, nullptr,    nullptr};

Tracked* tracked(const std::filesystem::path& file) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Tracked>> all;
  const std::scoped_lock lock(mutex);
  auto& one = all[file.filename().string()];
  if (!one) one = std::make_unique<Tracked>(*unsynced_folder / file.filename());
  return one.get();
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* opened = new (file) File{};
  opened->real = reinterpret_cast<sqlite3_file*>(opened + 1);
  // The first is opened before there are threads.
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0 && name != nullptr && data_folder.empty())
    data_folder = std::filesystem::path(name).parent_path();
  opened->kind = (flags & SQLITE_OPEN_WAL) != 0 ? Faults::log : Faults::database;
  const bool lasts = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)) != 0 && name != nullptr;
  if (unsynced_folder && lasts && (flags & SQLITE_OPEN_READWRITE) != 0) opened->tracked = tracked(name);
  const int code = real_disk->xOpen(real_disk, name, opened->real, flags, out_flags);
  if (opened->real->pMethods != nullptr) opened->base.pMethods = &kMethods;
  return code;
}

// What is not there any more has nothing to lose.
int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
  const int code = real_disk->xDelete(real_disk, name, sync_folder);
  if (code == SQLITE_OK && unsynced_folder) tracked(name)->unsynced.synced();
  return code;
}

}  // namespace
}  // namespace signet::testing

// A function of the executable stands before the C library's of the same name.
extern "C" int posix_fallocate(int file, off_t offset, off_t length) {
  const auto* told = signet::testing::faults;
  if (told != nullptr && told->full_beside_reserve != 0) return ENOSPC;
  return syscall(SYS_fallocate, file, 0, offset, length) == 0 ? 0 : errno;
}

namespace signet::testing {

void put_databases_on(Faults& shared, const std::optional<std::filesystem::path>& unsynced, bool disk_lies) {
  faults = &shared;
  unsynced_folder = unsynced;
  lies = disk_lies;
  real_disk = sqlite3_vfs_find(nullptr);
  faulty_disk = *real_disk;
  faulty_disk.zName = "faulty";
  faulty_disk.szOsFile = static_cast<int>(sizeof(File)) + real_disk->szOsFile;
  faulty_disk.xOpen = open_file;
  faulty_disk.xDelete = delete_file;
  sqlite3_vfs_register(&faulty_disk, 1);
}

}  // namespace signet::testing
