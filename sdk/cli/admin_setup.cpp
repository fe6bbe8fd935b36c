// SPDX-License-Identifier: Apache-2.0
// admin setup and admin whoami: who the operator at this machine is.
#include "arguments.hpp"
#include "definitions.hpp"
#include "signet/client/private_file.hpp"
#include "signet/client/server_info.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace signet::cli {
namespace {

Record describe_operator(const client::OperatorIdentity& identity, const std::filesystem::path& folder) {
  return {text("operatorId", identity.operator_id),
          text("operatorName", identity.operator_name),
          text("installationId", identity.installation_id),
          text("vaultId", identity.vault_id),
          text("apiUrl", identity.api_url),
          text("folder", folder.string())};
}

/// What the server knows beside the key: proves on the way that it accepts us.
Result<void> complete(client::OperatorIdentity& identity, const client::ConnectOptions& options) {
  const auto version = client::server_version(identity.api_url, options);
  if (!version) return std::unexpected(version.error());
  identity.installation_id = version->installation_id;
  auto admin = client::AdminClient::open(identity, options);
  if (!admin) return std::unexpected(admin.error());
  const auto me = admin->myself();
  if (!me) return std::unexpected(me.error());
  identity.operator_name = me->operator_name;
  if (identity.vault_id.empty() && me->roles.size() == 1) identity.vault_id = me->roles.front().vault_id;
  return {};
}

}  // namespace

Action define_admin_setup(CLI::App& command) {
  const auto id = required_option(command, "--operator-id", "UUID", "What signet key prove --operator printed");
  const auto key = required_option(command, "--key", "FILE", "The private key, PEM; it stays where it is");
  const auto name = option(command, "--name", "NAME", "What to call this operator here (default)");
  return [=](Session& session) -> Result<void> {
    if (session.url().empty()) return fail("say where the server is: --url https://..., or set SIGNET_URL");
    const auto folder = client::operator_folder(name->empty() ? "default" : *name, session.environment());
    if (!folder) return std::unexpected(folder.error());
    if (std::filesystem::exists(*folder / "operator.json")) {
      return fail(fmt::format("{} is there already: choose another --name, or move it away", folder->string()));
    }
    client::OperatorIdentity identity{.operator_id = *id,
                                      .vault_id = session.chosen_vault(),
                                      .api_url = session.url(),
                                      .private_key_path = std::filesystem::absolute(*key)};
    if (const auto done = complete(identity, session.connect()); !done) return done;
    if (const auto written = client::write_operator_identity(identity, *folder); !written) return written;
    return session.show(describe_operator(identity, *folder));
  };
}

Action define_admin_whoami(CLI::App&) {
  return as_operator([](Session& session, client::AdminClient& admin) -> Result<void> {
    const auto me = admin.myself();
    if (!me) return std::unexpected(me.error());
    Record record{text("operatorId", me->operator_id), text("operatorName", me->operator_name),
                  text("installationId", me->installation_id), flag("root", me->root),
                  text("apiUrl", admin.identity().api_url)};
    std::vector<Record> roles;
    for (const auto& role : me->roles) roles.push_back(describe(role));
    if (session.json()) {
      record.push_back({.name = "roles", .value = Json::array()});
      for (const auto& role : roles) record.back().value.push_back(to_json(role));
    }
    const auto shown = session.show(record);
    const bool for_people = !session.json() && !session.prints_field();
    if (for_people && !roles.empty()) session.console().out("\n" + to_table(roles));
    return shown;
  });
}

}  // namespace signet::cli
