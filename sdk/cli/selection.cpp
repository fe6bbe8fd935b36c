// SPDX-License-Identifier: Apache-2.0
#include "selection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::cli {
namespace {

using client::ExportedSecret;
using client::ExportScope;

/// The id of what is called `wanted` among the machine's projects, or has it as its id.
Result<std::string> find_id(client::Client& client, const std::string& wanted, std::string_view what,
                            std::string client::MachineProject::* id, std::string client::MachineProject::* name) {
  const auto projects = client.projects();
  if (!projects) return std::unexpected(projects.error());
  std::vector<std::string> found;
  for (const auto& project : *projects) {
    if (project.*id == wanted && !wanted.empty()) return wanted;
    if (project.*name == wanted && std::ranges::find(found, project.*id) == found.end()) found.push_back(project.*id);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return std::unexpected(
        client::Error{.kind = client::ErrorKind::not_found,
                      .message = fmt::format("this machine is in no {} that is called \"{}\"", what, wanted)});
  }
  return fail(fmt::format("several are called \"{}\": say which by its id: {} or {}", wanted, found[0], found[1]));
}

}  // namespace

Selection::Selection(CLI::App& command, Offer offer)
    : offer_(offer), all_(std::make_shared<bool>(false)), secrets_(std::make_shared<std::vector<std::string>>()) {
  project_ = option(command, "--project", "PROJECT", "The secrets of this project, by name or id");
  application_ = option(command, "--application", "APPLICATION", "The secrets of this application's projects");
  command.get_option("--application")->excludes("--project");
  if (offer == Offer::scopes) return;
  all_ = flag(command, "--all", "Every secret that this machine may read");
  secrets_ = options(command, "--secret", "SECRET", "This secret, by name or id. Repeatable");
  command.get_option("--secret")->excludes("--project")->excludes("--application")->excludes("--all");
  command.get_option("--all")->excludes("--project")->excludes("--application");
}

Result<ExportScope> Selection::scope(client::Client& client) const {
  using client::MachineProject;
  if (!project_->empty()) {
    auto id = find_id(client, *project_, "project", &MachineProject::project_id, &MachineProject::project_name);
    if (!id) return std::unexpected(id.error());
    return ExportScope::project(*id);
  }
  if (application_->empty()) return ExportScope::everything();
  auto id =
      find_id(client, *application_, "application", &MachineProject::application_id, &MachineProject::application_name);
  if (!id) return std::unexpected(id.error());
  return ExportScope::application(*id);
}

Result<std::vector<ExportedSecret>> Selection::read(client::Client& client) const {
  const bool scoped = *all_ || !project_->empty() || !application_->empty();
  if (secrets_->empty()) {
    if (offer_ == Offer::scopes_and_secrets && !scoped) {
      return fail("which secrets? Say --secret SECRET, --project PROJECT, --application APPLICATION or --all");
    }
    const auto chosen = scope(client);
    if (!chosen) return std::unexpected(chosen.error());
    return client.export_secrets(*chosen);
  }
  auto items = find_secrets(client, *secrets_);
  if (!items) return std::unexpected(items.error());
  std::vector<ExportedSecret> secrets;
  for (auto& item : *items) {
    auto value = client.get(item.id);
    if (!value) return std::unexpected(value.error());
    secrets.push_back({.id = std::move(item.id),
                       .name = std::move(item.name),
                       .value = std::move(value->value),
                       .field_names = std::move(item.field_names),
                       .cached_at = value->cached_at});
  }
  return secrets;
}

Result<std::vector<std::string>> Selection::ids(client::Client& client) const {
  std::vector<client::MachineProject> projects;
  if (!project_->empty() || !application_->empty()) {
    auto joined = client.projects();
    if (!joined) return std::unexpected(joined.error());
    projects = std::move(*joined);
  }
  const auto all = client.list();
  if (!all) return std::unexpected(all.error());
  const auto is_named = [](const std::string& said, const std::string& id, const std::string& name) {
    return said == id || said == name;
  };
  std::vector<std::string> ids;
  for (const auto& secret : *all) {
    const auto wanted = [&](const client::MachineProject& project) {
      if (project.project_id != secret.project_id) return false;
      return project_->empty() ? is_named(*application_, project.application_id, project.application_name)
                               : is_named(*project_, project.project_id, project.project_name);
    };
    if ((project_->empty() && application_->empty()) || std::ranges::any_of(projects, wanted)) ids.push_back(secret.id);
  }
  return ids;
}

Result<std::vector<client::SecretItem>> find_secrets(client::Client& client, const std::vector<std::string>& names) {
  const auto all = client.list();
  if (!all) return std::unexpected(all.error());
  std::vector<client::SecretItem> chosen;
  for (const auto& wanted : names) {
    auto found = std::ranges::find(*all, wanted, &client::SecretItem::id);
    if (found == all->end()) found = std::ranges::find(*all, wanted, &client::SecretItem::name);
    if (found == all->end()) {
      return std::unexpected(
          client::Error{.kind = client::ErrorKind::not_found,
                        .message = fmt::format("this machine may read no secret that is called \"{}\"", wanted)});
    }
    const auto again = std::find_if(found + 1, all->end(), [&](const auto& item) { return item.name == wanted; });
    if (found->id != wanted && again != all->end()) {
      return fail(
          fmt::format("several are called \"{}\": say which by its id: {} or {}", wanted, found->id, again->id));
    }
    if (std::ranges::find(chosen, found->id, &client::SecretItem::id) == chosen.end()) chosen.push_back(*found);
  }
  return chosen;
}

}  // namespace signet::cli
