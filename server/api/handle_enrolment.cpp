// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "input.hpp"
#include "respond.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/name.hpp"
#include "vault/enrolment.hpp"

namespace signet::api {
namespace {

/// Clients in the field say `localhost.localdomain` and worse: what is no hostname is not repaired, only not kept.
std::string hostname_or_unknown(const std::string& text) { return is_hostname(text) ? text : "unknown"; }

Response registered(const Machine& machine, const std::string& public_url) {
  Json body{{"machineId", json_text(machine.id.str())},
            {"machineName", json_text(machine.name)},
            {"vaultId", json_text(machine.vault.str())}};
  if (!public_url.empty()) body["apiUrl"] = json_text(public_url);
  return json_response(200, body);
}

/// Refused in the commit, where refusals of tokens are counted and recorded.
Change refuse_later(Error error) {
  return [error = std::move(error)](vault::Work&) -> vault::Result<Written> { return std::unexpected(error); };
}

}  // namespace

Reply register_machine(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  const auto token = input.text("token");
  const auto hostname = hostname_or_unknown(input.text("hostname"));
  const auto name = input.optional_text("name");
  const auto proof = input.base64("proof");
  if (name && !is_display_name(*name)) input.fail("name", "Must be " + std::string(kDisplayNameRule));
  auto key = input.public_key(Algorithm::ed25519);
  if (auto error = input.error()) return *error;

  // The token is cheap to check, a proof is not.
  if (const auto known = vault::check_token(call.snapshot, token, key->fingerprint(), call.now); !known)
    return refuse_later(known.error());
  if (!proof && key->algorithm() != Algorithm::ed25519)
    return Error{ErrorCode::invalid, "Is missing: only Ed25519 keys enrol without one", "proof"};
  if (proof && !crypto::verify_proof(crypto::ProofPurpose::enrol, token, *key, *proof))
    return Error{ErrorCode::invalid, "Is not this key's signature over this enrolment", "proof"};

  vault::Registration registration{token, std::move(*key), proof.has_value(), name.value_or(hostname), hostname};
  return Change([&url = call.services.public_url, registration](vault::Work& work) -> vault::Result<Written> {
    const auto machine = vault::register_machine(work, registration);
    if (!machine) return std::unexpected(machine.error());
    return Written{registered(*machine, url)};
  });
}

}  // namespace signet::api
