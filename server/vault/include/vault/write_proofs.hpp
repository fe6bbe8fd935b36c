// SPDX-License-Identifier: Apache-2.0
// Who asked for a change, for somebody who does not trust this server: what was signed and its signature lie sealed
// beside the log, and its records hold a digest of both. A salt keeps the digest from telling anything once they are
// deleted.
#pragma once

#include "signet/crypto/digest.hpp"
#include "vault/work.hpp"

#include <array>
#include <string>

namespace signet::vault {

struct SignedWrite {
  std::string payload;  // as it was signed
  Bytes signature;
  std::array<std::uint8_t, 32> salt;
};

/// SHA-256(payload | signature | salt)
[[nodiscard]] crypto::Sha256 digest_of(const SignedWrite& write);

/// For the records from `first` to `last` of a log.
void keep_write_proof(Work& work, const std::string& log, std::int64_t first, std::int64_t last,
                      const SignedWrite& write);
/// Not found: the record has none, or it was deleted.
[[nodiscard]] Result<SignedWrite> open_write_proof(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                                   const std::string& log, std::int64_t record);
[[nodiscard]] Result<void> delete_write_proof(Work& work, const std::string& log, std::int64_t record);

}  // namespace signet::vault
