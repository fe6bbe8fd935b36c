// SPDX-License-Identifier: Apache-2.0
// What a key holds once it has been read. The parts that its algorithm does not have are empty.
#pragma once

#include "post_quantum.hpp"
#include "signet/crypto/keys.hpp"

namespace signet::crypto {

struct PublicKey::Parsed {
  Algorithm algorithm;
  Bytes raw;
  Bytes ed25519;
  EvpPkey post_quantum;
};

struct PrivateKey::Parsed {
  PublicKey public_key;
  SecretBytes ed25519;            // expanded
  SecretBytes post_quantum_seed;  // empty too if the key came without one
  EvpPkey post_quantum;
};

}  // namespace signet::crypto
