// SPDX-License-Identifier: Apache-2.0
// Who rules a new installation: a key of which init saw a proof, or one that it makes.
#pragma once

#include "app/init.hpp"
#include "made.hpp"
#include "signet/crypto/keys.hpp"

namespace signet::app {

struct FirstOperator {
  OperatorId id;
  std::string name;
  crypto::PublicKey key;
  std::optional<crypto::PrivateKey> private_key;  // absent: it never was on this machine
};

[[nodiscard]] Result<FirstOperator> first_operator(const InitRequest& request, crypto::Random& random);

/// private.pem and operator.json, which is how the command line client finds its way.
[[nodiscard]] Result<void> write_operator(Made& made, const std::filesystem::path& folder, const FirstOperator& who,
                                          const NewInstallation& installation);

}  // namespace signet::app
