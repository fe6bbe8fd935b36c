// SPDX-License-Identifier: Apache-2.0
#include "sqlite/lock_file.hpp"

#include "sqlite/sentences.hpp"
#include "store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <array>
#include <cerrno>
#include <string>

namespace signet::store {
namespace {

std::filesystem::path lock_name(const std::filesystem::path& database) {
  auto name = database;
  name += ".lock";
  return name;
}

// Who wrote its process id into the file. Only digits are believed.
std::string holder(int file) {
  std::array<char, 16> text{};
  const auto length = pread(file, text.data(), text.size(), 0);
  std::string digits;
  for (ssize_t i = 0; i < length; ++i) {
    if (text[static_cast<std::size_t>(i)] < '0' || text[static_cast<std::size_t>(i)] > '9') break;
    digits += text[static_cast<std::size_t>(i)];
  }
  return digits.empty() ? "another process" : "process " + digits;
}

}  // namespace

LockFile::LockFile(const std::filesystem::path& database)
    : file_(open(lock_name(database).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  const auto name = lock_name(database).string();
  if (!file_.is_open()) throw StoreError(file_sentence(name, errno));
  if (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw StoreError(file_sentence(name, errno));
    throw StoreError(
        fmt::format("{} is in use by another signetd ({}): stop it first", database.string(), holder(file_.get())));
  }
  // The id only helps people; the lock itself is what counts, so a disk too full for it is no reason to stop here.
  const auto id = std::to_string(getpid()) + "\n";
  if (ftruncate(file_.get(), 0) != 0 || pwrite(file_.get(), id.data(), id.size(), 0) < 0) return;
}

}  // namespace signet::store
