// SPDX-License-Identifier: Apache-2.0
#include "console.hpp"

#include "failure.hpp"
#include "terminal.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace signet::cli {
namespace {

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Console::Console() : in_is_terminal_(::isatty(STDIN_FILENO) == 1), out_is_terminal_(::isatty(STDOUT_FILENO) == 1) {}

void Console::out(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) {
    throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
  }
}

void Console::err(std::string_view text) { write_all(STDERR_FILENO, text); }

client::Result<SecretBytes> Console::read_all(std::size_t most) {
  SecretBytes all;
  SecretBytes piece(64 * 1'024);
  for (;;) {
    const auto got = ::read(STDIN_FILENO, piece.expose_mutable().data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail("cannot read standard input: " + std::generic_category().message(errno));
    if (got == 0) return all;
    all.append(piece.expose().first(static_cast<std::size_t>(got)));
    if (all.size() > most) return fail(fmt::format("standard input has more than {} bytes", most));
  }
}

std::optional<std::string> Console::read_line() {
  std::string line;
  char c = 0;
  for (;;) {
    const auto got = ::read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return line.empty() ? std::nullopt : std::optional(line);
    if (c == '\n') return line;
    line += c;
  }
}

client::Result<SecretBytes> Console::ask_hidden(std::string_view question) {
  if (!in_is_terminal_) return fail(fmt::format("{}: there is no terminal to ask at", question));
  auto line = read_hidden_line(STDIN_FILENO, [&] { err(fmt::format("{} (not shown): ", question)); });
  err("\n");
  if (!line) return fail("broken off; nothing was done");
  return std::move(*line);
}

client::Result<void> Console::confirm(std::string_view question) {
  if (!in_is_terminal_) {
    return fail(fmt::format("{} There is no terminal to ask at: if you mean it, say --yes", question));
  }
  err(fmt::format("{} Type yes to go on: ", question));
  if (read_line() != "yes") return fail("not confirmed; nothing was done");
  return {};
}

}  // namespace signet::cli
