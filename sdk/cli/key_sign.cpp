// SPDX-License-Identifier: Apache-2.0
// Signs any message but those that mean something to a server.
#include "arguments.hpp"
#include "definitions.hpp"
#include "harmless.hpp"
#include "input.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxMessage = 64 * 1'024 * 1'024;

}  // namespace

Action define_key_sign(CLI::App& command) {
  const auto file = required_option(command, "--key", "FILE", "The private key, PEM");
  const auto in = option(command, "--in", "FILE", "The message (standard input)");
  const auto hex = flag(command, "--hex", "Print hex instead of base64");
  return [=](Session& session) -> Result<void> {
    const auto key = client::load_private_key(*file);
    if (!key) return std::unexpected(key.error());
    const auto message = read_input(session.console(), in->empty() ? "-" : *in, kMaxMessage);
    if (!message) return std::unexpected(message.error());
    if (const auto harmless = check_harmless(message->expose_text()); !harmless) return harmless;
    const auto signature = key->sign(message->expose());
    const std::string text = *hex ? to_hex(signature) : to_base64(signature);
    if (session.json() || session.prints_field()) {
      return session.show({cli::text("algorithm", info(key->algorithm()).name), cli::text("signature", text)});
    }
    session.console().out(text + "\n");
    return {};
  };
}

}  // namespace signet::cli
