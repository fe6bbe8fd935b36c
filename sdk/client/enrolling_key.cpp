// SPDX-License-Identifier: Apache-2.0
#include "enrolling_key.hpp"

#include "fail.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kFile = "private.pem";
constexpr std::size_t kDigits = 16;

}  // namespace

Result<EnrollingKey> EnrollingKey::prepare(const fs::path& base, const SecretBytes& token, Algorithm algorithm) {
  const fs::path absolute = fs::absolute(base);
  const fs::path folder = absolute / "enrolling" / crypto::sha256_hex(token.expose()).substr(0, kDigits);
  if (fs::exists(folder / kFile)) {
    auto key = load_private_key(folder / kFile);
    if (!key) return std::unexpected(key.error());
    if (key->algorithm() != algorithm) {
      return fail(ErrorKind::local, fmt::format("{} has a key for {} from an earlier try with this token: use that "
                                                "algorithm, or delete the folder",
                                                folder.string(), info(key->algorithm()).name));
    }
    return EnrollingKey(absolute, folder, std::move(*key));
  }
  auto key = crypto::PrivateKey::generate(algorithm);
  const auto pem = key.to_pem();
  if (const auto written = write_private_file(folder / kFile, pem.expose(), IfThere::refuse); !written) {
    return std::unexpected(written.error());
  }
  return EnrollingKey(absolute, folder, std::move(key));
}

void EnrollingKey::forget() const {
  std::error_code ignored;  // a key that no server knows does no harm
  fs::remove_all(folder_, ignored);
}

Result<fs::path> EnrollingKey::become(Identity& identity, const Environment& environment) const {
  // The server's text becomes a folder's name.
  if (!is_path_parameter(identity.vault_id) || !identity.vault_id.starts_with("vault_") ||
      identity.vault_id.find('.') != std::string::npos) {
    return fail(ErrorKind::server,
                fmt::format("\"{}\" is not a vault's id; is this a Signet server?", identity.vault_id));
  }
  const fs::path vaults = base_ / "vaults";
  const fs::path place = vaults / identity.vault_id;
  identity.private_key_path = place / kFile;
  if (const auto written = write_identity(identity, folder_, environment); !written) {
    return std::unexpected(written.error());
  }
  std::error_code error;
  fs::create_directory(vaults, error);
  if (!error) fs::permissions(vaults, fs::perms::owner_all, error);
  if (!error && fs::exists(place)) {
    fs::path old = place;
    old += ".old-" + identity.machine_id.substr(0, kDigits) + "-" + folder_.filename().string();
    fs::rename(place, old, error);
  }
  if (!error) fs::rename(folder_, place, error);
  if (error) {
    return fail(ErrorKind::local,
                fmt::format("the machine is enrolled, but its identity cannot be moved from {} to {}: "
                            "{}; move the folder yourself",
                            folder_.string(), place.string(), error.message()));
  }
  fs::remove(base_ / "enrolling", error);  // if it is empty
  identity.folder = place;
  return place;
}

}  // namespace signet::client
