// SPDX-License-Identifier: Apache-2.0
// key rotate and admin key rotate: another key for who we are; and the keys that somebody had.
#include "arguments.hpp"
#include "definitions.hpp"
#include "signet/client/key_rotation.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::VaultAdmin;

struct NewKey {
  Text algorithm;
  std::shared_ptr<std::vector<std::string>> keyset;

  explicit NewKey(CLI::App& command) {
    std::vector<std::string> names;
    for (const auto& known : kRequestAlgorithms) names.emplace_back(known.name);
    algorithm = choice(command, "--algorithm", names, fmt::format("Of the new key ({})", info(kDefaultAlgorithm).name));
    keyset = options(command, "--keyset", "NAME",
                     "Two or three algorithms of different families, whose keys sign together; repeatable");
    command.get_option("--algorithm")->excludes("--keyset");
  }
  [[nodiscard]] Result<std::vector<Algorithm>> read() const {
    if (keyset->empty()) return std::vector{algorithm->empty() ? kDefaultAlgorithm : *parse_algorithm(*algorithm)};
    std::vector<Algorithm> all;
    for (const auto& name : *keyset) {
      const auto known = parse_algorithm(name);
      if (!known) return fail(fmt::format("{} is not an algorithm", name));
      all.push_back(*known);
    }
    return all;
  }
};

Result<void> rotate(Session& session, const auto& identity, const NewKey& wanted) {
  if (!identity) return std::unexpected(identity.error());
  const auto algorithms = wanted.read();
  if (!algorithms) return std::unexpected(algorithms.error());
  const auto rotated = client::rotate_key_of(*identity, *algorithms, session.connect());
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
  const NewKey wanted(command);
  return [=](Session& session) { return rotate(session, session.identity(), wanted); };
}

Action define_operator_key_rotate(CLI::App& command) {
  const NewKey wanted(command);
  return [=](Session& session) { return rotate(session, session.operator_identity(), wanted); };
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
