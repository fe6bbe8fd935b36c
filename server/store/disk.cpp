// SPDX-License-Identifier: Apache-2.0
#include "store/disk.hpp"

#include "sqlite/file_descriptor.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace signet::store {
namespace {

/// Growing a file beyond it is not an error but a signal that ends the process.
bool may_be_that_large(std::uint64_t bytes) {
  rlimit files{};
  return getrlimit(RLIMIT_FSIZE, &files) == 0 && (files.rlim_cur == RLIM_INFINITY || files.rlim_cur >= bytes);
}

class RealDisk final : public Disk {
 public:
  explicit RealDisk(std::filesystem::path folder) : folder_(std::move(folder)), file_(folder_ / "signet.reserve") {}

  [[nodiscard]] std::optional<DiskSpace> space() const override {
    struct statvfs said{};
    if (statvfs(folder_.c_str(), &said) != 0 || said.f_blocks == 0) return std::nullopt;
    return DiskSpace{std::uint64_t{said.f_frsize} * (said.f_blocks - said.f_bfree),
                     std::uint64_t{said.f_frsize} * said.f_bavail};
  }

  [[nodiscard]] Reserve reserve() const override {
    struct stat file{};
    if (lstat(file_.c_str(), &file) != 0 || !S_ISREG(file.st_mode)) return Reserve::none;
    if (file.st_size == 0) return Reserve::given_up;
    // A copy of it may be all holes, and one that nobody finished takes a part.
    return static_cast<std::uint64_t>(file.st_blocks) * 512 >= kReserveBytes ? Reserve::whole : Reserve::none;
  }

  bool make_reserve() override {
    if (!may_be_that_large(2 * kReserveBytes)) return false;
    const auto before = reserve();
    const FileDescriptor file(open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.is_open()) return false;
    // Twice as much has to be there, whatever the disk says of its room: a quota is not in that.
    if (fchmod(file.get(), 0600) == 0 && posix_fallocate(file.get(), 0, static_cast<off_t>(2 * kReserveBytes)) == 0 &&
        ftruncate(file.get(), static_cast<off_t>(kReserveBytes)) == 0 && reserve() == Reserve::whole)
      return true;
    // Where it is done by writing, a part of it may be there.
    if (ftruncate(file.get(), 0) == 0 && before == Reserve::none) unlink(file_.c_str());
    return false;
  }

  bool give_up_reserve() override {
    const FileDescriptor file(open(file_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    return file.is_open() && ftruncate(file.get(), 0) == 0;
  }

 private:
  std::filesystem::path folder_;
  std::filesystem::path file_;
};

}  // namespace

std::unique_ptr<Disk> disk_under(std::filesystem::path folder) { return std::make_unique<RealDisk>(std::move(folder)); }

}  // namespace signet::store
