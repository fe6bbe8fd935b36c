// SPDX-License-Identifier: Apache-2.0
// Secrets that operators seal to machines, so that the server cannot read them. Whose a machine's key is, is remembered
// beside the operator's identity: recipients.json.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/client/pins.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::HybridKey;
using client::VaultAdmin;

/// MACHINE, or MACHINE=FINGERPRINT of the request key that must have signed its hybrid key.
Result<HybridKey> find_recipient(Session& session, VaultAdmin& vault, const std::string& said) {
  const auto equals = said.find('=');
  const auto machine = said.substr(0, equals);
  auto key = vault.hybrid_key(machine);
  if (!key) return key;
  const bool named = equals != std::string::npos;
  if (named && said.substr(equals + 1) != key->signer_fingerprint)
    return fail(fmt::format("the hybrid key of {} is signed by {}, not by the key that you named", machine,
                            key->signer_fingerprint));
  const auto who = session.operator_identity();
  if (!who) return std::unexpected(who.error());
  const auto pinned = client::check_pin(who->private_key_path.parent_path() / "recipients.json", machine,
                                        {.fingerprint = key->signer_fingerprint, .number = key->epoch},
                                        named ? client::Unlike::trust_anew : client::Unlike::refuse);
  if (!pinned) return std::unexpected(pinned.error());
  session.hint(
      fmt::format("Sealed to {}, whose key {} signed epoch {}.", machine, key->signer_fingerprint, key->epoch));
  return key;
}

class SealingArguments {
 public:
  explicit SealingArguments(CLI::App& command)
      : machines_(
            options(command, "--to", "MACHINE",
                    "Who can open it; MACHINE=FINGERPRINT also says whose its request key must be. May be said again")),
        value_(command) {}

  template <class Seal>
  [[nodiscard]] Result<void> seal(Session& session, VaultAdmin& vault, const Seal& seal) const {
    if (machines_->empty()) return fail("--to is missing: who is to open it?");
    const auto given = value_.read(session);
    if (!given) return std::unexpected(given.error());
    const auto* value = std::get_if<SecretBytes>(&*given);
    if (value == nullptr) return fail("an end-to-end secret is a single value, without fields");
    std::vector<HybridKey> recipients;
    for (const auto& machine : *machines_) {
      auto recipient = find_recipient(session, vault, machine);
      if (!recipient) return std::unexpected(recipient.error());
      recipients.push_back(std::move(*recipient));
    }
    return session.show_result(seal(*value, recipients));
  }

 private:
  std::shared_ptr<std::vector<std::string>> machines_;
  ValueArguments value_;
};

}  // namespace

Action define_secret_create_end_to_end(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto name = positional(command, "NAME", "The secret's name");
  const SealingArguments arguments(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return arguments.seal(session, vault, [&](const SecretBytes& value, const auto& recipients) {
      return vault.create_end_to_end(*project, *name, value, recipients);
    });
  });
}

Action define_secret_put_end_to_end(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const SealingArguments arguments(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return arguments.seal(session, vault, [&](const SecretBytes& value, const auto& recipients) {
      return vault.put_end_to_end(*id, value, recipients);
    });
  });
}

}  // namespace signet::cli
