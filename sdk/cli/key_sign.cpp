// SPDX-License-Identifier: Apache-2.0
// Signs any message but those that mean something to a server: whoever got such a signature could send a request, or
// register the key somewhere.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxMessage = 64 * 1'024 * 1'024;

bool is_body_hash(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// The last field of `text`, which loses it and its colon.
std::string_view take_last(std::string_view& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  const auto field = text.substr(colon + 1);
  text = text.substr(0, colon);
  return field;
}

/// METHOD:TARGET:TIMESTAMP:NONCE:BODYHASH, with any target.
bool looks_like_a_request(std::string_view text) {
  const auto hash = take_last(text), nonce = take_last(text), timestamp = take_last(text);
  const auto colon = text.find(':');
  return colon != std::string_view::npos && is_method(text.substr(0, colon)) && parse_timestamp(timestamp) &&
         is_nonce(nonce) && is_body_hash(hash);
}

Result<void> check_harmless(std::string_view message) {
  if (message.starts_with("signet-")) {
    return fail(
        "will not sign a message that begins with \"signet-\": it could be a proof that registers this key; use "
        "signet key prove for those");
  }
  if (looks_like_a_request(message)) {
    return fail("will not sign a message that is a request's payload: whoever gets the signature could send it");
  }
  return {};
}

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
