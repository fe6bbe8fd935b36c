// SPDX-License-Identifier: Apache-2.0
#include "sqlite/new_file.hpp"

#include "sqlite/sentences.hpp"
#include "store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>

namespace signet::store {
namespace {

// Not every file system has renameat2 or hard links; nearly every one has one of them.
int rename_without_replacing(const char* from, const char* to) {
  if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (link(from, to) != 0) return errno;
  return unlink(from) == 0 ? 0 : errno;
}

}  // namespace

NewFile::NewFile(std::filesystem::path file)
    : path_(std::move(file)), file_(open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  if (file_.is_open()) return;
  const int reason = errno;
  moved_ = true;
  if (reason == EEXIST)
    throw StoreError(
        fmt::format("{} is there already, left by somebody who did not end or is at work now: if nobody "
                    "is, remove it",
                    path_.string()));
  throw StoreError(file_sentence(path_.string(), reason));
}

NewFile::~NewFile() {
  std::error_code ignored;
  if (!moved_) std::filesystem::remove(path_, ignored);
}

void NewFile::write_at(std::uint64_t offset, ByteView bytes) const {
  while (!bytes.empty()) {
    const auto written = pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw StoreError(file_sentence(path_.string(), errno));
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void NewFile::move_to(const std::filesystem::path& place) {
  if (fsync(file_.get()) != 0) throw StoreError(file_sentence(path_.string(), errno));
  if (const int reason = rename_without_replacing(path_.c_str(), place.c_str()); reason == EEXIST)
    throw StoreError(fmt::format("{} is there already: name another file, or move that one away", place.string()));
  else if (reason != 0)
    throw StoreError(file_sentence(place.string(), reason));
  moved_ = true;
  sync_folder_of(place);
}

void sync_folder_of(const std::filesystem::path& file) {
  const auto name = std::filesystem::absolute(file).parent_path();
  const FileDescriptor folder(open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || fsync(folder.get()) != 0) throw StoreError(file_sentence(name.string(), errno));
}

}  // namespace signet::store
