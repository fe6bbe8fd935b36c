// SPDX-License-Identifier: Apache-2.0
// token issue, for machines; and for operators: for whom a machine may have tokens, and the key that signs them.
#include "arguments.hpp"
#include "definitions.hpp"

namespace signet::cli {
namespace {

Record describe_token(const client::IdentityToken& issued) {
  return {text("token", issued.token), text("keyId", issued.key_id), time("expiresAt", issued.expires_at)};
}

Record describe_audiences(const std::vector<std::string>& audiences) { return {texts("audiences", audiences)}; }

Record describe_key(const client::IssuerKey& key) {
  return {text("keyId", key.key_id), text("algorithm", key.algorithm), text("publicKey", key.public_key),
          time("createdAt", key.created_at)};
}

}  // namespace

Action define_token_issue(CLI::App& command) {
  const auto audience = positional(command, "AUDIENCE", "Whom it is for, as an operator allowed it");
  const auto form = choice(command, "--form", {"compact", "json"}, "How it is written (compact)");
  const auto life = duration(command, "--life", "How long it is good, at most 15m, which is also the default");
  return [=](Session& session) -> Result<void> {
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    const auto issued = machine->identity_token(
        *audience, {.form = *form == "json" ? client::TokenForm::json : client::TokenForm::compact, .life = *life});
    if (!issued) return std::unexpected(issued.error());
    if (session.json() || session.prints_field()) return session.show(describe_token(*issued));
    session.console().out(issued->token + "\n");
    return {};
  };
}

Action define_machine_audiences(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  const auto set = options(command, "--set", "AUDIENCE", "These instead of those there were; may be said again");
  const auto none = flag(command, "--none", "None instead of those there were");
  return in_vault([=](Session& session, client::VaultAdmin& vault) -> Result<void> {
    if (*none && !set->empty()) return fail("--none and --set exclude each other");
    const auto audiences = *none || !set->empty() ? vault.set_audiences(*id, *set) : vault.audiences(*id);
    if (!audiences) return std::unexpected(audiences.error());
    return session.show(describe_audiences(*audiences));
  });
}

Action define_rotate_identity_key(CLI::App& command) {
  const auto distrust = flag(command, "--distrust-old", "The keys before are good for nothing from now on");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, client::VaultAdmin& vault) -> Result<void> {
    if (*distrust) {
      const auto sure = confirmation.ask(session, "Every identity token issued so far will be refused.");
      if (!sure) return sure;
    }
    const auto made = vault.rotate_identity_key(*distrust);
    if (!made) return std::unexpected(made.error());
    return session.show(describe_key(*made));
  });
}

}  // namespace signet::cli
