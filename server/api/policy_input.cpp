// SPDX-License-Identifier: Apache-2.0
#include "policy_input.hpp"

#include "render.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>
#include <charconv>

namespace signet::api {
namespace {

using namespace std::chrono;

constexpr std::uint64_t kMostReads = 1'000'000'000;
constexpr std::uint64_t kLongestCoSign = 24 * 60 * 60;
constexpr std::uint64_t kLastInstant = 253'402'300'799'999;  // of the year 9999

std::optional<minutes> parse_minute_of_day(std::string_view text) {
  const auto two_digits = [&](std::size_t at) {
    unsigned value = 99;
    const auto* begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + 2, value);
    return error == std::errc{} && end == begin + 2 ? value : 99U;
  };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = two_digits(0), minute = two_digits(3);
  if (hour > 23 || minute > 59) return std::nullopt;
  return hours(hour) + minutes(minute);
}

std::string minute_of_day_text(minutes at) {
  const auto two = [](auto value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); };
  return two(at.count() / 60) + ":" + two(at.count() % 60);
}

std::uint8_t read_days(Input& input, const std::vector<std::string>& names) {
  std::uint8_t days = 0;
  for (const auto& name : names) {
    const auto found = std::ranges::find(kWeekdays, name);
    const auto bit = static_cast<std::uint8_t>(1U << (found - kWeekdays.begin()));
    if (found == kWeekdays.end() || (days & bit) != 0) {
      input.fail("timeWindowDays", "Must be some of mon tue wed thu fri sat sun, each once");
      return days;
    }
    days |= bit;
  }
  return days;
}

std::optional<minutes> read_minute(Input& input, std::string_view field) {
  const auto text = input.optional_text(field);
  if (!text) return std::nullopt;
  const auto at = parse_minute_of_day(*text);
  if (!at) input.fail(field, "Must be a time of day from 00:00 to 23:59");
  return at;
}

/// All of it or nothing: a window that lacks a part is none.
void read_window(Input& input, PolicyRules& rules) {
  rules.time_window_enabled = input.optional_flag("timeWindowEnabled").value_or(false);
  const auto start = read_minute(input, "timeWindowStart"), end = read_minute(input, "timeWindowEnd");
  const auto zone = input.optional_text("timeWindowTimezone");
  if (zone && !system_time_zones().find(*zone))
    input.fail("timeWindowTimezone", "Is not a time zone that this server knows, as in Europe/Berlin");
  const auto days = input.optional_texts("timeWindowDays", kWeekdays.size());
  const auto bits = days ? read_days(input, *days) : std::uint8_t{0};
  if (!start && !end && !zone && !days && !rules.time_window_enabled) return;
  if (!start) input.fail("timeWindowStart", "Is missing");
  if (!end || end == start) input.fail("timeWindowEnd", end ? "Must differ from timeWindowStart" : "Is missing");
  if (!zone) input.fail("timeWindowTimezone", "Is missing");
  if (bits == 0) input.fail("timeWindowDays", "Must name at least one day");
  rules.time_window = TimeWindow{start.value_or(0min), end.value_or(0min), zone.value_or(""), bits};
}

void read_allow_list(Input& input, PolicyRules& rules) {
  rules.ip_allowlist_enabled = input.optional_flag("ipAllowlistEnabled").value_or(false);
  rules.networks = read_networks(input, "ipAllowlistCidrs").value_or(std::vector<std::string>());
  if (rules.ip_allowlist_enabled && rules.networks.empty())
    input.fail("ipAllowlistCidrs", "Must have at least one network");
}

void read_rate_cap(Input& input, PolicyRules& rules) {
  rules.rate_cap_enabled = input.optional_flag("rateCapEnabled").value_or(false);
  rules.max_reads_per_day = input.number_within("maxReadsPerDay", 1, kMostReads);
  rules.max_reads_per_minute = input.number_within("maxReadsPerMinute", 1, kMostReads);
  if (rules.rate_cap_enabled && !rules.max_reads_per_day && !rules.max_reads_per_minute)
    input.fail("maxReadsPerDay", "Is missing: give it, or maxReadsPerMinute, or both");
}

void read_co_sign(Input& input, PolicyRules& rules) {
  rules.co_sign_enabled = input.optional_flag("coSignEnabled").value_or(false);
  if (const auto machine = input.optional_text("coSignMachineId")) {
    rules.co_sign_machine = MachineId::parse(*machine);
    if (!rules.co_sign_machine) input.fail("coSignMachineId", "Is not a machine of this vault");
  }
  if (const auto window = input.number_within("coSignWindowSeconds", 1, kLongestCoSign))
    rules.co_sign_window = seconds(*window);
  if (!rules.co_sign_enabled) return;
  if (!rules.co_sign_machine) input.fail("coSignMachineId", "Is missing");
  if (!rules.co_sign_window) input.fail("coSignWindowSeconds", "Is missing");
}

template <class T>
Json number_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json texts(const std::vector<std::string>& items) {
  Json array = Json::array();
  for (const auto& item : items) array.push_back(json_text(item));
  return array;
}

Json render_days(const std::optional<TimeWindow>& window) {
  std::vector<std::string> names;
  for (std::size_t day = 0; window && day < kWeekdays.size(); ++day)
    if ((window->days >> day & 1) != 0) names.emplace_back(kWeekdays[day]);
  return texts(names);
}

}  // namespace

std::optional<std::vector<std::string>> read_networks(Input& input, std::string_view field) {
  auto networks = input.optional_texts(field, limits::kMaxNetworks);
  for (const auto& text : networks.value_or(std::vector<std::string>()))
    if (!Network::parse(text)) input.fail(field, "Each must be an address or a network, as in 192.0.2.0/24");
  return networks;
}

vault::NewPolicy read_policy(Input& input) {
  vault::NewPolicy policy{.name = input.name("name"), .description = {}, .rules = {}};
  policy.description = input.optional_text("description").value_or("");
  if (policy.description.size() > limits::kMaxDescription)
    input.fail("description", "Is longer than " + std::to_string(limits::kMaxDescription) + " bytes");
  auto& rules = policy.rules;
  read_window(input, rules);
  read_allow_list(input, rules);
  read_rate_cap(input, rules);
  read_co_sign(input, rules);
  if (const auto at = input.number_within("ttlExpiresAt", 1, kLastInstant))
    rules.expires_at = from_millis(static_cast<std::int64_t>(*at));
  rules.max_reads = input.number_within("ttlMaxReads", 1, kMostReads);
  rules.rotate_after_reads = input.number_within("rotateAfterReads", 1, kMostReads);
  rules.sealed_enabled = input.optional_flag("sealedEnabled").value_or(false);
  return policy;
}

Json render(const Policy& policy) {
  const auto& rules = policy.rules;
  const auto& window = rules.time_window;
  return {{"policyId", json_text(policy.id.str())},
          {"projectId", json_text(policy.project.str())},
          {"name", json_text(policy.name)},
          {"description", json_text(policy.description)},
          {"timeWindowEnabled", rules.time_window_enabled},
          {"timeWindowStart", window ? json_text(minute_of_day_text(window->start)) : Json(nullptr)},
          {"timeWindowEnd", window ? json_text(minute_of_day_text(window->end)) : Json(nullptr)},
          {"timeWindowTimezone", window ? json_text(window->zone) : Json(nullptr)},
          {"timeWindowDays", render_days(window)},
          {"ipAllowlistEnabled", rules.ip_allowlist_enabled},
          {"ipAllowlistCidrs", texts(rules.networks)},
          {"rateCapEnabled", rules.rate_cap_enabled},
          {"maxReadsPerDay", number_or_null(rules.max_reads_per_day)},
          {"maxReadsPerMinute", number_or_null(rules.max_reads_per_minute)},
          {"coSignEnabled", rules.co_sign_enabled},
          {"coSignMachineId", rules.co_sign_machine ? json_text(rules.co_sign_machine->str()) : Json(nullptr)},
          {"coSignWindowSeconds", rules.co_sign_window ? Json(rules.co_sign_window->count()) : Json(nullptr)},
          {"ttlExpiresAt", rules.expires_at ? Json(to_millis(*rules.expires_at)) : Json(nullptr)},
          {"ttlMaxReads", number_or_null(rules.max_reads)},
          {"rotateAfterReads", number_or_null(rules.rotate_after_reads)},
          {"sealedEnabled", rules.sealed_enabled},
          {"createdAt", to_millis(policy.created_at)},
          {"updatedAt", to_millis(policy.updated_at)}};
}

}  // namespace signet::api
