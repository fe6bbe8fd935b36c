// SPDX-License-Identifier: Apache-2.0
#include "output_file.hpp"

#include "failure.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <stdlib.h>  // NOLINT: mkostemp is POSIX
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace signet::cli {
namespace {

std::unexpected<client::Error> failed(std::string_view what, const std::filesystem::path& path) {
  return fail(fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(errno)));
}

std::unexpected<client::Error> taken(const std::filesystem::path& path) {
  return fail(fmt::format("{} is there already and is not overwritten: choose another name, or say --force",
                          path.string()));
}

}  // namespace

client::Result<OutputFile> OutputFile::make(std::filesystem::path path, client::IfThere if_there) {
  std::error_code ignored;
  if (if_there == client::IfThere::refuse && exists(symlink_status(path, ignored))) return taken(path);
  std::string pattern = (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
  const int file = ::mkostemp(pattern.data(), O_CLOEXEC);  // mode 0600
  if (file < 0) return failed("write beside", path);
  return OutputFile(file, std::move(path), pattern, if_there);
}

OutputFile::OutputFile(int file, std::filesystem::path path, std::filesystem::path temporary, client::IfThere if_there)
    : file_(file), path_(std::move(path)), temporary_(std::move(temporary)), if_there_(if_there) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      if_there_(other.if_there_) {}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  if (file_ >= 0) ::close(file_);
}

client::Result<void> OutputFile::write(std::string_view piece) {
  while (!piece.empty()) {
    const auto written = ::write(file_, piece.data(), piece.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("write", temporary_);
    piece.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

client::Result<void> OutputFile::finish() {
  if (::fsync(file_) != 0) return failed("write", temporary_);
  // link() fails if the name is taken, rename() replaces.
  if (if_there_ == client::IfThere::replace) {
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failed("write", path_);
    temporary_.clear();
    return {};
  }
  if (::link(temporary_.c_str(), path_.c_str()) == 0) return {};
  if (errno == EEXIST) return taken(path_);
  return failed("write", path_);
}

}  // namespace signet::cli
