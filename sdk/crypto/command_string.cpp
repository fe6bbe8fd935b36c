// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/command_string.hpp"

#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <stdexcept>

namespace signet::crypto {

bool is_command(std::string_view command) {
  return !command.empty() && command.size() <= kLongestCommand && !command.starts_with("signet-") &&
         command.find_first_of(std::string_view("\0\r\n", 3)) == std::string_view::npos && is_utf8(command);
}

std::string sign_command(const PrivateKey& key, std::string_view command, std::chrono::sys_seconds now) {
  const auto seconds = std::to_string(now.time_since_epoch().count());
  if (!is_command(command) || !parse_timestamp(seconds)) throw std::invalid_argument("this is no command");
  const std::string payload = std::string(command) + "|" + seconds;
  return payload + "|" + to_hex(key.sign(as_bytes(payload)));
}

std::string_view describe(CommandFault fault) {
  switch (fault) {
    case CommandFault::not_signed: return "this command is not signed by a key of this kind";
    case CommandFault::stale: return "this command was signed more than 30 seconds ago, or will be";
    case CommandFault::signature: return "the signature of this command is not this key's";
  }
  throw std::logic_error("a fault without a description");
}

std::expected<std::string, CommandFault> verify_command(const PublicKey& key, std::string_view signed_command,
                                                        std::chrono::sys_seconds now) {
  const std::size_t hex = 2 * info(key.algorithm()).signature;
  if (signed_command.size() <= hex + 1) return std::unexpected(CommandFault::not_signed);
  const auto payload = signed_command.substr(0, signed_command.size() - hex - 1);
  const auto signature = from_hex(signed_command.substr(payload.size() + 1));
  const auto bar = payload.rfind('|');
  if (signed_command[payload.size()] != '|' || !signature || bar == payload.npos) {
    return std::unexpected(CommandFault::not_signed);
  }
  const auto command = payload.substr(0, bar);
  const auto timestamp = parse_timestamp(payload.substr(bar + 1));
  if (!timestamp || !is_command(command)) return std::unexpected(CommandFault::not_signed);
  const auto age = now.time_since_epoch() - std::chrono::seconds(*timestamp);
  if (age > kCommandWindow || -age > kCommandWindow) return std::unexpected(CommandFault::stale);
  if (!key.verify(as_bytes(payload), *signature)) return std::unexpected(CommandFault::signature);
  return std::string(command);
}

}  // namespace signet::crypto
