// SPDX-License-Identifier: Apache-2.0
// What an identity signs with: one private key, or those of a keyset, which sign together. In a file a keyset is
//   -----BEGIN SIGNET KEYSET-----
//   the keyset in base64, one line
//   -----END SIGNET KEYSET-----
// and behind it each private key as it is in a file of its own, in the order of the keyset.
#pragma once

#include "signet/client/error.hpp"
#include "signet/crypto/bundle.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace signet::client {

/// Never empty; move-only. sign() may be called from several threads.
class SigningKeys {
 public:
  SigningKeys(crypto::PrivateKey key);
  /// One key of `algorithms`, or a keyset of which two must sign. Error: local, if these make no keyset.
  [[nodiscard]] static Result<SigningKeys> generate(std::span<const Algorithm> algorithms);
  /// Error: local.
  [[nodiscard]] static Result<SigningKeys> from_pem(std::string_view text);
  [[nodiscard]] SecretBytes to_pem() const;

  /// The signature, or the bundle of all.
  [[nodiscard]] Bytes sign(ByteView payload) const;
  [[nodiscard]] const crypto::PrivateKey& first() const { return keys_.front(); }
  [[nodiscard]] const std::optional<crypto::Keyset>& keyset() const { return keyset_; }
  [[nodiscard]] crypto::Fingerprint fingerprint() const;
  /// As the server shows it.
  [[nodiscard]] std::string algorithm_name() const;

 private:
  SigningKeys(crypto::Keyset keyset, std::vector<crypto::PrivateKey> keys);
  std::optional<crypto::Keyset> keyset_;
  std::vector<crypto::PrivateKey> keys_;
};

/// From a file that is its owner's alone. Error: local.
[[nodiscard]] Result<SigningKeys> load_signing_keys(const std::filesystem::path& path);

}  // namespace signet::client
