// SPDX-License-Identifier: Apache-2.0
#include "mapped_file.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace signet::cli {

Result<MappedFile> MappedFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status{};
  const bool there = file >= 0 && ::fstat(file, &status) == 0;
  const bool readable = there && S_ISREG(status.st_mode);
  const auto size = readable ? static_cast<std::size_t>(status.st_size) : 0;
  void* const begin = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  const int error = errno;
  if (file >= 0) ::close(file);
  if (there && !readable) return fail(fmt::format("{} is not a file", path));
  if (!there || begin == MAP_FAILED) {
    return fail(fmt::format("cannot read {}: {}", path, std::generic_category().message(error)));
  }
  return MappedFile(ByteView(static_cast<const std::uint8_t*>(begin), size));
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

}  // namespace signet::cli
