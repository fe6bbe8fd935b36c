// SPDX-License-Identifier: Apache-2.0
// Webhooks: who is told what happens.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::VaultAdmin;
using client::WebhookChange;

struct WebhookArguments {
  Text name, least;
  std::shared_ptr<std::vector<std::string>> actions;
  Flag all;

  explicit WebhookArguments(CLI::App& command)
      : name(option(command, "--name", "NAME", "What it is for; usual is its host")),
        least(choice(command, "--severity", {"info", "low", "medium", "high", "critical"}, "Events from this one on")),
        actions(options(command, "--action", "ACTION", "Only these, such as canary_triggered; may be said again")),
        all(flag(command, "--all-actions", "Every action, whatever was said before")) {}

  [[nodiscard]] Result<WebhookChange> read() const {
    if (*all && !actions->empty()) return fail("--all-actions is instead of --action");
    WebhookChange change;
    if (!name->empty()) change.name = *name;
    if (!least->empty()) change.minimum_severity = *least;
    if (*all || !actions->empty()) change.actions = *actions;
    return change;
  }
};

Text webhook_id(CLI::App& command) { return positional(command, "WEBHOOK", "The webhook's id"); }

}  // namespace

Action define_webhook_list(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.webhooks(page); });
  });
}

Action define_webhook_create(CLI::App& command) {
  const auto url = positional(command, "URL", "Where events are sent; https");
  const WebhookArguments settings(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto wanted = settings.read();
    if (!wanted) return std::unexpected(wanted.error());
    const auto made = vault.create_webhook(*url, *wanted);
    if (!made) return std::unexpected(made.error());
    auto record = describe(made->webhook);
    record.push_back(text("secret", made->secret.expose_text()));
    const auto shown = session.show(record);
    session.hint("The secret, which signs its events, is not shown again.");
    return shown;
  });
}

Action define_webhook_show(CLI::App& command) {
  const auto id = webhook_id(command);
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.webhook(*id)); });
}

Action define_webhook_set(CLI::App& command) {
  const auto id = webhook_id(command);
  const auto url = option(command, "--url", "URL", "Where events are sent from now on, those that wait too");
  const WebhookArguments settings(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    auto wanted = settings.read();
    if (!wanted) return std::unexpected(wanted.error());
    if (!url->empty()) wanted->url = *url;
    return session.show_result(vault.change_webhook(*id, *wanted));
  });
}

Action define_webhook_delete(CLI::App& command) {
  const auto id = webhook_id(command);
  const auto dry_run = flag(command, "--dry-run", "Only show what would be gone");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (*dry_run) return session.show_result(vault.webhook(*id));
    const auto question = fmt::format("{} and the events that wait for it will be gone.", *id);
    if (const auto sure = confirmation.ask(session, question); !sure) return sure;
    return session.done_result(vault.delete_webhook(*id), "deleted");
  });
}

Action define_webhook_enable(CLI::App& command) {
  const auto id = webhook_id(command);
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.enable_webhook(*id)); });
}

Action define_webhook_test(CLI::App& command) {
  const auto id = webhook_id(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto delivery = vault.test_webhook(*id);
    if (!delivery) return std::unexpected(delivery.error());
    const auto shown = session.show(Record{text("deliveryId", *delivery)});
    session.hint(fmt::format("It is on its way. How it went:\n  signet admin webhook show {}", *id));
    return shown;
  });
}

}  // namespace signet::cli
