// SPDX-License-Identifier: Apache-2.0
// How a machine or an operator changes its own key: at its own request, signed by the key that it has. The new key was
// proved to be held before; here it is decided, in the commit, whether it may follow.
#pragma once

#include "signet/crypto/keyset.hpp"
#include "vault/signature_policies.hpp"

namespace signet::vault {

/// What is to follow: a key, or a keyset.
struct NextKey {
  Key key;                                 // epoch and time are given to it
  std::vector<crypto::Fingerprint> taken;  // its own, and those of its halves or members
};
[[nodiscard]] NextKey next_key(const crypto::PublicKey& key);
[[nodiscard]] NextKey next_key(const crypto::Keyset& keyset);

struct RotatedKey {
  Key key;                    // from now on
  Instant former_valid_until;  // of the key before; now, without an overlap
};

/// Conflict if `signed_by` is not the present key any more, if the new one is weaker, or if it, a half or a member of
/// it is or was anybody's. A key that was still overlapping is over.
[[nodiscard]] Result<RotatedKey> rotate_key(Work& work, const MachineId& id, const crypto::Fingerprint& signed_by,
                                            const NextKey& next);
/// The same, and what follow_operator_key() says; an operator's keys never overlap.
[[nodiscard]] Result<RotatedKey> rotate_key(Work& work, const OperatorId& id, const VerifiedSignature& signed_by,
                                            const NextKey& next);

/// That of an operator who cannot sign for it any more: to be done on the host alone. Conflict if the key is or was
/// anybody's, is of a lower level than the present one, or adopt_operator_key() says so.
[[nodiscard]] Result<RotatedKey> replace_key(Work& work, const OperatorId& id, const NextKey& next);

}  // namespace signet::vault
