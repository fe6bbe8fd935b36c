// SPDX-License-Identifier: Apache-2.0
// Commands that carry their own signature: `command|Unix seconds|lower-case hex of the signature`, over what stands
// before the last bar. Good for thirty seconds either way. There is no nonce: within that time a command can be sent
// again, so it must be harmless twice.
#pragma once

#include "signet/crypto/keys.hpp"

#include <chrono>

namespace signet::crypto {

inline constexpr std::chrono::seconds kCommandWindow{30};
inline constexpr std::size_t kLongestCommand = 64 * 1'024;

/// Whether this may be signed as a command: one line of text, neither empty nor too long, and not the beginning of what
/// means something to a vault (`signet-`).
[[nodiscard]] bool is_command(std::string_view command);

/// Throws std::invalid_argument for what is no command.
[[nodiscard]] std::string sign_command(const PrivateKey& key, std::string_view command, std::chrono::sys_seconds now);

enum class CommandFault : std::uint8_t {
  not_signed,  // no time and no signature of the key's length
  stale,       // more than thirty seconds ago or ahead
  signature,   // not this key's, or of something else
};
[[nodiscard]] std::string_view describe(CommandFault fault);

/// The bare command.
[[nodiscard]] std::expected<std::string, CommandFault> verify_command(const PublicKey& key,
                                                                     std::string_view signed_command,
                                                                     std::chrono::sys_seconds now);

}  // namespace signet::crypto
