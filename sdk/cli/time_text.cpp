// SPDX-License-Identifier: Apache-2.0
#include "time_text.hpp"

#include <fmt/format.h>

#include <charconv>

namespace signet::cli {
namespace {

using namespace std::chrono;

std::optional<int> all_digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && text.front() != '-';
  return whole ? std::optional(value) : std::nullopt;
}

std::optional<client::Time> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = all_digits(text.substr(0, 4)), m = all_digits(text.substr(5, 2)), d = all_digits(text.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return client::Time(sys_days{date});
}

std::optional<milliseconds> parse_clock(std::string_view text) {
  if (text.size() != 9 || text[2] != ':' || text[5] != ':' || text[8] != 'Z') return std::nullopt;
  const auto h = all_digits(text.substr(0, 2)), m = all_digits(text.substr(3, 2)), s = all_digits(text.substr(6, 2));
  if (!h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  return hours{*h} + minutes{*m} + seconds{*s};
}

}  // namespace

std::string show_time(client::Time time) {
  const auto midnight = floor<days>(time);
  const year_month_day date{midnight};
  const hh_mm_ss clock{floor<seconds>(time - midnight)};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::optional<seconds> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 7) return std::nullopt;
  const auto count = all_digits(text.substr(0, text.size() - 1));
  if (!count) return std::nullopt;
  switch (text.back()) {
    case 's': return seconds{*count};
    case 'm': return minutes{*count};
    case 'h': return hours{*count};
    case 'd': return days{*count};
    default: return std::nullopt;
  }
}

std::optional<client::Time> parse_time(std::string_view text, client::Time now) {
  if (const auto ago = parse_duration(text)) return now - *ago > client::Time{} ? now - *ago : client::Time{};
  const auto date = parse_date(text.substr(0, 10));
  if (!date || text.size() == 10) return date;
  const auto clock = text[10] == 'T' ? parse_clock(text.substr(11)) : std::nullopt;
  if (!clock) return std::nullopt;
  return *date + *clock;
}

}  // namespace signet::cli
