// SPDX-License-Identifier: Apache-2.0
#include "signet/client/watch.hpp"

#include "arguments.hpp"
#include "definitions.hpp"
#include "machine_access.hpp"
#include "printable.hpp"
#include "selection.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

std::string_view name_of(client::SecretEvent event) {
  switch (event) {
    case client::SecretEvent::changed: return "changed";
    case client::SecretEvent::deleted: return "deleted";
    case client::SecretEvent::access_denied: return "access_denied";
  }
  std::unreachable();
}

std::string line_of(const client::SecretChange& change, const std::string& name, bool json) {
  if (!json) return fmt::format("{} {} {}\n", name_of(change.event), change.secret_id, printable(name));
  return to_public_text({{"secretId", json_text(change.secret_id)},
                         {"name", json_text(name)},
                         {"event", json_text(name_of(change.event))},
                         {"version", change.value.version}}) +
         "\n";
}

}  // namespace

Action define_watch(CLI::App& command) {
  auto wanted = options(command, "SECRET", "", "Names or ids of secrets");
  command.get_option("SECRET")->expected(-1)->required();
  return [=](Session& session) -> Result<void> {
    auto client = session.machine();
    if (!client) return std::unexpected(client.error());
    const auto items = find_secrets(*client, *wanted);
    if (!items) return std::unexpected(items.error());
    std::map<std::string, std::string> names;
    std::vector<std::string> ids;
    for (const auto& item : *items) {
      ids.push_back(item.id);
      names.emplace(item.id, item.name);
    }
    std::optional<client::Error> last;
    auto watch =
        client::Watch::start(*client, ids,
                             {.on_change =
                                  [&](const client::SecretChange& change) {
                                    session.console().out(line_of(change, names[change.secret_id], session.json()));
                                  },
                              .on_problem =
                                  [&](const client::Error& error, bool ended) {
                                    if (ended) last = error;
                                    if (!ended) {
                                      session.console().err(fmt::format("signet: {}\n", printable(error.message)));
                                    }
                                  }});
    if (!watch) return std::unexpected(watch.error());
    watch->wait();
    if (last) return std::unexpected(*last);
    session.hint("Nothing is left to watch.");
    return {};
  };
}

}  // namespace signet::cli
