// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"

namespace signet::cli {

using client::AdminClient;

Action define_lockout_list(CLI::App& command) {
  const Paging paging(command);
  return as_operator([=](Session& session, AdminClient& admin) {
    return paging.show(session, [&](const auto& page) { return admin.lockouts(page); });
  });
}

Action define_lockout_clear(CLI::App& command) {
  const auto scope = positional(command, "SCOPE", "address or id");
  command.get_option("SCOPE")->check(CLI::IsMember({"address", "id"}));
  const auto subject = positional(command, "SUBJECT", "The address or id, as the list shows it");
  return as_operator([=](Session& session, AdminClient& admin) -> Result<void> {
    const auto cleared = admin.clear_lockout(*client::parse_lockout_scope(*scope), *subject);
    if (!cleared) return std::unexpected(cleared.error());
    if (session.json() || session.prints_field()) return session.show({flag("cleared", *cleared)});
    session.done(*cleared ? "cleared" : "there was none");
    return {};
  });
}

}  // namespace signet::cli
