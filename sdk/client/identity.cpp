// SPDX-License-Identifier: Apache-2.0
#include "signet/client/identity.hpp"

#include "fail.hpp"
#include "places.hpp"
#include "signet/client/api_url.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kFile = "identity.json";
constexpr std::string_view kOurFile = "signet.json";
constexpr std::string_view kAdvice = "enroll this machine with: signet enroll --url https://... --token-file FILE";

Result<Identity> read_identity(const fs::path& path) {
  const auto json = load_json_file(path);
  if (!json) return std::unexpected(json.error());
  Identity identity{.folder = path.parent_path()};
  std::string key_path;
  const std::pair<std::string_view, std::string*> members[] = {{"machineId", &identity.machine_id},
                                                               {"machineName", &identity.machine_name},
                                                               {"vaultId", &identity.vault_id},
                                                               {"apiUrl", &identity.api_url},
                                                               {"privateKeyPath", &key_path}};
  for (const auto& [name, place] : members) {
    auto text = text_member(*json, name, path);
    if (!text) return std::unexpected(text.error());
    *place = std::move(*text);
  }
  identity.private_key_path = path.parent_path() / key_path;  // an absolute one stays as it is

  const fs::path ours = path.parent_path() / kOurFile;
  if (!fs::exists(ours)) return identity;
  const auto more = load_json_file(ours);
  if (!more) return std::unexpected(more.error());
  const auto algorithm = text_member(*more, "algorithm", ours);
  if (!algorithm) return std::unexpected(algorithm.error());
  identity.algorithm = parse_algorithm(*algorithm);
  if (!identity.algorithm || why_not_for_requests(*identity.algorithm)) {
    return fail(ErrorKind::local,
                fmt::format("{} names an algorithm that signs no requests here: {}", ours.string(), *algorithm));
  }
  if (const auto* pinned = find_text(*more, "responseKey")) {
    identity.response_key = from_base64(*pinned);
    if (!identity.response_key)
      return fail(ErrorKind::local, fmt::format("{}: \"responseKey\" is no key", ours.string()));
  }
  return identity;
}

/// Every base that may have identities, ours first.
std::vector<fs::path> vault_folders(const Environment& environment) {
  std::vector<fs::path> folders;
  if (const auto ours = base_folder(environment)) folders.push_back(*ours / "vaults");
  if (const auto theirs = sikkerkey_folder(environment)) folders.push_back(*theirs / "vaults");
  return folders;
}

Result<Identity> identity_of_vault(std::string_view which, const Environment& environment) {
  const std::string vault = which.starts_with("vault_") ? std::string(which) : "vault_" + std::string(which);
  if (!is_path_parameter(vault)) {
    return fail(ErrorKind::local, fmt::format("\"{}\" is neither a path nor a vault's id", which));
  }
  const auto folders = vault_folders(environment);
  for (const auto& folder : folders) {
    if (fs::exists(folder / vault / kFile)) return read_identity(folder / vault / kFile);
  }
  std::vector<std::string> places;
  for (const auto& folder : folders) places.push_back(folder.string());
  return fail(ErrorKind::local, fmt::format("no identity for {} in {}; {}", vault, fmt::join(places, " or "), kAdvice));
}

Result<Identity> identity_named(std::string_view which, const Environment& environment) {
  if (is_path(which)) return read_identity(file_at(fs::absolute(which), kFile));
  return identity_of_vault(which, environment);
}

}  // namespace

Result<Identity> load_identity(std::string_view which, const Environment& environment) {
  if (!which.empty()) return identity_named(which, environment);
  for (const char* variable : {"SIGNET_IDENTITY", "SIKKERKEY_IDENTITY"}) {
    if (const auto named = environment(variable)) return identity_named(*named, environment);
  }
  for (const auto& folder : vault_folders(environment)) {
    const auto vaults = folders_with(folder, kFile);
    if (vaults.size() == 1) return read_identity(folder / vaults.front() / kFile);
    if (vaults.size() > 1) {
      return fail(ErrorKind::local, fmt::format("{} has several identities: {}; say which one, or set SIGNET_IDENTITY",
                                                folder.string(), fmt::join(vaults, ", ")));
    }
  }
  return fail(ErrorKind::local, fmt::format("this machine has no identity; {}", kAdvice));
}

Result<void> write_identity(const Identity& identity, const fs::path& folder, const Environment& environment) {
  if (const auto url = parse_api_url(identity.api_url); !url) return std::unexpected(url.error());
  if (identity.algorithm && *identity.algorithm != Algorithm::ed25519 && is_sikkerkey_place(folder, environment)) {
    return fail(ErrorKind::local,
                fmt::format("an identity with {} does not belong in {}, where only Ed25519 is understood: use another "
                            "folder, or Ed25519",
                            info(*identity.algorithm).name, folder.string()));
  }
  const Json json{{"machineId", json_text(identity.machine_id)},
                  {"machineName", json_text(identity.machine_name)},
                  {"vaultId", json_text(identity.vault_id)},
                  {"apiUrl", json_text(identity.api_url)},
                  {"privateKeyPath", json_text(fs::absolute(identity.private_key_path).string())}};
  const auto written = write_private_file(folder / kFile, as_bytes(to_public_text(json) + "\n"), IfThere::replace);
  if (!written || !identity.algorithm) return written;
  Json ours{{"algorithm", json_text(info(*identity.algorithm).name)}};
  if (identity.response_key) ours["responseKey"] = json_text(to_base64(*identity.response_key));
  return write_private_file(folder / kOurFile, as_bytes(to_public_text(ours) + "\n"), IfThere::replace);
}

}  // namespace signet::client
