// SPDX-License-Identifier: Apache-2.0
#include "witness_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace signet::app {

void WitnessFile::append(const std::string& line) {
  const int error = try_append(line);
  if (error == 0) {
    failing_ = false;
  } else if (!failing_) {
    failing_ = true;
    log_.error(fmt::format("the witness file {} cannot be written: {}", file_.string(),
                           std::generic_category().message(error)));
  }
}

/// An errno, or 0. Opened each time, so that it may be moved away, and a disk that was not there may come back. One
/// write, so that no line is mixed with that of another server; what a full disk left of a line is taken back.
int WitnessFile::try_append(const std::string& line) const {
  const int file = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);
  if (file < 0) return errno;
  const auto before = ::lseek(file, 0, SEEK_END);
  int error = 0;
  const auto written = ::write(file, line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size())) {
    error = written < 0 ? errno : ENOSPC;
    if (written > 0 && ::ftruncate(file, before) != 0) error = errno;
  } else if (::fsync(file) != 0) {
    error = errno;
  }
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace signet::app
