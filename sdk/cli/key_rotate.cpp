// SPDX-License-Identifier: Apache-2.0
// key rotate and admin key rotate: another key for who we are; and the keys that somebody had.
#include "arguments.hpp"
#include "definitions.hpp"
#include "signet/client/key_rotation.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::VaultAdmin;

Text algorithm_choice(CLI::App& command) {
  std::vector<std::string> names;
  for (const auto& algorithm : kRequestAlgorithms) names.emplace_back(algorithm.name);
  return choice(command, "--algorithm", names, fmt::format("Of the new key ({})", info(kDefaultAlgorithm).name));
}

Result<void> rotate(Session& session, const auto& identity, const std::string& algorithm) {
  if (!identity) return std::unexpected(identity.error());
  const auto wanted = algorithm.empty() ? kDefaultAlgorithm : *parse_algorithm(algorithm);
  const auto rotated = client::rotate_key_of(*identity, wanted, session.connect());
  if (!rotated) return std::unexpected(rotated.error());
  const auto& answer = rotated->answer;
  return session.show({text("algorithm", rotated->algorithm), text("fingerprint", rotated->fingerprint),
                       number_or_none("keyEpoch", answer ? std::optional(answer->key.key_epoch) : std::nullopt),
                       time("formerValidUntil", answer ? std::optional(answer->former_valid_until) : std::nullopt),
                       text("privateKeyFile", identity->private_key_path.string())});
}

}  // namespace

Record describe(const client::KeyRecord& key) {
  return {number("keyEpoch", key.key_epoch),       text("algorithm", key.algorithm),
          text("fingerprint", key.fingerprint),    time("createdAt", key.created_at),
          time("replacedAt", key.replaced_at),     time("validUntil", key.valid_until)};
}

Action define_key_rotate(CLI::App& command) {
  const auto algorithm = algorithm_choice(command);
  return [=](Session& session) { return rotate(session, session.identity(), *algorithm); };
}

Action define_operator_key_rotate(CLI::App& command) {
  const auto algorithm = algorithm_choice(command);
  return [=](Session& session) { return rotate(session, session.operator_identity(), *algorithm); };
}

Action define_machine_keys(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.machine_keys(*id, page); });
  });
}

Action define_operator_keys(CLI::App& command) {
  const auto id = positional(command, "OPERATOR", "The operator's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.operator_keys(*id, page); });
  });
}

}  // namespace signet::cli
