// SPDX-License-Identifier: Apache-2.0
// Who signs the requests of a run. The program that fills a database writes them down, the generator reads them: keys
// of a database that is thrown away.
#pragma once

#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace signet::load {

struct Signer {
  std::string id;
  Algorithm algorithm{};
  Bytes seed;                        // what crypto::PrivateKey::from_seed takes
  std::vector<std::string> secrets;  // a machine may read them; an operator has none
};

struct Signers {
  std::string vault;
  std::vector<Signer> operators;  // owners of the vault
  std::vector<Signer> machines;   // those with neighbouring numbers are in one project and cannot read each other's
};

/// A line each: `vault ID`, `operator ID ALGORITHM SEED -`, `machine ID ALGORITHM SEED SECRET,SECRET,...`; seeds in
/// hex.
void write_signers(const std::filesystem::path& file, const Signers& signers);
/// Only those of one algorithm. Throws std::runtime_error, naming the line.
[[nodiscard]] Signers read_signers(const std::filesystem::path& file, Algorithm wanted);

}  // namespace signet::load
