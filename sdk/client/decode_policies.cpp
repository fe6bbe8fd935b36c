// SPDX-License-Identifier: Apache-2.0
#include "decode_policies.hpp"

namespace signet::client {
namespace {

std::vector<std::string> texts(ObjectReader& object, std::string_view name) {
  return object.texts_or_none(name).value_or(std::vector<std::string>());
}

NewPolicy read_rules(ObjectReader& object) {
  return {.name = object.text("name"),
          .description = object.text("description"),
          .time_window_enabled = object.flag("timeWindowEnabled"),
          .time_window_start = object.text_or_none("timeWindowStart"),
          .time_window_end = object.text_or_none("timeWindowEnd"),
          .time_window_timezone = object.text_or_none("timeWindowTimezone"),
          .time_window_days = texts(object, "timeWindowDays"),
          .ip_allowlist_enabled = object.flag("ipAllowlistEnabled"),
          .ip_allowlist_cidrs = texts(object, "ipAllowlistCidrs"),
          .rate_cap_enabled = object.flag("rateCapEnabled"),
          .max_reads_per_day = object.number_or_none("maxReadsPerDay"),
          .max_reads_per_minute = object.number_or_none("maxReadsPerMinute"),
          .co_sign_enabled = object.flag("coSignEnabled"),
          .co_sign_machine_id = object.text_or_none("coSignMachineId"),
          .co_sign_window_seconds = object.number_or_none("coSignWindowSeconds"),
          .ttl_expires_at = object.time_or_none("ttlExpiresAt"),
          .ttl_max_reads = object.number_or_none("ttlMaxReads"),
          .rotate_after_reads = object.number_or_none("rotateAfterReads"),
          .sealed_enabled = object.flag("sealedEnabled")};
}

}  // namespace

Policy read_policy(ObjectReader& object) {
  return {.policy_id = object.text("policyId"),
          .project_id = object.text("projectId"),
          .rules = read_rules(object),
          .created_at = object.time("createdAt"),
          .updated_at = object.time("updatedAt")};
}

PolicyBinding read_policy_binding(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .policy_id = object.text_or_none("policyId"),
          .reads = object.number("reads"),
          .reads_today = object.number("readsToday"),
          .reads_this_minute = object.number("readsThisMinute")};
}

}  // namespace signet::client
