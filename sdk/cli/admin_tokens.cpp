// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::VaultAdmin;

Result<void> show_new_token(Session& session, const client::NewEnrolmentToken& token) {
  const Record record{text("tokenId", token.token_id), text("token", token.token.expose_text()),
                      time("expiresAt", token.expires_at)};
  const auto shown = session.show(record);
  session.hint("The token is not shown again. On the machine:\n  signet enroll --url ... --token -");
  return shown;
}

}  // namespace

Action define_token_list(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.tokens(page); });
  });
}

Action define_token_create(CLI::App&) {
  return in_vault([](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto token = vault.create_token();
    if (!token) return std::unexpected(token.error());
    return show_new_token(session, *token);
  });
}

Action define_token_revoke(CLI::App& command) {
  const auto id = positional(command, "TOKEN-ID", "The token's id, not the token");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.done_result(vault.revoke_token(*id), "revoked"); });
}

}  // namespace signet::cli
