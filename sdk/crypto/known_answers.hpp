// SPDX-License-Identifier: Apache-2.0
// What other implementations make of the start-up test's seeds and message: schema/vectors/make_algorithms.mjs
// --answers.
#pragma once

#include "signet/schema/algorithm.hpp"
#include "slhdsa_sha2_signature.hpp"
#include "slhdsa_shake_signature.hpp"

namespace signet::crypto {

inline constexpr std::string_view kMessage = "signet/self-test/v1";

/// Hex of the hashes of the public key and of the deterministic signature.
struct MldsaAnswer {
  Algorithm algorithm;
  std::string_view key;
  std::string_view signature;
};
inline constexpr std::array kMldsaAnswers{
    MldsaAnswer{Algorithm::mldsa44, "098600b859a74a77370f560491923a2fed4464b245e8c7aff5255eb28bb3abf1",
                "056d3a65a4e09da59da547c237e9ed24bd49532eb3f4dd40a544d5e35b9b6a07"},
    MldsaAnswer{Algorithm::mldsa65, "408071bcaf4fe051b0b68f8e5b2a9dbbc15dabd9440757bf197a677bbca50b9b",
                "d9496edd53a25d3c96f3925bb64f1a8e4c110a17f584c2b3a6ec0d77f0cb36f7"},
    MldsaAnswer{Algorithm::mldsa87, "7fb4a11ecf3aea688ac97022a7cdb27cf0ac9c3ab1ab69df13cb53391d2af9e6",
                "00213799449442e40253c42550a86a45b6fdbad89d8f2131f3d90cff02f27438"},
};

/// The public key in hex, its signature in base64.
struct SlhdsaAnswer {
  Algorithm algorithm;
  std::string_view key;
  std::string_view signature;
};
inline constexpr std::array kSlhdsaAnswers{
    SlhdsaAnswer{Algorithm::slhdsa_sha2_128s, "202122232425262728292a2b2c2d2e2f990ce6298792b128846a8e4a3a68954c",
                 kSlhdsaSha2Signature},
    SlhdsaAnswer{Algorithm::slhdsa_shake_128s, "202122232425262728292a2b2c2d2e2f89fd81fdbb5b94129b14761bdc6bf682",
                 kSlhdsaShakeSignature},
};

/// The hash of the public key in hex, of the sets that make one quickly.
struct SlhdsaKey {
  Algorithm algorithm;
  std::string_view key;
};
inline constexpr std::array kSlhdsaKeys{
    SlhdsaKey{Algorithm::slhdsa_sha2_128f, "f577b74987c6313ffa546b8885ca8450c7f427c20f0d9b52d166264016b8beba"},
    SlhdsaKey{Algorithm::slhdsa_sha2_192f, "305951b67f8a79021a7f6ad01ac0e4ecc111f7c8aeb07579741431f1e6cbe9d9"},
    SlhdsaKey{Algorithm::slhdsa_sha2_256f, "6aea562ed5cc1b0883f84bb6e198b32f0a00e62fc96da86efc1b199b4ab09a22"},
    SlhdsaKey{Algorithm::slhdsa_shake_128f, "99197c0060fec43eaefd42ebb68848f66cf3b2db814670dee2ac5c37d4aade64"},
    SlhdsaKey{Algorithm::slhdsa_shake_192f, "9fe0ba0705788e84b64e4b9135e57653f10d86f151fefd650148a345b31dc5a9"},
    SlhdsaKey{Algorithm::slhdsa_shake_256f, "dd5905dec5af9c92a466e9bae1935ecdc05a4b714604999effae812b1ce3ae5e"},
};

}  // namespace signet::crypto
