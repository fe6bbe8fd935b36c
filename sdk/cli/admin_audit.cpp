// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"
#include "time_text.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::AuditFilter;

constexpr std::size_t kUsual = 50;

struct FilterArguments {
  std::shared_ptr<std::vector<std::string>> actions = std::make_shared<std::vector<std::string>>();
  Text machine, secret, source, from, to;

  explicit FilterArguments(CLI::App& command)
      : machine(option(command, "--machine", "ID", "Only what concerns this machine")),
        secret(option(command, "--secret", "ID", "Only what concerns this secret")),
        source(option(command, "--source", "ADDRESS", "Only from this address")),
        from(option(command, "--from", "TIME", fmt::format("Not before: {}", kTimeRule))),
        to(option(command, "--to", "TIME", "Before")) {
    command
        .add_option_function<std::vector<std::string>>(
            "--action", [all = actions](const std::vector<std::string>& said) { *all = said; },
            "Only this action, like secret_read; repeatable")
        ->type_name("ACTION")
        ->allow_extra_args(false);
  }

  [[nodiscard]] Result<AuditFilter> read() const {
    AuditFilter filter{.actions = *actions};
    const auto take = [](const Text& text, std::optional<std::string>& place) {
      if (!text->empty()) place = *text;
    };
    take(machine, filter.machine_id);
    take(secret, filter.secret_id);
    take(source, filter.source_ip);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    for (const auto& [text, place] : {std::pair(&from, &filter.from), std::pair(&to, &filter.to)}) {
      if ((*text)->empty()) continue;
      *place = parse_time(**text, now);
      if (!*place) return fail(fmt::format("\"{}\" is not a time: {}", **text, kTimeRule));
    }
    return filter;
  }
};

}  // namespace

Action define_audit(CLI::App& command) {
  const FilterArguments arguments(command);
  const auto everywhere = flag(command, "--installation", "The installation's log instead of the vault's (root)");
  const Paging paging(command, kUsual);
  return [=](Session& session) -> Result<void> {
    const auto filter = arguments.read();
    if (!filter) return std::unexpected(filter.error());
    if (!*everywhere) {
      return in_vault([&](Session& s, client::VaultAdmin& vault) {
        return paging.show(s, [&](const auto& page) { return vault.audit(*filter, page); });
      })(session);
    }
    return as_operator([&](Session& s, client::AdminClient& admin) {
      return paging.show(s, [&](const auto& page) { return admin.audit(*filter, page); });
    })(session);
  };
}

}  // namespace signet::cli
