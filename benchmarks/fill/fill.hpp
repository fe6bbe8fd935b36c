// SPDX-License-Identifier: Apache-2.0
// Fills a vault through the store's own transactions, as its operators would have: projects of 100 secrets with real
// sealed values, and for each algorithm an owner, and a machine for every ten secrets that may read them and has done
// so once. A million secrets make a hundred thousand machines.
#pragma once

#include "domain/ids.hpp"
#include "keyring/keyring.hpp"
#include "signers.hpp"
#include "store/store.hpp"

#include <vector>

namespace signet::fill {

inline constexpr std::size_t kSecretsOfProject = 100;
inline constexpr std::size_t kSecretsOfMachine = 10;

struct Plan {
  std::size_t secrets = 1'000;  // a multiple of kSecretsOfProject
  std::size_t value_bytes = 100;
  std::vector<Algorithm> algorithms{Algorithm::ed25519};
};

/// The vault is there and empty. Ids and keys are random; rows come in the order of their ids, so that it is quick.
/// Throws std::runtime_error if something could not be committed.
[[nodiscard]] load::Signers fill(store::Committer& committer, const keyring::Keyring& keyring, const VaultId& vault,
                                 const Plan& plan);

}  // namespace signet::fill
