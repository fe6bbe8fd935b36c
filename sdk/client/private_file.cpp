// SPDX-License-Identifier: Apache-2.0
#include "signet/client/private_file.hpp"

#include "fail.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace signet::client {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

std::unexpected<Error> failed(std::string_view what, const fs::path& path) {
  const int error = errno;
  return fail(ErrorKind::local,
              fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(error)));
}

bool write_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) return failed("sync the folder", folder);
  return {};
}

}  // namespace

Result<void> make_private_folders(const fs::path& folder) {
  if (folder.empty() || fs::is_directory(folder)) return {};
  if (const auto parents = make_private_folders(folder.parent_path()); !parents) return parents;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failed("make the folder", folder);
  return {};
}

Result<void> write_private_file(const fs::path& path, ByteView bytes, IfThere if_there, Sync sync) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (const auto made = make_private_folders(folder); !made) return made;

  std::array<std::uint8_t, 8> random{};
  crypto::system_random().fill(random);
  const fs::path temporary = folder / fmt::format(".{}.{}", path.filename().string(), to_hex(random));
  {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return failed("create", temporary);
    if (!write_all(file.get(), bytes) || (sync == Sync::yes && ::fsync(file.get()) != 0)) {
      auto error = failed("write", temporary);
      ::unlink(temporary.c_str());
      return error;
    }
  }
  // link() fails if the name is taken, rename() replaces: neither leaves a moment in which half a file has the name.
  const bool placed = if_there == IfThere::refuse ? ::link(temporary.c_str(), path.c_str()) == 0
                                                  : ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!placed) {
    const bool taken = errno == EEXIST;
    auto error = failed("write", path);
    ::unlink(temporary.c_str());
    if (!taken) return error;
    return fail(ErrorKind::local, fmt::format("{} is there already and is not overwritten: choose another name, or "
                                              "move it away if nothing needs it",
                                              path.string()));
  }
  if (if_there == IfThere::refuse) ::unlink(temporary.c_str());
  return sync == Sync::yes ? sync_folder(folder) : Result<void>();
}

Result<void> rename_private_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed("rename", from);
  return sync_folder(to.has_parent_path() ? to.parent_path() : fs::path("."));
}

Result<SecretBytes> read_private_file(const fs::path& path, std::size_t most, OpenToOthers open) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0) return failed("read", path);
  if (!S_ISREG(status.st_mode)) return fail(ErrorKind::local, fmt::format("{} is not a file", path.string()));
  if ((status.st_mode & 077) != 0 && open == OpenToOthers::refuse) {
    return fail(ErrorKind::local, fmt::format("{} is open to other users of this machine (mode {:04o}): run "
                                              "chmod 600 {}, and make a new key if somebody may have read it",
                                              path.string(), status.st_mode & 07777, path.string()));
  }
  if (static_cast<std::size_t>(status.st_size) > most) {
    return fail(ErrorKind::local, fmt::format("{} is too long: more than {} bytes", path.string(), most));
  }
  SecretBytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto got = ::read(file.get(), bytes.expose_mutable().data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read", path);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

Result<crypto::PrivateKey> load_private_key(const fs::path& path) {
  const auto pem = read_private_file(path);
  if (!pem) return std::unexpected(pem.error());
  auto key = crypto::PrivateKey::from_pem(pem->expose_text());
  if (!key) return fail(ErrorKind::local, fmt::format("{}: {}", path.string(), key.error().message));
  return std::move(*key);
}

}  // namespace signet::client
