// SPDX-License-Identifier: Apache-2.0
// Keys as the user names them.
#pragma once

#include "failure.hpp"
#include "record.hpp"
#include "signet/crypto/keys.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace signet::cli {

/// Of a file with a public key, or with a private one (which must then be its owner's alone).
[[nodiscard]] Result<crypto::PublicKey> load_public_key(const std::string& path);
/// --algorithm and --allow-open of a command that takes keys in any form.
class KeyInput {
 public:
  explicit KeyInput(CLI::App& command);
  /// A private key in any form that the library reads, from a file that is its owner's alone unless --allow-open.
  [[nodiscard]] Result<crypto::PrivateKey> load_private(const std::string& path) const;
  [[nodiscard]] Result<crypto::PublicKey> load_public(const std::string& path) const;

 private:
  [[nodiscard]] std::optional<Algorithm> algorithm() const;
  std::shared_ptr<std::string> algorithm_;
  std::shared_ptr<bool> allow_open_;
};

/// Not over another file. Error: local.
[[nodiscard]] Result<void> write_public_file(const std::string& path, std::string_view content);

/// algorithm, fingerprint, publicKey.
[[nodiscard]] Record describe_key(const crypto::PublicKey& key);

}  // namespace signet::cli
