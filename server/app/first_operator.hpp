// SPDX-License-Identifier: Apache-2.0
// Who rules a new installation: a key of which init saw a proof, or one that it makes.
#pragma once

#include "app/init.hpp"
#include "made.hpp"
#include "signet/crypto/keys.hpp"

#include <string_view>

namespace signet::app {

struct FirstOperator {
  OperatorId id;
  std::string name;
  crypto::PublicKey key;
  std::optional<crypto::PrivateKey> private_key;  // absent: it never was on this machine
};

struct ProvenKey {
  OperatorId id;
  crypto::PublicKey key;
};

/// Its file, its id and its proof, all of them good. `id_flag` is where the id was said.
[[nodiscard]] Result<ProvenKey> check_given(const GivenKey& given, std::string_view id_flag);

[[nodiscard]] Result<FirstOperator> first_operator(const InitRequest& request, crypto::Random& random);

/// private.pem and operator.json, which is how the command line client finds its way.
[[nodiscard]] Result<void> write_operator(Made& made, const std::filesystem::path& folder, const FirstOperator& who,
                                          const NewInstallation& installation);

}  // namespace signet::app
