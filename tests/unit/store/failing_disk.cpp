// SPDX-License-Identifier: Apache-2.0
#include "failing_disk.hpp"

#include <sqlite3.h>

#include <cstring>
#include <new>

namespace signet::store {

std::atomic<int> FailingDisk::log_write = 0;
std::atomic<int> FailingDisk::log_sync = 0;
std::atomic<int> FailingDisk::failures_left = -1;
std::atomic<int> FailingDisk::writer_lock = 0;
std::atomic<int> FailingDisk::open_for_writing = 0;

namespace {

sqlite3_vfs* real_disk = nullptr;
sqlite3_vfs failing_disk{};

// SQLite allocates szOsFile bytes: this, and the real file behind it.
struct File {
  sqlite3_file base;
  bool is_log;
  sqlite3_file* real;
};

File& self(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file).real; }
const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }

int answer(const std::atomic<int>& code) {
  if (code == 0) return SQLITE_OK;
  if (FailingDisk::failures_left == 0) return SQLITE_OK;
  if (FailingDisk::failures_left > 0) --FailingDisk::failures_left;
  return code;
}

int close_file(sqlite3_file* file) { return methods(file).xClose(real(file)); }
int read_file(sqlite3_file* file, void* out, int amount, sqlite3_int64 at) {
  return methods(file).xRead(real(file), out, amount, at);
}
int write_file(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 at) {
  if (self(file).is_log)
    if (const int code = answer(FailingDisk::log_write); code != SQLITE_OK) return code;
  return methods(file).xWrite(real(file), bytes, amount, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) { return methods(file).xTruncate(real(file), size); }
int sync_file(sqlite3_file* file, int flags) {
  if (self(file).is_log)
    if (const int code = answer(FailingDisk::log_sync); code != SQLITE_OK) return code;
  return methods(file).xSync(real(file), flags);
}
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
  constexpr int kWriterLock = 0;  // the first of the locks of the write-ahead index
  constexpr int kTake = SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE;
  if (offset == kWriterLock && (flags & kTake) == kTake && FailingDisk::writer_lock != 0)
    return FailingDisk::writer_lock;
  return methods(file).xShmLock(real(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) { methods(file).xShmBarrier(real(file)); }
int shared_unmap(sqlite3_file* file, int remove) { return methods(file).xShmUnmap(real(file), remove); }

const sqlite3_io_methods kMethods = {
    2,           close_file,     read_file,    write_file, truncate_file, sync_file,       file_size,
    lock_file,   unlock_file,    is_reserved,  control,    sector_size,   characteristics, shared_map,
    shared_lock, shared_barrier, shared_unmap, nullptr,    nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* opened = new (file) File{};
  opened->real = reinterpret_cast<sqlite3_file*>(opened + 1);
  opened->is_log = (flags & SQLITE_OPEN_WAL) != 0;
  if ((flags & SQLITE_OPEN_READWRITE) != 0 && FailingDisk::open_for_writing != 0) return FailingDisk::open_for_writing;
  const int code = real_disk->xOpen(real_disk, name, opened->real, flags, out_flags);
  if (opened->real->pMethods != nullptr) opened->base.pMethods = &kMethods;
  return code;
}

}  // namespace

FailingDisk::FailingDisk() {
  real_disk = sqlite3_vfs_find(nullptr);
  failing_disk = *real_disk;
  failing_disk.zName = "failing";
  failing_disk.szOsFile = static_cast<int>(sizeof(File)) + real_disk->szOsFile;
  failing_disk.xOpen = open_file;
  sqlite3_vfs_register(&failing_disk, 1);
}

FailingDisk::~FailingDisk() {
  for (auto* code : {&log_write, &log_sync, &writer_lock, &open_for_writing}) *code = 0;
  failures_left = -1;
  sqlite3_vfs_unregister(&failing_disk);
  sqlite3_vfs_register(real_disk, 1);
}

}  // namespace signet::store
