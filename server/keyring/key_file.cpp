// SPDX-License-Identifier: Apache-2.0
// The key file of a slot. It is text, so that it survives a copy through a terminal, and one exact text, so that what
// is nearly one is refused.
#include "at_rest.hpp"
#include "keyring/root_key_slot.hpp"
#include "signet/schema/encoding.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace signet::keyring {
namespace {

constexpr std::string_view kPrefix = "signet-root-slot-key-v1 ";
constexpr std::size_t kFileSize = kPrefix.size() + 44 + 1;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

std::unexpected<std::string> failure(const std::filesystem::path& file, std::string_view what) {
  return std::unexpected(
      fmt::format("the key file {} {}: {}", file.string(), what, std::generic_category().message(errno)));
}

bool write_and_sync(int file, ByteView text) {
  while (!text.empty()) {
    const auto written = write(file, text.data(), text.size());
    if (written < 0) return false;
    text = text.subspan(static_cast<std::size_t>(written));
  }
  return fsync(file) == 0;
}

// A name that a power cut can take away is no key file yet.
bool sync_folder_of(const std::filesystem::path& file) {
  const Descriptor folder(
      open(std::filesystem::absolute(file).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder.get() >= 0 && fsync(folder.get()) == 0;
}

}  // namespace

std::expected<SecretBytes, std::string> make_key_file(const std::filesystem::path& file, crypto::Random& random) {
  auto key = make_root_key(random);
  SecretBytes text = SecretBytes::from_text(kPrefix);
  text.reserve(kFileSize);
  text.append(secret_to_base64(key.expose()).expose());
  text.append(as_bytes("\n"));

  const Descriptor made(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (made.get() < 0 && errno == EEXIST)
    return std::unexpected(
        fmt::format("the key file {} is there already and is never overwritten: name another, or move that one away",
                    file.string()));
  if (made.get() < 0) return failure(file, "cannot be made; see that its folder exists and can be written");
  if (!write_and_sync(made.get(), text.expose()) || !sync_folder_of(file)) {
    auto failed = failure(file, "cannot be written; see that the disk has space and works");
    unlink(file.c_str());
    return failed;
  }
  return key;
}

std::expected<SecretBytes, std::string> read_key_file(const std::filesystem::path& file,
                                                              bool others_kept_out) {
  const Descriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (opened.get() < 0) return failure(file, "cannot be read; see that it is there and belongs to this user");
  struct stat about{};
  if (fstat(opened.get(), &about) != 0) return failure(file, "cannot be looked at");
  if (!S_ISREG(about.st_mode)) return std::unexpected(fmt::format("the key file {} is not a file", file.string()));
  if (!others_kept_out && (about.st_mode & 077) != 0)
    return std::unexpected(
        fmt::format("the key file {} can be read by others than its owner: chmod 600 it, and think about "
                    "who may have read it",
                    file.string()));
  const auto malformed = [&] {
    return std::unexpected(
        fmt::format("the key file {} does not hold one line `{}` and 32 bytes in base64: put the "
                    "right file in its place",
                    file.string(), kPrefix.substr(0, kPrefix.size() - 1)));
  };
  SecretBytes text(kFileSize + 1);  // one more, to see that nothing follows
  const auto length = read(opened.get(), text.expose_mutable().data(), text.size());
  if (length < 0) return failure(file, "cannot be read");
  text.resize(static_cast<std::size_t>(length));
  const auto line = text.expose_text();
  if (line.size() != kFileSize || !line.starts_with(kPrefix) || !line.ends_with('\n')) return malformed();
  auto key = secret_from_base64(line.substr(kPrefix.size(), kFileSize - kPrefix.size() - 1));
  if (!key || key->size() != kKeyBytes) return malformed();
  return std::move(*key);
}

}  // namespace signet::keyring
