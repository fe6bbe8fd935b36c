// SPDX-License-Identifier: Apache-2.0
// How a machine or an operator changes its own key: at its own request, signed by the key that it has. The new key was
// proved to be held before; here it is decided, in the commit, whether it may follow.
#pragma once

#include "signet/crypto/keys.hpp"
#include "vault/work.hpp"

namespace signet::vault {

struct RotatedKey {
  Key key;                    // from now on
  Instant former_valid_until;  // of the key before; now, without an overlap
};

/// Conflict if `signed_by` is not the present key any more, if the new one is weaker, or if it or a half of it is or was
/// anybody's. A key that was still overlapping is over.
[[nodiscard]] Result<RotatedKey> rotate_key(Work& work, const MachineId& id, const crypto::Fingerprint& signed_by,
                                            const crypto::PublicKey& next);
/// The same; an operator's keys never overlap.
[[nodiscard]] Result<RotatedKey> rotate_key(Work& work, const OperatorId& id, const crypto::Fingerprint& signed_by,
                                            const crypto::PublicKey& next);

}  // namespace signet::vault
