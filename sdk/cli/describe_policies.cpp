// SPDX-License-Identifier: Apache-2.0
#include "describe.hpp"

namespace signet::cli {

using namespace client;

Record describe(const Policy& policy) {
  const auto& rules = policy.rules;
  return {text("policyId", policy.policy_id),
          text("name", rules.name),
          detail(text("description", rules.description)),
          flag("timeWindowEnabled", rules.time_window_enabled),
          detail(text_or_none("timeWindowStart", rules.time_window_start)),
          detail(text_or_none("timeWindowEnd", rules.time_window_end)),
          detail(text_or_none("timeWindowTimezone", rules.time_window_timezone)),
          detail(texts("timeWindowDays", rules.time_window_days)),
          flag("ipAllowlistEnabled", rules.ip_allowlist_enabled),
          detail(texts("ipAllowlistCidrs", rules.ip_allowlist_cidrs)),
          flag("rateCapEnabled", rules.rate_cap_enabled),
          detail(number_or_none("maxReadsPerDay", rules.max_reads_per_day)),
          detail(number_or_none("maxReadsPerMinute", rules.max_reads_per_minute)),
          flag("coSignEnabled", rules.co_sign_enabled),
          detail(text_or_none("coSignMachineId", rules.co_sign_machine_id)),
          detail(number_or_none("coSignWindowSeconds", rules.co_sign_window_seconds)),
          time("ttlExpiresAt", rules.ttl_expires_at),
          number_or_none("ttlMaxReads", rules.ttl_max_reads),
          number_or_none("rotateAfterReads", rules.rotate_after_reads),
          flag("sealedEnabled", rules.sealed_enabled),
          detail(text("projectId", policy.project_id)),
          detail(time("createdAt", policy.created_at)),
          detail(time("updatedAt", policy.updated_at))};
}

Record describe(const PolicyBinding& binding) {
  return {text("secretId", binding.secret_id), text_or_none("policyId", binding.policy_id),
          number("reads", binding.reads), number("readsToday", binding.reads_today),
          number("readsThisMinute", binding.reads_this_minute)};
}

Record describe(const VaultSettings& settings) {
  return {flag("ipAllowlistEnabled", settings.ip_allowlist_enabled),
          texts("ipAllowlistCidrs", settings.ip_allowlist_cidrs),
          number("keyOverlapSeconds", settings.key_overlap_seconds)};
}

Record describe(const Canary& canary) {
  return {text("secretId", canary.secret_id),
          text("name", canary.name),
          flag("enabled", canary.enabled),
          flag("triggerFreezeProject", canary.trigger_freeze_project),
          flag("triggerFreezeRelatedProjects", canary.trigger_freeze_related_projects),
          time("triggeredAt", canary.triggered_at),
          detail(text("projectId", canary.project_id))};
}

Record describe(const Webhook& webhook) {
  return {text("webhookId", webhook.webhook_id),
          text("name", webhook.name),
          text("url", webhook.url),
          detail(texts("actions", webhook.actions)),
          detail(text("minimumSeverity", webhook.minimum_severity)),
          flag("enabled", webhook.enabled),
          number("consecutiveFailures", webhook.consecutive_failures),
          time("lastDeliveredAt", webhook.last_delivered_at),
          detail(time("lastFailedAt", webhook.last_failed_at)),
          detail(text_or_none("lastError", webhook.last_error)),
          number("queued", webhook.queued),
          number("dropped", webhook.dropped),
          detail(time("createdAt", webhook.created_at))};
}

Record describe(const OneTimeLink& link) {
  return {text("linkId", link.link_id),
          text("name", link.name),
          flag("hasPassphrase", link.has_passphrase),
          number("wrongPassphrases", link.wrong_passphrases),
          time("expiresAt", link.expires_at),
          detail(time("createdAt", link.created_at)),
          detail(text("projectId", link.project_id))};
}

Record describe(const MadeLink& made) {
  return {text("url", made.url.expose_text()), text("linkId", made.link.link_id),
          time("expiresAt", made.link.expires_at)};
}

Record describe(const CoSignature& signature) {
  return {text("secretId", signature.secret_id), time("expiresAt", signature.expires_at)};
}

}  // namespace signet::cli
