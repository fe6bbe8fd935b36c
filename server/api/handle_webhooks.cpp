// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "input.hpp"
#include "store/webhooks.hpp"
#include "vault/webhooks.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {
namespace {

Json time_or_null(const std::optional<Instant>& at) { return at ? Json(to_millis(*at)) : Json(nullptr); }

Json render_webhook(const Webhook& webhook) {
  Json actions = Json::array();
  for (const auto& name : webhook.actions) actions.push_back(json_text(name));
  return {{"webhookId", json_text(webhook.id.str())},
          {"name", json_text(webhook.name)},
          {"url", json_text(webhook.url)},
          {"actions", std::move(actions)},
          {"minimumSeverity", json_text(name_of(webhook.least))},
          {"enabled", webhook.enabled},
          {"consecutiveFailures", webhook.failures},
          {"lastDeliveredAt", time_or_null(webhook.delivered_at)},
          {"lastFailedAt", time_or_null(webhook.failed_at)},
          {"lastError", webhook.last_error ? json_text(*webhook.last_error) : Json(nullptr)},
          {"queued", webhook.queued},
          {"dropped", webhook.dropped},
          {"createdAt", to_millis(webhook.created_at)}};
}

vault::WebhookChange read_change(Input& input) {
  vault::WebhookChange wanted{.name = input.optional_name("name"), .url = input.optional_text("url")};
  if (wanted.url && !HttpsUrl::parse(*wanted.url))
    input.fail("url", "Must be an https URL of at most 2048 characters, without user and fragment");
  wanted.actions = input.optional_texts("actions", kActions.size());
  const auto is_action = [](const std::string& name) { return parse_action(name).has_value(); };
  if (wanted.actions && !std::ranges::all_of(*wanted.actions, is_action))
    input.fail("actions", "Names no action");
  if (const auto name = input.optional_text("minimumSeverity")) {
    for (const auto& row : kActions)
      if (name_of(row.severity) == *name) wanted.least = row.severity;
    if (!wanted.least) input.fail("minimumSeverity", "Must be one of: info, low, medium, high, critical");
  }
  return wanted;
}

}  // namespace

Reply list_webhooks(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.webhooks().list_webhooks(call.vault().id, *page), render_webhook);
}

Reply create_webhook(const Call& call) {
  Input input(call.body);
  auto wanted = read_change(input);
  if (!wanted.url) input.fail("url", "Is missing");
  if (auto error = input.error()) return *error;
  if (!wanted.name) wanted.name = HttpsUrl::parse(*wanted.url)->host;
  return Change([vault = call.vault().id, wanted](vault::Work& work) -> vault::Result<Written> {
    const auto made = vault::create_webhook(work, vault, wanted);
    if (!made) return std::unexpected(made.error());
    auto body = render_webhook(made->webhook);
    body["secret"] = json_text(made->secret.expose_text());
    return Written{json_response(201, body), made->webhook.id.str()};
  });
}

Reply show_webhook(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<WebhookId>(call, 1, "webhook");
  if (!id) return id.error();
  const auto webhook = vault::find_webhook(call.snapshot, call.vault().id, *id);
  if (!webhook) return webhook.error();
  return json_response(200, render_webhook(*webhook));
}

Reply update_webhook(const Call& call) {
  Input input(call.body);
  const auto wanted = read_change(input);
  if (auto error = input.error()) return *error;
  const auto id = path_id<WebhookId>(call, 1, "webhook");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, wanted](vault::Work& work) {
        return vault::update_webhook(work, vault, id, wanted);
      },
      [](const Webhook& webhook, vault::Work&) { return render_webhook(webhook); });
}

Reply delete_webhook(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<WebhookId>(call, 1, "webhook");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_webhook(work, vault, id); });
}

Reply enable_webhook(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<WebhookId>(call, 1, "webhook");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::enable_webhook(work, vault, id); },
      [](const Webhook& webhook, vault::Work&) { return render_webhook(webhook); });
}

Reply test_webhook(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<WebhookId>(call, 1, "webhook");
  if (!id) return id.error();
  return change(
      202, [vault = call.vault().id, id = *id](vault::Work& work) { return vault::test_webhook(work, vault, id); },
      [](const std::string& delivery, vault::Work&) { return Json{{"deliveryId", json_text(delivery)}}; });
}

}  // namespace signet::api
