// SPDX-License-Identifier: Apache-2.0
// A secret that somebody puts into a file, or pipes in by /dev/stdin, and not on a command line.
#include "open_keyring.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace signet::app {

Result<SecretBytes> read_secret_file(const std::filesystem::path& file, std::size_t most) {
  const auto failed = [&] {
    return fail(ExitCode::data, fmt::format("{} cannot be read: {}", file.string(),
                                            std::generic_category().message(errno)));
  };
  // What is piped in may be root's, who this process no longer is: it is read where it is open already.
  const int opened = file == "/dev/stdin" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                                          : open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return failed();
  SecretBytes text(most + 2);  // the line feed, and one more to see that nothing follows
  std::size_t length = 0;
  ssize_t got = 0;
  do {
    got = read(opened, text.expose_mutable().data() + length, text.size() - length);
    if (got > 0) length += static_cast<std::size_t>(got);
  } while ((got > 0 && length < text.size()) || (got < 0 && errno == EINTR));
  const bool good = got >= 0;
  const auto cause = errno;
  close(opened);
  errno = cause;
  if (!good) return failed();
  if (length > 0 && text.expose()[length - 1] == '\n') --length;
  if (length == 0 || length > most)
    return fail(ExitCode::data, fmt::format("{} must hold 1 to {} bytes", file.string(), most));
  text.resize(length);
  return text;
}

}  // namespace signet::app
