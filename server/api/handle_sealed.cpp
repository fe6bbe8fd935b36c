// SPDX-License-Identifier: Apache-2.0
// Reads whose values leave sealed to the machine that asks: nothing between this process and that machine sees them.
#include "checkpoint_signer.hpp"
#include "handlers.hpp"
#include "input.hpp"
#include "read_answers.hpp"
#include "respond.hpp"
#include "sealing.hpp"
#include "vault/export.hpp"
#include "vault/read.hpp"
#include "vault/response_keys.hpp"

namespace signet::api {

Reply read_sealed_secret(const Call& call) {
  const auto recipient = find_recipient(call);
  if (!recipient) return recipient.error();
  auto attempt = read_attempt(call);
  attempt.sealed = true;
  const auto secret = vault::may_read(call.snapshot, attempt, call.now, call.journal);
  if (!secret) return secret.error();
  const auto answer = [&random = call.services.random, recipient = *recipient, id = secret->id.str()](
                          store::Snapshot& snapshot, const keyring::Keyring& keyring, const vault::Reading& reading) {
    return sealed_response(snapshot, keyring, recipient, {id, reading.version}, reading.value.expose(), random);
  };
  if (!vault::has_effects(call.snapshot, attempt, *secret))
    return answer(call.snapshot, call.services.keyring,
                  vault::open_secret(call.snapshot, call.services.keyring, *secret, call.journal));
  return Change([attempt = std::move(attempt), answer](vault::Work& work) -> vault::Result<Written> {
    const auto reading = vault::read_in_commit(work, attempt);
    if (!reading) return Written{respond(reading.error())};
    return Written{unless_lost(answer(work.read(), work.keyring, *reading), news_of(*reading))};
  });
}

Reply export_sealed(const Call& call) {
  auto attempt = export_attempt(call);
  if (!attempt) return attempt.error();
  attempt->sealed = true;
  const auto recipient = find_recipient(call);
  if (!recipient) return recipient.error();
  const auto answer = [&random = call.services.random, recipient = *recipient](
                          store::Snapshot& snapshot, const keyring::Keyring& keyring,
                          const std::vector<vault::Exported>& exported) {
    return sealed_response(snapshot, keyring, recipient, {}, to_secret_text(render_export(exported)).expose(), random);
  };
  const auto exported = vault::export_readable(call.snapshot, call.services.keyring, *attempt, call.now, call.journal);
  if (!exported) return exported.error();
  if (*exported) return answer(call.snapshot, call.services.keyring, **exported);
  return Change([attempt = std::move(*attempt), answer](vault::Work& work) -> vault::Result<Written> {
    const auto read = vault::export_in_commit(work, attempt);
    if (!read) return std::unexpected(read.error());
    return Written{unless_lost(answer(work.read(), work.keyring, *read), news_of(*read))};
  });
}

Reply show_vault_keys(const Call& call) {
  const auto& machine = call.machine().machine;
  Json checkpoint_keys = Json::array();
  if (const auto signer = checkpoint_signer(call.services, call.snapshot, machine.vault.str()))
    for (const auto& key : signer->keys()) checkpoint_keys.push_back(json_text(key.text()));
  const auto answer = [installation = call.services.installation_id, vault = machine.vault,
                       checkpoint_keys = std::move(checkpoint_keys)](const crypto::PublicKey& key) {
    return json_response(200, {{"installationId", json_text(installation)},
                               {"vaultId", json_text(vault.str())},
                               {"responseKey", render_response_key(key)},
                               {"checkpointKeys", checkpoint_keys}});
  };
  if (const auto key = vault::find_response_key(call.snapshot, machine.vault)) return answer(*key);
  return Change([answer, vault = machine.vault](vault::Work& work) -> vault::Result<Written> {
    return Written{answer(vault::need_response_key(work, vault))};
  });
}

}  // namespace signet::api
