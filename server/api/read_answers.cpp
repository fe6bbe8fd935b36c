// SPDX-License-Identifier: Apache-2.0
#include "read_answers.hpp"

#include "input.hpp"
#include "render.hpp"

namespace signet::api {

vault::ReadAttempt read_attempt(const Call& call) {
  const auto& machine = call.machine().machine;
  return {.machine = machine.id,
          .vault = machine.vault,
          .secret = std::string(call.path.values[0]),
          .address = call.request.head.address,
          .version = {},
          .signature = call.caller->signature()};
}

vault::Result<vault::ExportAttempt> export_attempt(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  vault::Scope scope{.project = input.optional_text("projectId"), .application = input.optional_text("applicationId")};
  if (auto error = input.error()) return std::unexpected(std::move(*error));
  const auto& machine = call.machine().machine;
  return vault::ExportAttempt{
      .machine = machine.id, .vault = machine.vault, .scope = std::move(scope), .address = call.request.head.address,
                              .signature = call.caller->signature()};
}

Json render_export(const std::vector<vault::Exported>& exported) {
  Json secrets = Json::array();
  for (const auto& [secret, value, news] : exported)
    secrets.push_back({{"id", json_text(secret.id.str())},
                       {"name", json_text(secret.name)},
                       {"value", json_text(value.expose_text())},
                       {"fieldNames", names_as_text(secret.field_names)}});
  return {{"secrets", std::move(secrets)}};
}

std::vector<store::Delivery> news_of(const vault::Reading& reading) {
  if (!reading.news) return {};
  return {*reading.news};
}

std::vector<store::Delivery> news_of(const std::vector<vault::Exported>& exported) {
  std::vector<store::Delivery> news;
  for (const auto& each : exported)
    if (each.news) news.push_back(*each.news);
  return news;
}

Response unless_lost(Response response, std::vector<store::Delivery> news) {
  if (news.empty()) return response;
  response.if_lost = [news = std::move(news)](store::Transaction& transaction) {
    for (const auto& each : news) transaction.deliveries().take_back(each);
  };
  return response;
}

}  // namespace signet::api
