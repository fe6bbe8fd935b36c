// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "ask_log.hpp"
#include "definitions.hpp"
#include "output_file.hpp"
#include "time_text.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::AuditFilter;

constexpr std::size_t kUsual = 50;

/// --from and --to.
struct RangeArguments {
  Text from, to;

  explicit RangeArguments(CLI::App& command)
      : from(option(command, "--from", "TIME", fmt::format("Not before: {}", kTimeRule))),
        to(option(command, "--to", "TIME", "Before")) {}

  template <class Asked>
  [[nodiscard]] Result<void> read_into(Asked& asked) const {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    for (const auto& [text, place] : {std::pair(&from, &asked.from), std::pair(&to, &asked.to)}) {
      if ((*text)->empty()) continue;
      *place = parse_time(**text, now);
      if (!*place) return fail(fmt::format("\"{}\" is not a time: {}", **text, kTimeRule));
    }
    return {};
  }
};

void take(const Text& text, std::optional<std::string>& place) {
  if (!text->empty()) place = *text;
}

struct FilterArguments {
  std::shared_ptr<std::vector<std::string>> actions, severities;
  Text machine, secret, source, text;
  RangeArguments range;

  explicit FilterArguments(CLI::App& command)
      : actions(options(command, "--action", "ACTION", "Only this action, like secret_read; repeatable")),
        severities(options(command, "--severity", "SEVERITY", "Only info, low, medium, high or critical; repeatable")),
        machine(option(command, "--machine", "ID", "Only what concerns this machine")),
        secret(option(command, "--secret", "ID", "Only what concerns this secret")),
        source(option(command, "--source", "ADDRESS", "Only from this address")),
        text(option(command, "--text", "TEXT", "Only with this in the detail")),
        range(command) {}

  [[nodiscard]] Result<AuditFilter> read() const {
    AuditFilter filter{.actions = *actions, .severities = *severities};
    take(machine, filter.machine_id);
    take(secret, filter.secret_id);
    take(source, filter.source_ip);
    take(text, filter.text);
    if (const auto read = range.read_into(filter); !read) return std::unexpected(read.error());
    return filter;
  }
};

}  // namespace

Action define_audit_list(CLI::App& command) {
  const FilterArguments arguments(command);
  const auto everywhere = everywhere_flag(command);
  const Paging paging(command, kUsual);
  return [=](Session& session) -> Result<void> {
    const auto filter = arguments.read();
    if (!filter) return std::unexpected(filter.error());
    return ask_log(session, *everywhere, [&](auto& log) {
      return paging.show(session, [&](const auto& page) { return log.audit(*filter, page); });
    });
  };
}

Action define_audit_export(CLI::App& command) {
  const FilterArguments arguments(command);
  const auto everywhere = everywhere_flag(command);
  const auto format = choice(command, "--format", {"jsonl", "csv", "proof"},
                             "jsonl (the default), csv, or proof for signet audit verify");
  const auto output = option(command, "--output", "FILE", "Instead of standard output; made whole or not at all");
  const auto force = flag(command, "--force", "Replace the file if it is there");
  return [=](Session& session) -> Result<void> {
    const auto filter = arguments.read();
    if (!filter) return std::unexpected(filter.error());
    auto chosen = client::AuditFormat::jsonl;
    for (const auto other : {client::AuditFormat::csv, client::AuditFormat::proof})
      if (*format == name_of(other)) chosen = other;
    std::optional<OutputFile> file;
    if (!output->empty()) {
      auto made = OutputFile::make(*output, *force ? client::IfThere::replace : client::IfThere::refuse);
      if (!made) return std::unexpected(made.error());
      file.emplace(std::move(*made));
    }
    const client::Sink sink = [&](std::string_view piece) -> Result<void> {
      if (file) return file->write(piece);
      session.console().out(piece);
      return {};
    };
    auto done =
        ask_log(session, *everywhere, [&](auto& log) { return log.export_audit(chosen, *filter, sink); });
    return done && file ? file->finish() : done;
  };
}

Action define_audit_actions(CLI::App&) {
  return as_operator([](Session& session, client::AdminClient& admin) -> Result<void> {
    const auto actions = admin.audit_actions();
    if (!actions) return std::unexpected(actions.error());
    std::vector<Record> records;
    for (const auto& action : actions->items) records.push_back(describe(action));
    return session.show(records, actions->next);
  });
}

Action define_audit_activity(CLI::App& command) {
  const auto bucket = choice(command, "--by", {"hour", "day"}, "hour (the default) or day");
  const auto machine = option(command, "--machine", "ID", "Only what this machine read");
  const RangeArguments range(command);
  return in_vault([=](Session& session, client::VaultAdmin& vault) -> Result<void> {
    client::ActivityRequest request{.bucket = *bucket == "day" ? client::Bucket::day : client::Bucket::hour};
    take(machine, request.machine_id);
    if (const auto read = range.read_into(request); !read) return read;
    return session.show_result(vault.activity(request));
  });
}

}  // namespace signet::cli
