// SPDX-License-Identifier: Apache-2.0
#include "key_files.hpp"

#include "signet/client/private_file.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxFile = 64 * 1'024;

bool begins_private(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::getline(file, line);
  return line.find("PRIVATE KEY") != std::string::npos;
}

}  // namespace

Result<crypto::PublicKey> load_public_key(const std::string& path) {
  if (begins_private(path)) {
    const auto key = client::load_private_key(path);
    if (!key) return std::unexpected(key.error());
    return key->public_key();
  }
  std::ifstream file(path, std::ios::binary);
  std::string pem(kMaxFile + 1, '\0');
  file.read(pem.data(), static_cast<std::streamsize>(pem.size()));
  if (!file.is_open() || file.bad()) return fail(fmt::format("cannot read {}", path));
  pem.resize(static_cast<std::size_t>(file.gcount()));
  if (pem.size() > kMaxFile) return fail(fmt::format("{} is too long for a key", path));
  auto key = crypto::PublicKey::from_pem(pem);
  if (!key) return fail(fmt::format("{}: {}", path, key.error().message));
  return std::move(*key);
}

Record describe_key(const crypto::PublicKey& key) {
  return {text("algorithm", info(key.algorithm()).name), text("fingerprint", to_hex(key.fingerprint())),
          text("publicKey", to_base64(key.raw()))};
}

}  // namespace signet::cli
