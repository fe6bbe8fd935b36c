// SPDX-License-Identifier: Apache-2.0
#include "made.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ranges>
#include <system_error>

namespace signet::app {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

std::unexpected<Failure> cannot(std::string_view what, const fs::path& path, int error_number) {
  return fail(ExitCode::data,
              fmt::format("{} cannot be {}: {}", path.string(), what, std::generic_category().message(error_number)));
}

struct Descriptor {
  int number;
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

bool write_all(int descriptor, ByteView content) {
  while (!content.empty()) {
    const auto written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return fsync(descriptor) == 0;
}

void remove_all_in(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) fs::remove_all(entry.path(), ignored);
}

}  // namespace

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number < 0 || fsync(opened.number) != 0) return cannot("written", folder, errno);
  return {};
}

Result<void> require_room(const fs::path& folder) {
  struct stat status{};
  if (stat(folder.c_str(), &status) != 0) {
    const int reason = errno;
    // A link that leads nowhere is in the way, too.
    if (reason == ENOENT && lstat(folder.c_str(), &status) != 0) return {};
    return cannot("used", folder, reason);
  }
  if (!S_ISDIR(status.st_mode))
    return fail(ExitCode::data, fmt::format("{} is there already and is no folder: name another", folder.string()));
  if (status.st_uid != geteuid())
    return fail(ExitCode::data,
                fmt::format("{} belongs to user {} and this is user {}: run this as that user, who then "
                            "also runs the server",
                            folder.string(), status.st_uid, geteuid()));
  std::error_code error;
  const bool empty = fs::is_empty(folder, error);
  if (error) return cannot("read", folder, error.value());
  if (!empty)
    return fail(
        ExitCode::data,
        fmt::format("{} is there already and not empty: name another folder, or move it away. Nothing in it was "
                    "touched",
                    folder.string()));
  return {};
}

Result<void> Made::folder(const fs::path& folder) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (auto one = folder.lexically_normal(); !one.empty() && !fs::exists(one, error); one = one.parent_path())
    if (!one.filename().empty()) missing.push_back(one);
  for (const auto& one : missing | std::views::reverse) {
    if (mkdir(one.c_str(), kFolderMode) != 0) return cannot("made", one, errno);
    paths_.push_back(one);
    if (auto synced = sync_folder(one.parent_path()); !synced) return synced;
  }
  return {};
}

Result<void> Made::empty_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return this->folder(folder);
  if (auto room = require_room(folder); !room) return room;
  if (chmod(folder.c_str(), kFolderMode) != 0) return cannot("made private", folder, errno);
  filled_.push_back(folder);
  return {};
}

Result<void> Made::file(const fs::path& file, ByteView content) {
  const Descriptor opened(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (opened.number < 0) return cannot("made", file, errno);
  paths_.push_back(file);
  if (!write_all(opened.number, content)) return cannot("written", file, errno);
  return sync_folder(file.parent_path());
}

Result<void> move_folder(const fs::path& from, const fs::path& to) {
  if (auto synced = sync_folder(from); !synced) return synced;
  if (rename(from.c_str(), to.c_str()) != 0) return cannot("made", to, errno);
  return sync_folder(to.parent_path());
}

Made::~Made() {
  std::error_code ignored;
  for (const auto& folder : filled_) remove_all_in(folder);
  for (const auto& path : paths_ | std::views::reverse) fs::remove_all(path, ignored);
}

}  // namespace signet::app
