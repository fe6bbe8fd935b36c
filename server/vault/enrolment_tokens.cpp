// SPDX-License-Identifier: Apache-2.0
#include "vault/enrolment_tokens.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>

namespace signet::vault {
namespace {

constexpr std::size_t kTokenBytes = 32;

Result<void> check_handout(Work& work, const VaultId& vault, const Handout& handout) {
  for (const auto& id : handout.projects)
    if (const auto project = find_project(work.read(), vault, id); !project) return std::unexpected(project.error());
  for (const auto& id : handout.secrets) {
    const auto secret = find_secret(work.read(), vault, id);
    if (!secret) return std::unexpected(secret.error());
    if (std::ranges::find(handout.projects, secret->project) == handout.projects.end())
      return std::unexpected(Error{ErrorCode::invalid, "Every secret must lie in one of projectIds", "secretIds"});
  }
  return {};
}

/// For the log: who can come in with it, and what they get.
std::string describe(const EnrolmentToken& token, const Handout& handout) {
  if (token.kind == MachineKind::standard) return token.id.str();
  auto text = token.id.str() + " " + std::string(token_kind_name(token.kind));
  if (token.name) text += " " + *token.name;
  text += ": uses " + std::to_string(token.uses);
  for (const auto& network : token.networks) text += ", from " + network;
  if (token.hostname_pattern) text += ", hostname " + *token.hostname_pattern;
  for (const auto& project : handout.projects) text += ", " + project.str();
  for (const auto& secret : handout.secrets) text += ", " + secret.str();
  return text;
}

}  // namespace

Result<MadeToken> create_token(Work& work, const VaultId& vault, const TokenRequest& request) {
  if (auto good = check_handout(work, vault, request.handout); !good) return std::unexpected(good.error());
  SecretBytes bytes(kTokenBytes);
  work.random.fill(bytes.expose_mutable());
  auto text = secret_to_hex(bytes.expose());
  const auto hash = crypto::sha256(text.expose());
  EnrolmentToken token{.id = TokenId::make(work.random),
                       .vault = vault,
                       .kind = request.kind,
                       .hash = Bytes(hash.begin(), hash.end()),
                       .created_by = work.journal.base.actor_id,
                       .created_at = work.now,
                       .expires_at = work.now + request.life,
                       .uses = request.uses,
                       .uses_left = request.uses,
                       .name = request.name,
                       .description = request.description,
                       .machine_life = request.machine_life,
                       .networks = request.networks,
                       .hostname_pattern = request.hostname_pattern,
                       .name_template = request.name_template};
  work.transaction.insert_token(token, request.handout);
  const auto action =
      token.kind == MachineKind::temporary ? Action::temp_machine_create : Action::enrolment_token_create;
  work.journal.add(action, describe(token, request.handout));
  return MadeToken{std::move(token), std::move(text)};
}

Result<EnrolmentToken> find_token(store::Snapshot& snapshot, const VaultId& vault, const TokenId& id) {
  auto token = snapshot.find_token(id);
  if (!token || token->vault != vault) return not_found("enrolment token");
  return std::move(*token);
}

Result<void> revoke_token(Work& work, const VaultId& vault, const TokenId& id) {
  const auto token = find_token(work.read(), vault, id);
  if (!token) return std::unexpected(token.error());
  if (token->revoked) return refuse(ErrorCode::conflict, "The enrolment token is revoked already");
  work.transaction.revoke_token(id);
  work.journal.add(Action::enrolment_token_revoke, id.str());
  return {};
}

}  // namespace signet::vault
