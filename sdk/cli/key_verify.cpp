// SPDX-License-Identifier: Apache-2.0
// Verifies one signature, or as many as come in, by the rules of enrolment and authentication: what is called valid
// here a server accepts, and nothing else.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "key_files.hpp"
#include "signet/schema/encoding.hpp"

#include <iostream>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxMessage = 64 * 1'024 * 1'024;
constexpr std::size_t kMaxSignature = 64 * 1'024;

std::optional<Bytes> hex_member(const Json& object, std::string_view name) {
  const auto* text = find_text(object, name);
  return text != nullptr ? from_hex(*text) : std::nullopt;
}

/// {"algorithm","publicKey","message","signature"}, the last three in hex. Whatever is wrong with the line, its key or
/// its signature: false.
bool is_valid_line(std::string_view line) {
  const auto object = parse_json_object(as_bytes(line));
  if (!object) return false;
  const auto* name = find_text(*object, "algorithm");
  const auto algorithm = name != nullptr ? parse_algorithm(*name) : std::nullopt;
  const auto raw = hex_member(*object, "publicKey"), message = hex_member(*object, "message"),
             signature = hex_member(*object, "signature");
  if (!algorithm || !raw || !message || !signature) return false;
  const auto key = crypto::PublicKey::from_raw(*algorithm, *raw);
  return key && key->verify(*message, *signature);
}

/// Each answer is out before the next line is waited for, so that another program can ask one by one.
Result<void> verify_lines(Session& session) {
  std::string line;
  while (std::getline(std::cin, line)) session.console().out(is_valid_line(line) ? "valid\n" : "invalid\n");
  return {};
}

Result<Bytes> read_signature(Session& session, const std::string& said, const std::string& file) {
  std::string text = said;
  if (text.empty()) {
    const auto read = read_input(session.console(), file, kMaxSignature);
    if (!read) return std::unexpected(read.error());
    text = trimmed(*read).expose_text();
  }
  if (auto bytes = from_hex(text)) return std::move(*bytes);
  if (auto bytes = from_base64(text)) return std::move(*bytes);
  return fail("the signature is neither base64 nor hex");
}

}  // namespace

Action define_key_verify(CLI::App& command) {
  const auto file = option(command, "--key", "FILE", "The public or private key, PEM");
  const auto signature = option(command, "--signature", "TEXT", "The signature, base64 or hex");
  const auto signature_file = option(command, "--signature-file", "FILE", "The same from a file");
  const auto in = option(command, "--in", "FILE", "The message (standard input)");
  const auto lines = flag(command, "--jsonl",
                          "Read an object a line from standard input: algorithm, and in hex publicKey, message, "
                          "signature; print valid or invalid for each");
  command.get_option("--signature-file")->excludes("--signature");
  for (const char* other : {"--key", "--signature", "--signature-file", "--in"}) {
    command.get_option("--jsonl")->excludes(other);
  }
  return [=](Session& session) -> Result<void> {
    if (*lines) return verify_lines(session);
    if (file->empty() || (signature->empty() && signature_file->empty())) {
      return fail("say which key (--key) and which signature (--signature or --signature-file), or use --jsonl");
    }
    const auto key = load_public_key(*file);
    if (!key) return std::unexpected(key.error());
    const auto bytes = read_signature(session, *signature, *signature_file);
    if (!bytes) return std::unexpected(bytes.error());
    const auto message = read_input(session.console(), in->empty() ? "-" : *in, kMaxMessage);
    if (!message) return std::unexpected(message.error());
    if (!key->verify(message->expose(), *bytes)) return fail("invalid: this key did not sign this message");
    if (session.json() || session.prints_field()) return session.show({cli::flag("valid", true)});
    session.done("valid");
    return {};
  };
}

}  // namespace signet::cli
