// SPDX-License-Identifier: Apache-2.0
// What a sealing key holds once it has been read.
#pragma once

#include "kem.hpp"
#include "signet/crypto/sealing.hpp"

namespace signet::crypto {

struct SealingPublicKey::Parsed {
  Bytes raw;
  Bytes x25519;
  EvpPkey mlkem;
};

struct SealingPrivateKey::Parsed {
  SealingPublicKey public_key;
  SecretBytes seed;
  SecretBytes x25519;
  EvpPkey mlkem;
};

}  // namespace signet::crypto
