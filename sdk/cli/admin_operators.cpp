// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::AdminClient;
using client::VaultAdmin;

constexpr std::size_t kMaxRegistration = 64 * 1'024;

/// What signet key prove --operator --json printed. Its proof is checked here already, to name what is wrong.
Result<client::NewOperator> read_registration(const SecretBytes& text) {
  const auto json = parse_json_object(text.expose());
  if (!json) return fail(fmt::format("the registration is {}", json.error()));
  client::NewOperator added;
  const std::pair<std::string_view, std::string*> members[] = {{"operatorId", &added.operator_id},
                                                               {"algorithm", &added.algorithm},
                                                               {"publicKey", &added.public_key},
                                                               {"proof", &added.proof}};
  for (const auto& [name, place] : members) {
    const auto* value = find_text(*json, name);
    if (value == nullptr) return fail(fmt::format("the registration has no text \"{}\"", name));
    *place = std::string_view(*value);
  }
  const auto algorithm = parse_algorithm(added.algorithm);
  const auto raw = from_base64(added.public_key), proof = from_base64(added.proof);
  if (!algorithm || !raw || !proof) return fail("the registration names no known algorithm, or is not base64");
  const auto key = crypto::PublicKey::from_raw(*algorithm, *raw);
  if (!key) return fail(fmt::format("the registration's key: {}", key.error().message));
  if (!crypto::verify_proof(crypto::ProofPurpose::operator_, added.operator_id, *key, *proof)) {
    return fail("the registration's proof is not by its key for its id; have it made again");
  }
  return added;
}

}  // namespace

Action define_operator_list(CLI::App& command) {
  const auto everywhere = flag(command, "--installation", "Of all vaults (root)");
  const Paging paging(command);
  return [=](Session& session) -> Result<void> {
    if (!*everywhere) {
      return in_vault([&](Session& s, VaultAdmin& vault) {
        return paging.show(s, [&](const auto& page) { return vault.operators(page); });
      })(session);
    }
    return as_operator([&](Session& s, AdminClient& admin) {
      return paging.show(s, [&](const auto& page) { return admin.operators(page); });
    })(session);
  };
}

Action define_operator_add(CLI::App& command) {
  const auto file =
      positional(command, "FILE", "What signet key prove --operator --json printed; - for standard input");
  const auto name = required_option(command, "--name", "NAME", "What to call the operator");
  const auto role = choice(command, "--role", {"auditor", "admin", "owner"}, "What the operator may do");
  command.get_option("--role")->required();
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto text = read_input(session.console(), *file, kMaxRegistration);
    if (!text) return std::unexpected(text.error());
    auto added = read_registration(*text);
    if (!added) return std::unexpected(added.error());
    added->name = *name;
    added->role = *client::parse_role(*role);
    return session.show_result(vault.add_operator(*added));
  });
}

Action define_operator_role(CLI::App& command) {
  const auto id = positional(command, "OPERATOR", "The operator's id");
  const auto role = positional(command, "ROLE", "auditor, admin or owner");
  command.get_option("ROLE")->check(CLI::IsMember({"auditor", "admin", "owner"}));
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(vault.set_role(*id, *client::parse_role(*role)));
  });
}

Action define_operator_remove(CLI::App& command) {
  const auto id = positional(command, "OPERATOR", "The operator's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(
        session, fmt::format("{} will have no role in {}; without any role left, its key can never come back.", *id,
                             vault.vault_id()));
    return sure ? session.done_result(vault.remove_operator(*id), "removed") : sure;
  });
}

}  // namespace signet::cli
