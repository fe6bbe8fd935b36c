// SPDX-License-Identifier: Apache-2.0
// From a sealed answer to what is in it: only what this machine's vault signed, for this request, and sealed to this
// machine.
#pragma once

#include "decode.hpp"
#include "sealing_keys.hpp"
#include "signet/client/identity.hpp"
#include "signet/client/secrets.hpp"

#include <memory>

namespace signet::client {

/// Immutable. Errors of what opens: those of the answer; server, if it is not what it has to be; local, if the vault's
/// key is not known.
class Sealing {
 public:
  Sealing(const Identity& identity, SealingKeys keys) : identity_(identity), keys_(std::move(keys)) {}
  /// Null if the machine has no key that could be sealed to. Error: local.
  [[nodiscard]] static Result<std::shared_ptr<const Sealing>> load(const Identity& identity);

  [[nodiscard]] Result<SecretValue> open_value(const Result<Answer>& answer, std::string_view secret_id) const;
  /// The answer that it would have been in clear.
  [[nodiscard]] Result<Answer> open_export(const Result<Answer>& answer) const;

 private:
  struct Opened;
  [[nodiscard]] Result<Opened> open(const Result<Answer>& answer, std::string_view secret_id) const;
  Identity identity_;
  SealingKeys keys_;
};

}  // namespace signet::client
