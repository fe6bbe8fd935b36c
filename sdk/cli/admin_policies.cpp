// SPDX-License-Identifier: Apache-2.0
// Access policies. An axis is on if it is said.
#include "arguments.hpp"
#include "definitions.hpp"
#include "time_text.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::NewPolicy;
using client::VaultAdmin;
using Number = std::shared_ptr<std::optional<std::uint64_t>>;
using Words = std::shared_ptr<std::vector<std::string>>;

Number number_option(CLI::App& command, const std::string& name, const std::string& help) {
  auto value = std::make_shared<std::optional<std::uint64_t>>();
  command.add_option_function<std::uint64_t>(name, [value](const std::uint64_t& said) { *value = said; }, help)
      ->type_name("N");
  return value;
}

Words words_option(CLI::App& command, const std::string& name, const std::string& type, const std::string& help) {
  auto value = std::make_shared<std::vector<std::string>>();
  command
      .add_option_function<std::vector<std::string>>(
          name, [value](const std::vector<std::string>& said) { *value = said; }, help)
      ->type_name(type)
      ->delimiter(',')
      ->allow_extra_args(false);
  return value;
}

struct RuleArguments {
  Text description, window, zone, co_signer, expires;
  Words days, networks;
  Number per_day, per_minute, co_sign_window, most_reads, rotate_after;
  Flag sealed;

  explicit RuleArguments(CLI::App& command)
      : description(option(command, "--description", "TEXT", "What it is for")),
        window(option(command, "--window", "HH:MM-HH:MM", "Only at these times; may go over midnight")),
        zone(option(command, "--zone", "ZONE", "The time zone of --window, as in Europe/Berlin (UTC)")),
        co_signer(option(command, "--co-sign", "MACHINE", "Only after this machine has signed for the read")),
        expires(option(command, "--expires", "TIME", "Not from this time on: 2026-11-21 or 2026-11-21T06:59:15Z")),
        days(words_option(command, "--days", "DAYS", "The days that --window begins on, as in mon,tue (all)")),
        networks(words_option(command, "--from", "NETWORK", "Only from here, as in 10.0.0.0/8; repeatable")),
        per_day(number_option(command, "--per-day", "At most so many reads a day, UTC")),
        per_minute(number_option(command, "--per-minute", "At most so many reads a minute")),
        co_sign_window(number_option(command, "--co-sign-seconds", "How long that signature holds (300)")),
        most_reads(number_option(command, "--max-reads", "At most so many reads at all")),
        rotate_after(number_option(command, "--rotate-after", "A new value after so many reads")),
        sealed(flag(command, "--sealed", "Only sealed to the machine, so that nobody on the way sees the value")) {}

  [[nodiscard]] Result<NewPolicy> read(const std::string& name) const {
    NewPolicy policy{.name = name, .description = *description};
    if (!window->empty()) {
      const auto dash = window->find('-');
      if (dash == std::string::npos) return fail("--window is like 08:00-18:00");
      policy.time_window_enabled = true;
      policy.time_window_start = window->substr(0, dash);
      policy.time_window_end = window->substr(dash + 1);
      policy.time_window_timezone = zone->empty() ? "UTC" : *zone;
      policy.time_window_days = *days;
      if (days->empty()) policy.time_window_days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    } else if (!zone->empty() || !days->empty()) {
      return fail("--zone and --days go with --window");
    }
    policy.ip_allowlist_enabled = !networks->empty();
    policy.ip_allowlist_cidrs = *networks;
    policy.rate_cap_enabled = *per_day || *per_minute;
    policy.max_reads_per_day = *per_day;
    policy.max_reads_per_minute = *per_minute;
    if (!co_signer->empty()) {
      policy.co_sign_enabled = true;
      policy.co_sign_machine_id = *co_signer;
      policy.co_sign_window_seconds = co_sign_window->value_or(300);
    }
    if (!expires->empty()) {
      policy.ttl_expires_at = parse_time(*expires, {});
      if (!policy.ttl_expires_at) return fail("--expires is like 2026-11-21 or 2026-11-21T06:59:15Z");
    }
    policy.ttl_max_reads = *most_reads;
    policy.rotate_after_reads = *rotate_after;
    policy.sealed_enabled = *sealed;
    return policy;
  }
};

}  // namespace

Action define_policy_list(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.policies(*project, page); });
  });
}

Action define_policy_create(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto name = positional(command, "NAME", "Its name");
  const RuleArguments rules(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto policy = rules.read(*name);
    if (!policy) return std::unexpected(policy.error());
    return session.show_result(vault.create_policy(*project, *policy));
  });
}

Action define_policy_show(CLI::App& command) {
  const auto id = positional(command, "POLICY", "The policy's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.policy(*id)); });
}

Action define_policy_replace(CLI::App& command) {
  const auto id = positional(command, "POLICY", "The policy's id");
  const auto name = positional(command, "NAME", "Its name from now on");
  const RuleArguments rules(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto policy = rules.read(*name);
    if (!policy) return std::unexpected(policy.error());
    return session.show_result(vault.replace_policy(*id, *policy));
  });
}

Action define_policy_delete(CLI::App& command) {
  const auto id = positional(command, "POLICY", "The policy's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("The policy {} will be gone.", *id));
    return sure ? session.done_result(vault.delete_policy(*id), "deleted") : sure;
  });
}

Action define_policy_of(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.policy_of(*secret)); });
}

Action define_policy_bind(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const auto policy = positional(command, "POLICY", "The policy's id");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.bind_policy(*secret, *policy)); });
}

Action define_policy_unbind(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("No policy will guard {} any more.", *secret));
    return sure ? session.done_result(vault.unbind_policy(*secret), "unbound") : sure;
  });
}

Action define_co_sign(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  return [=](Session& session) -> Result<void> {
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    return session.show_result(machine->co_sign(*secret));
  };
}

}  // namespace signet::cli
