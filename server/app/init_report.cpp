// SPDX-License-Identifier: Apache-2.0
// What init says when it is done: what it made, and the two things that the operator must now do.
#include "app/init.hpp"

#include "signet/schema/json.hpp"

#include <fmt/format.h>

#include <iterator>

namespace signet::app {

std::string to_text(const NewInstallation& made) {
  std::string text = "A new installation of Signet:\n\n";
  const auto add = [&](std::string_view what, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "  {:<13} {}\n", what, value);
  };
  add("installation", made.id.str());
  add("vault", made.vault.str() + "  " + made.vault_name);
  add("operator", made.operator_id.str() + "  " + made.operator_name + ", root and owner of the vault");
  add("its key", made.algorithm + "  " + made.fingerprint);
  add("data", made.data_dir.string());
  add("root key file", made.root_key_file.string());
  if (made.operator_dir) add("operator key", made.operator_dir->string());
  add("url", made.api_url);
  fmt::format_to(std::back_inserter(text),
                 "\nKeep a copy of {} in a safe place, apart from backups of the data: without it nobody can read the "
                 "secrets, and with both anybody can.\n",
                 made.root_key_file.string());
  if (made.operator_dir)
    fmt::format_to(std::back_inserter(text),
                   "{} holds the operator's private key. It belongs off this machine: move the folder to "
                   "~/.signet/operators/default where the operator works.\n",
                   made.operator_dir->string());
  return text;
}

std::string to_json(const NewInstallation& made) {
  const Json folder = made.operator_dir ? json_text(made.operator_dir->string()) : Json(nullptr);
  const Json object{{"installationId", json_text(made.id.str())},
                    {"vaultId", json_text(made.vault.str())},
                    {"vaultName", json_text(made.vault_name)},
                    {"operatorId", json_text(made.operator_id.str())},
                    {"operatorName", json_text(made.operator_name)},
                    {"algorithm", json_text(made.algorithm)},
                    {"fingerprint", json_text(made.fingerprint)},
                    {"apiUrl", json_text(made.api_url)},
                    {"dataDir", json_text(made.data_dir.string())},
                    {"rootKeyFile", json_text(made.root_key_file.string())},
                    {"operatorDir", folder}};
  return to_public_text(object) + "\n";
}

}  // namespace signet::app
