// SPDX-License-Identifier: Apache-2.0
// The reads of a machine that answer with several things, each of which the offline cache keeps as a whole.
#include "decode.hpp"
#include "offline_cache.hpp"
#include "read_secrets.hpp"
#include "sealed_answers.hpp"
#include "signet/client/client.hpp"
#include "signet/schema/json.hpp"

namespace signet::client {
namespace {

/// The answer; or, in an outage, the one that was kept under this name.
template <class T>
Result<std::vector<T>> read_or_recall(const Exchange& exchange, OfflineCache* cache, const std::string& name,
                                      Result<Answer> answer, std::vector<T> (*read)(ObjectReader&)) {
  auto items = decode(answer, read);
  if (cache == nullptr) return items;
  if (items) {
    cache->keep_answer(name, answer->response.body.expose(), exchange.now());
    return items;
  }
  if (!is_outage(items.error()) || exchange.is_stopped()) return items;
  auto kept = cache->answer(name);
  if (!kept) return items;
  auto recalled = decode(Result<Answer>(Answer{{.status = 200, .body = std::move(kept->body)}, name}), read);
  if (!recalled) return items;
  for (auto& item : *recalled) item.cached_at = kept->at;
  return recalled;
}

}  // namespace

Result<std::vector<SecretItem>> Client::list() {
  return read_or_recall(*exchange_, cache_.get(), "list", exchange_->read(Target("/v1/secrets")), read_items);
}

Result<std::vector<SecretItem>> Client::list(std::string_view project_id) {
  const Json body{{"projectId", json_text(project_id)}};
  return read_or_recall(*exchange_, cache_.get(), fmt::format("list-{}", project_id),
                        exchange_->ask(Target("/v1/secrets/list"), body), read_items);
}

Result<std::vector<ExportedSecret>> Client::export_secrets(const ExportScope& scope) {
  std::optional<Json> body;  // without one: everything
  std::string name = "export";
  if (scope.of() != ExportScope::Of::everything) {
    const bool project = scope.of() == ExportScope::Of::project;
    body = Json{{project ? "projectId" : "applicationId", json_text(scope.id())}};
    name += fmt::format("-{}-{}", project ? "project" : "application", scope.id());
  }
  auto answer = sealing_ ? sealing_->open_export(exchange_->ask(Target("/v1/sealed/secrets/export"), body))
                         : exchange_->ask(Target("/v1/secrets/export"), body);
  auto secrets = read_or_recall(*exchange_, cache_.get(), name, std::move(answer), read_exported);
  if (!secrets || !cache_) return secrets;
  for (const auto& secret : *secrets) {
    if (secret.cached_at) break;
    const auto names = secret.field_names ? std::optional(field_names_text(*secret.field_names)) : std::nullopt;
    cache_->keep(secret.id,
                 {.value = secret.value.clone(), .name = secret.name, .field_names = names, .at = exchange_->now()});
  }
  return secrets;
}

Result<std::vector<MachineProject>> Client::projects() {
  return read_or_recall(*exchange_, cache_.get(), "projects", exchange_->read(Target("/v1/cli/projects")),
                        read_projects);
}

}  // namespace signet::client
