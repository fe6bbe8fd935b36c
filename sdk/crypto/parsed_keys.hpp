// SPDX-License-Identifier: Apache-2.0
// What a key holds once it has been read. The parts that its algorithm does not have are empty.
#pragma once

#include "mldsa.hpp"
#include "signet/crypto/keys.hpp"

namespace signet::crypto {

struct PublicKey::Parsed {
  Algorithm algorithm;
  Bytes raw;
  Bytes ed25519;
  EvpPkey mldsa;
};

struct PrivateKey::Parsed {
  PublicKey public_key;
  SecretBytes ed25519;  // expanded
  SecretBytes mldsa_seed;
  EvpPkey mldsa;
};

}  // namespace signet::crypto
