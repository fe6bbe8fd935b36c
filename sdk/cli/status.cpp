// SPDX-License-Identifier: Apache-2.0
// Step by step, so that the first thing that is wrong is the last line shown.
#include "definitions.hpp"
#include "session.hpp"
#include "signet/client/server_info.hpp"

namespace signet::cli {

Action define_status(CLI::App&) {
  return [](Session& session) -> Result<void> {
    const auto identity = session.identity();
    if (!identity && session.url().empty()) return std::unexpected(identity.error());
    const std::string url = identity ? identity->api_url : session.url();
    const auto version = client::server_version(url, session.connect());
    if (!version) return std::unexpected(version.error());
    const auto health = client::server_health(url, session.connect());
    if (!health) return std::unexpected(health.error());
    Record record{text("apiUrl", url), text("version", version->version),
                  text("installationId", version->installation_id), flag("ready", health->ready),
                  text("serverStatus", health->status)};
    if (!identity) {
      session.hint("This machine has no identity yet; see signet enroll --help.");
      return session.show(record);
    }
    auto client = session.machine();
    if (!client) return std::unexpected(client.error());
    const auto secrets = client->list();
    record.push_back(text("machineId", identity->machine_id));
    record.push_back(flag("accepted", secrets.has_value()));
    if (secrets) record.push_back(number("secretsGranted", secrets->size()));
    const auto shown = session.show(record);
    if (!secrets) return std::unexpected(secrets.error());
    return shown;
  };
}

}  // namespace signet::cli
