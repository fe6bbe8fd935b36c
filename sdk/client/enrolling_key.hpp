// SPDX-License-Identifier: Apache-2.0
// A key between being made and belonging to an identity: <base>/enrolling/<digest of the token>/private.pem. It is
// named by its token, so that enrolling again with the token finds it; the token itself is not written down.
#pragma once

#include "signet/client/environment.hpp"
#include "signet/client/identity.hpp"
#include "signet/crypto/keys.hpp"

#include <filesystem>

namespace signet::client {

class EnrollingKey {
 public:
  /// Finds or makes it. Error: local.
  [[nodiscard]] static Result<EnrollingKey> prepare(const std::filesystem::path& base, const SecretBytes& token,
                                                    Algorithm algorithm);

  [[nodiscard]] const crypto::PrivateKey& key() const { return key_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Deletes it.
  void forget() const;
  /// Writes the identity, whose private_key_path is set here, beside the key and moves both to <base>/vaults/<vaultId>
  /// in one step. What was there is renamed to <vaultId>.old-<digest>. Gives the new folder. Error: local; the key is
  /// then still here.
  [[nodiscard]] Result<std::filesystem::path> become(Identity& identity, const Environment& environment) const;

 private:
  EnrollingKey(std::filesystem::path base, std::filesystem::path folder, crypto::PrivateKey key)
      : base_(std::move(base)), folder_(std::move(folder)), key_(std::move(key)) {}

  std::filesystem::path base_;
  std::filesystem::path folder_;
  crypto::PrivateKey key_;
};

}  // namespace signet::client
