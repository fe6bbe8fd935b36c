// SPDX-License-Identifier: Apache-2.0
// Import and export of a project, and whether a vault allows the latter.
#include "handlers.hpp"
#include "import_content.hpp"
#include "signet/schema/dotenv.hpp"
#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"
#include "store/history.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {
namespace {

Json render_allowed(bool export_allowed) { return {{"exportAllowed", export_allowed}}; }

Json render_import(const std::vector<vault::ImportRow>& rows, bool dry_run) {
  using enum vault::ImportOutcome;
  Json body{{"dryRun", dry_run}};
  for (const auto outcome : {created, updated, unchanged, refused})
    body[SecretString(name_of(outcome))] = std::ranges::count(rows, outcome, &vault::ImportRow::outcome);
  Json& entries = body["entries"] = Json::array();
  for (const auto& row : rows)
    entries.push_back({{"line", row.line ? Json(*row.line) : Json(nullptr)},
                       {"name", row.name ? json_text(*row.name) : Json(nullptr)},
                       {"outcome", json_text(name_of(row.outcome))},
                       {"reason", row.reason.empty() ? Json(nullptr) : json_text(row.reason)}});
  return body;
}

std::expected<SecretBytes, Error> to_dotenv(const std::vector<vault::ExportedValue>& all) {
  SecretBytes text;
  for (const auto& [secret, value] : all)
    if (!secret.field_names.empty() || !append_dotenv(text, secret.name, value.expose_text()))
      return std::unexpected(Error{ErrorCode::invalid,
                                   "Dotenv has no way to say the name, the fields or the value of " + secret.id.str() +
                                       ": export as JSON",
                                   "format"});
  return text;
}

SecretBytes to_json(const std::vector<vault::ExportedValue>& all) {
  Json object = Json::object();
  for (const auto& [secret, value] : all) {
    Json& member = object[SecretString(secret.name)];
    if (secret.field_names.empty()) {
      member = json_text(value.expose_text());
    } else {
      auto fields = parse_json_object(value.expose());
      if (!fields) throw store::CorruptStore("secret " + secret.id.str() + " has fields and is no object");
      member = std::move(*fields);
    }
  }
  return to_secret_text(object);
}

}  // namespace

Reply show_export(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  return json_response(200, render_allowed(call.snapshot.history().is_export_allowed(call.vault().id)));
}

Reply allow_export(const Call& call) {
  Input input(call.body);
  const auto allowed = input.optional_flag("exportAllowed");
  if (!allowed) input.fail("exportAllowed", "Is missing");
  if (auto error = input.error()) return *error;
  return change(
      200,
      [vault = call.vault().id, allowed = *allowed](vault::Work& work) {
        return vault::allow_export(work, vault, allowed);
      },
      [](bool export_allowed, vault::Work&) { return render_allowed(export_allowed); });
}

Reply import_secrets(const Call& call) {
  Input input(call.body);
  const auto format = read_format(input);
  const auto content = input.content("content", limits::kMaxImportBody);
  const bool dry_run = input.optional_flag("dryRun").value_or(false);
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  auto read = read_content(format, content);
  if (!read) return read.error();
  if (dry_run) {
    auto rows = vault::plan_import(call.snapshot, call.services.keyring, call.vault().id, *project, read->entries);
    if (!rows) return rows.error();
    rows->insert(rows->end(), read->refused.begin(), read->refused.end());
    return json_response(200, render_import(*rows, true));
  }
  if (const auto home = vault::find_project(call.snapshot, call.vault().id, *project); !home) return home.error();
  if (!read->refused.empty()) return vault::refused_import(read->refused);
  return change(
      200,
      [vault = call.vault().id, project = *project, entries = std::move(read->entries)](vault::Work& work) {
        return vault::import_secrets(work, vault, project, entries);
      },
      [](const std::vector<vault::ImportRow>& rows, vault::Work&) { return render_import(rows, false); });
}

/// A plain answer, not a change: it is never remembered by its request id.
Reply export_secrets(const Call& call) {
  Input input(call.body);
  const auto format = read_format(input);
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  vault::Journal journal{.base = call.journal.base};
  const auto all = vault::export_secrets(call.snapshot, call.services.keyring, call.vault().id, *project, journal);
  if (!all) return all.error();
  auto content = format == Format::dotenv ? to_dotenv(*all) : to_json(*all);
  if (!content) return content.error();
  if (content->size() > limits::kMaxExport)
    return Error{ErrorCode::too_large, "The export is larger than " + std::to_string(limits::kMaxExport) + " bytes"};
  call.journal.events = std::move(journal.events);
  return json_response(200, Json{{"format", json_text(format == Format::dotenv ? "dotenv" : "json")},
                                 {"count", all->size()},
                                 {"content", json_text(content->expose_text())}});
}

}  // namespace signet::api
