// SPDX-License-Identifier: Apache-2.0
#include "sealing_keys.hpp"

#include "fail.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kFile = "sealing.json";
constexpr std::size_t kKept = 3;

std::unexpected<Error> damaged(const fs::path& file) {
  return fail(ErrorKind::local, fmt::format("{} does not hold sealing keys: restore it, or delete it and publish a new "
                                            "key with: signet hybrid-key publish",
                                            file.string()));
}

}  // namespace

Result<SealingKeys> load_sealing_keys(const fs::path& folder) {
  const auto file = folder / kFile;
  SealingKeys keys;
  if (folder.empty() || !fs::exists(file)) return keys;
  const auto text = read_private_file(file);
  if (!text) return std::unexpected(text.error());
  const auto json = parse_json_object(text->expose());
  const Json* all = json ? find_member(*json, "keys") : nullptr;
  if (all == nullptr || !all->is_array() || all->empty()) return damaged(file);
  for (const auto& pem : *all) {
    if (!pem.is_string()) return damaged(file);
    auto key = crypto::SealingPrivateKey::from_pem(text_of(pem));
    if (!key) return damaged(file);
    keys.push_back(std::move(*key));
  }
  return keys;
}

Result<crypto::SealingPublicKey> add_sealing_key(const fs::path& folder, crypto::Random& random) {
  if (folder.empty()) return fail(ErrorKind::local, "an identity that is not on disk has no place for a sealing key");
  const auto known = load_sealing_keys(folder);
  if (!known) return std::unexpected(known.error());
  const auto made = crypto::SealingPrivateKey::generate(random);
  Json keys = Json::array();
  keys.push_back(json_text(made.to_pem().expose_text()));
  for (const auto& key : *known)
    if (keys.size() < kKept) keys.push_back(json_text(key.to_pem().expose_text()));
  const auto written =
      write_private_file(folder / kFile, to_secret_text({{"keys", std::move(keys)}}).expose(), IfThere::replace);
  if (!written) return std::unexpected(written.error());
  return made.public_key();
}

}  // namespace signet::client
