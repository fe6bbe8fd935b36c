// SPDX-License-Identifier: Apache-2.0
#include "support/vectors.hpp"

#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace signet::testing {
namespace {

namespace fs = std::filesystem;

nlohmann::json load(const fs::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return nlohmann::json::parse(file);
}

fs::path public_folder() {
  const char* chosen = std::getenv("SIGNET_VECTORS_DIR");
  return chosen != nullptr ? fs::path(chosen) : fs::path(SIGNET_SOURCE_DIR).parent_path() / "shared" / "vectors";
}

Bytes need(std::optional<Bytes> bytes) {
  if (!bytes) throw std::runtime_error("a vector with damaged bytes");
  return std::move(*bytes);
}

}  // namespace

nlohmann::json load_vectors(std::string_view file, std::string_view list) {
  return load(fs::path(SIGNET_SOURCE_DIR) / "schema" / "vectors" / file).at(list);
}

std::optional<nlohmann::json> find_public_vectors(std::string_view file) {
  const fs::path path = public_folder() / file;
  if (!fs::exists(path)) return std::nullopt;
  return load(path);
}

Bytes hex_bytes(const nlohmann::json& text) {
  auto lower = text.get<std::string>();
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  return need(from_hex(lower));
}

Bytes base64_bytes(const nlohmann::json& text) { return need(from_base64(text.get<std::string>())); }

}  // namespace signet::testing
