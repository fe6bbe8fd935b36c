// SPDX-License-Identifier: Apache-2.0
// command sign and command verify: commands that carry their own signature, for programs that know no HTTP.
#include "arguments.hpp"
#include "definitions.hpp"
#include "harmless.hpp"
#include "input.hpp"
#include "key_files.hpp"
#include "signet/crypto/command_string.hpp"

#include <chrono>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxSigned = 256 * 1'024;

std::chrono::sys_seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

/// What was said, or one line of standard input.
Result<std::string> read_line(Session& session, const std::string& said, std::size_t most) {
  if (said != "-") return said;
  const auto input = read_input(session.console(), "-", most);
  if (!input) return std::unexpected(input.error());
  std::string line(input->expose_text());
  if (line.ends_with('\n')) line.pop_back();
  return line;
}

}  // namespace

Action define_command_sign(CLI::App& command) {
  const auto file = required_option(command, "--key", "FILE", "The private key, in any form");
  const auto what = positional(command, "COMMAND", "One line of text; - reads it from standard input");
  const KeyInput input(command);
  return [=](Session& session) -> Result<void> {
    const auto line = read_line(session, *what, crypto::kLongestCommand + 1);
    if (!line) return std::unexpected(line.error());
    if (const auto harmless = check_harmless(*line); !harmless) return harmless;
    if (!crypto::is_command(*line)) return fail("a command is one line of text, up to 64 KiB");
    const auto key = input.load_private(*file);
    if (!key) return std::unexpected(key.error());
    const auto text = crypto::sign_command(*key, *line, now());
    if (session.json() || session.prints_field()) return session.show({cli::text("signedCommand", text)});
    session.console().out(text + "\n");
    return {};
  };
}

Action define_command_verify(CLI::App& command) {
  const auto file = required_option(command, "--key", "FILE", "The public key, in any form");
  const auto what = positional(command, "SIGNED", "The signed command; - reads it from standard input");
  const KeyInput input(command);
  return [=](Session& session) -> Result<void> {
    const auto line = read_line(session, *what, kMaxSigned);
    if (!line) return std::unexpected(line.error());
    const auto key = input.load_public(*file);
    if (!key) return std::unexpected(key.error());
    const auto bare = crypto::verify_command(*key, *line, now());
    if (!bare) return fail(std::string(describe(bare.error())));
    if (session.json() || session.prints_field()) return session.show({cli::text("command", *bare)});
    session.console().out(*bare + "\n");
    return {};
  };
}

}  // namespace signet::cli
