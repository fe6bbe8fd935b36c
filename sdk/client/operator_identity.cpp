// SPDX-License-Identifier: Apache-2.0
#include "signet/client/operator_identity.hpp"

#include "fail.hpp"
#include "places.hpp"
#include "signet/client/api_url.hpp"
#include "signet/client/identity.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/canonical_request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kFile = "operator.json";
constexpr std::string_view kAdvice =
    "make one with signet key prove --operator, have it added, then run signet admin setup; or say where it is with "
    "--operator or SIGNET_OPERATOR";

Result<OperatorIdentity> read_operator(const fs::path& path) {
  const auto json = load_json_file(path);
  if (!json) return std::unexpected(json.error());
  OperatorIdentity identity;
  std::string key_path;
  const std::pair<std::string_view, std::string*> members[] = {{"operatorId", &identity.operator_id},
                                                               {"operatorName", &identity.operator_name},
                                                               {"installationId", &identity.installation_id},
                                                               {"vaultId", &identity.vault_id},
                                                               {"apiUrl", &identity.api_url},
                                                               {"privateKeyPath", &key_path}};
  for (const auto& [name, place] : members) {
    if (name == "vaultId" && find_member(*json, name) == nullptr) continue;
    auto text = text_member(*json, name, path);
    if (!text) return std::unexpected(text.error());
    *place = std::move(*text);
  }
  identity.private_key_path = path.parent_path() / key_path;  // an absolute one stays as it is
  return identity;
}

Result<OperatorIdentity> operator_named(std::string_view which, const Environment& environment) {
  if (is_path(which)) return read_operator(file_at(fs::absolute(which), kFile));
  const auto folder = operator_folder(which, environment);
  if (!folder) return std::unexpected(folder.error());
  if (!fs::exists(*folder / kFile)) {
    return fail(ErrorKind::local,
                fmt::format("no operator \"{}\": there is no {}; {}", which, (*folder / kFile).string(), kAdvice));
  }
  return read_operator(*folder / kFile);
}

}  // namespace

Result<fs::path> operator_folder(std::string_view name, const Environment& environment) {
  if (!is_path_parameter(name) || name.find('.') != std::string_view::npos) {
    return fail(ErrorKind::local, fmt::format("\"{}\" is not a name for an operator: use A-Z a-z 0-9 _ -", name));
  }
  const auto base = base_folder(environment);
  if (!base) return std::unexpected(base.error());
  return *base / "operators" / name;
}

Result<OperatorIdentity> load_operator_identity(std::string_view which, const Environment& environment) {
  if (!which.empty()) return operator_named(which, environment);
  if (const auto named = environment("SIGNET_OPERATOR")) return operator_named(*named, environment);
  const auto base = base_folder(environment);
  if (!base) return std::unexpected(base.error());
  const fs::path folder = *base / "operators";
  const auto names = folders_with(folder, kFile);
  if (std::ranges::find(names, "default") != names.end()) return read_operator(folder / "default" / kFile);
  if (names.size() == 1) return read_operator(folder / names.front() / kFile);
  if (names.empty()) {
    return fail(ErrorKind::local, fmt::format("no operator in {}; {}", folder.string(), kAdvice));
  }
  return fail(ErrorKind::local, fmt::format("{} has several operators: {}; say which one with --operator, or set "
                                            "SIGNET_OPERATOR",
                                            folder.string(), fmt::join(names, ", ")));
}

Result<void> write_operator_identity(const OperatorIdentity& identity, const fs::path& folder) {
  if (const auto url = parse_api_url(identity.api_url); !url) return std::unexpected(url.error());
  const Json json{{"operatorId", json_text(identity.operator_id)},
                  {"operatorName", json_text(identity.operator_name)},
                  {"installationId", json_text(identity.installation_id)},
                  {"vaultId", json_text(identity.vault_id)},
                  {"apiUrl", json_text(identity.api_url)},
                  {"privateKeyPath", json_text(fs::absolute(identity.private_key_path).string())}};
  return write_private_file(folder / kFile, as_bytes(to_public_text(json) + "\n"), IfThere::replace);
}

}  // namespace signet::client
