// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "input.hpp"
#include "respond.hpp"
#include "sealing.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/name.hpp"
#include "vault/enrolment.hpp"
#include "vault/response_keys.hpp"

namespace signet::api {
namespace {

/// Clients in the field say `localhost.localdomain` and worse: what is no hostname is not repaired, only not kept.
std::string hostname_or_unknown(const std::string& text) { return is_hostname(text) ? text : "unknown"; }

/// What clients of the two routes expect, whose parsers may refuse more.
Json registered(const Machine& machine, const std::string& public_url) {
  Json body{{"machineId", json_text(machine.id.str())},
            {"machineName", json_text(machine.name)},
            {"vaultId", json_text(machine.vault.str())}};
  if (!public_url.empty()) body["apiUrl"] = json_text(public_url);
  return body;
}

/// Refused in the commit, where refusals of tokens are counted and recorded.
Change refuse_later(vault::TokenVerdict verdict) {
  return [verdict = std::move(verdict)](vault::Work& work) -> vault::Result<Written> {
    return std::unexpected(vault::refuse_token(verdict, work.journal));
  };
}

/// `vault`: the path names it, and the answer says when the machine expires.
Reply enrol(const Call& call, const std::optional<VaultId>& vault) {
  Input input(call.body, Input::Unknown::ignored);
  vault::PresentedToken token{.text = input.secret("token"),
                              .hostname = hostname_or_unknown(input.text("hostname")),
                              .source = call.request.head.address,
                              .vault = vault};
  const auto name = input.optional_text("name");
  const auto proof = input.base64("proof");
  const bool wants_key = input.optional_flag("responseKey").value_or(false);
  if (name && !is_display_name(*name)) input.fail("name", "Must be " + std::string(kDisplayNameRule));
  auto key = input.public_key(Algorithm::ed25519);
  if (auto error = input.error()) return *error;

  // The token is cheap to check, a proof is not.
  if (auto verdict = vault::check_token(call.snapshot, token, key->fingerprint(), call.now); !verdict.refused.empty())
    return refuse_later(std::move(verdict));
  if (!proof && key->algorithm() != Algorithm::ed25519)
    return Error{ErrorCode::invalid, "Is missing: only Ed25519 keys enrol without one", "proof"};
  if (proof && !crypto::verify_proof(crypto::ProofPurpose::enrol, token.text.expose_text(), *key, *proof))
    return Error{ErrorCode::invalid, "Is not this key's signature over this enrolment", "proof"};

  auto asked_name = name.value_or(token.hostname);
  vault::Registration registration{std::move(token), std::move(*key), proof.has_value(), std::move(asked_name)};
  return Change([&url = call.services.public_url, wants_key,
                 registration = std::move(registration)](vault::Work& work) -> vault::Result<Written> {
    const auto machine = vault::register_machine(work, registration);
    if (!machine) return std::unexpected(machine.error());
    auto body = registered(*machine, url);
    if (registration.token.vault) body["expiresAt"] = to_millis(*machine->expires_at);
    // Only for who asks: some public clients refuse an answer with anything more in it.
    if (wants_key) body["responseKey"] = render_response_key(vault::need_response_key(work, machine->vault));
    return Written{json_response(200, body)};
  });
}

}  // namespace

Reply register_machine(const Call& call) { return enrol(call, std::nullopt); }

Reply register_in_vault(const Call& call) {
  // What is no vault's id is the id of no vault.
  static const auto nobodys = VaultId::parse("vault_0000000000000000");
  const auto vault = VaultId::parse(call.path.values[0]);
  return enrol(call, vault ? vault : nobodys);
}

}  // namespace signet::api
