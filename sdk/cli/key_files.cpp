// SPDX-License-Identifier: Apache-2.0
#include "key_files.hpp"

#include "arguments.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/interchange.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <filesystem>
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

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content(kMaxFile + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.is_open() || file.bad()) return fail(fmt::format("cannot read {}", path));
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > kMaxFile) return fail(fmt::format("{} is too long for a key", path));
  return content;
}

}  // namespace

Result<crypto::PublicKey> load_public_key(const std::string& path) {
  if (begins_private(path)) {
    const auto key = client::load_private_key(path);
    if (!key) return std::unexpected(key.error());
    return key->public_key();
  }
  const auto pem = read_file(path);
  if (!pem) return std::unexpected(pem.error());
  auto key = crypto::PublicKey::from_pem(*pem);
  if (!key) return fail(fmt::format("{}: {}", path, key.error().message));
  return std::move(*key);
}

KeyInput::KeyInput(CLI::App& command)
    : allow_open_(flag(command, "--allow-open", "Take a private key file that others may read as well")) {
  std::vector<std::string> names;
  for (const auto& known : kSigningAlgorithms) names.emplace_back(known.name);
  algorithm_ = choice(command, "--algorithm", names, "Of bare bytes, where their number does not say");
}

std::optional<Algorithm> KeyInput::algorithm() const {
  return algorithm_->empty() ? std::nullopt : parse_algorithm(*algorithm_);
}

Result<crypto::PrivateKey> KeyInput::load_private(const std::string& path) const {
  const auto open = *allow_open_ ? client::OpenToOthers::accept : client::OpenToOthers::refuse;
  const auto bytes = client::read_private_file(path, client::kMaxKeyFile, open);
  if (!bytes) return std::unexpected(bytes.error());
  auto key = crypto::import_private_key(bytes->expose(), algorithm());
  if (!key) return fail(fmt::format("{}: {}", path, key.error().message));
  return std::move(*key);
}

Result<crypto::PublicKey> KeyInput::load_public(const std::string& path) const {
  if (begins_private(path)) {
    const auto key = load_private(path);
    if (!key) return std::unexpected(key.error());
    return key->public_key();
  }
  const auto bytes = read_file(path);
  if (!bytes) return std::unexpected(bytes.error());
  auto key = crypto::import_public_key(as_bytes(*bytes), algorithm());
  if (!key) return fail(fmt::format("{}: {}", path, key.error().message));
  return std::move(*key);
}

Result<void> write_public_file(const std::string& path, std::string_view content) {
  if (std::filesystem::exists(path)) return fail(fmt::format("{} is there already and is not overwritten", path));
  std::ofstream file(path, std::ios::binary);
  file << content << std::flush;
  if (!file) return fail(fmt::format("cannot write {}", path));
  return {};
}

Record describe_key(const crypto::PublicKey& key) {
  return {text("algorithm", info(key.algorithm()).name), text("fingerprint", to_hex(key.fingerprint())),
          text("publicKey", to_base64(key.raw()))};
}

}  // namespace signet::cli
