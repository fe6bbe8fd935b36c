// SPDX-License-Identifier: Apache-2.0
#include "domain/posix_zone.hpp"

#include <algorithm>

namespace signet {
namespace {

using namespace std::chrono;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What is left of the text, and whether all that was taken was right.
struct Cursor {
  std::string_view rest;
  bool good = true;

  bool take(char wanted) {
    if (!rest.starts_with(wanted)) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char wanted) { good = take(wanted) && good; }

  int number(int least, int most) {
    int value = 0;
    std::size_t digits = 0;
    while (digits < rest.size() && digits < 3 && is_digit(rest[digits])) value = value * 10 + (rest[digits++] - '0');
    rest.remove_prefix(digits);
    good = good && digits > 0 && value >= least && value <= most;
    return value;
  }

  /// `EST`, or anything of letters, digits and signs in angle brackets.
  void name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    while (length < rest.size() &&
           (is_letter(rest[length]) ||
            (quoted && (is_digit(rest[length]) || rest[length] == '+' || rest[length] == '-'))))
      ++length;
    good = good && length >= 3;
    rest.remove_prefix(length);
    if (quoted) expect('>');
  }

  seconds time(int most_hours) {
    const bool negative = !take('+') && take('-');
    seconds value = hours(number(0, most_hours));
    if (take(':')) {
      value += minutes(number(0, 59));
      if (take(':')) value += seconds(number(0, 59));
    }
    return negative ? -value : value;
  }

  PosixZone::Day day() {
    PosixZone::Day day{.form = PosixZone::Day::Form::zero_based};
    if (take('M')) {
      day.form = PosixZone::Day::Form::month_week_weekday;
      day.month = number(1, 12);
      expect('.');
      day.week = number(1, 5);
      expect('.');
      day.day = number(0, 6);
    } else if (take('J')) {
      day.form = PosixZone::Day::Form::without_leap_day;
      day.day = number(1, 365);
    } else {
      day.day = number(0, 365);
    }
    day.time = take('/') ? time(167) : hours(2);
    return day;
  }
};

}  // namespace

std::optional<PosixZone> PosixZone::parse(std::string_view text) {
  Cursor cursor{text};
  PosixZone zone;
  cursor.name();
  zone.standard_ = -cursor.time(24);  // POSIX counts what is west of Greenwich as positive
  if (cursor.good && !cursor.rest.empty()) {
    cursor.name();
    Summer summer{.offset = zone.standard_ + hours(1), .begin = {}, .end = {}};
    if (!cursor.rest.starts_with(',')) summer.offset = -cursor.time(24);
    cursor.expect(',');
    summer.begin = cursor.day();
    cursor.expect(',');
    summer.end = cursor.day();
    zone.summer_ = summer;
  }
  if (!cursor.good || !cursor.rest.empty()) return std::nullopt;
  return zone;
}

sys_seconds PosixZone::Day::in(year year) const {
  const sys_days new_year(year / January / 1);
  switch (form) {
    case Form::zero_based: return new_year + days(day) + time;
    // Day 60 is the 1st of March in every year.
    case Form::without_leap_day: return new_year + days(day - 1 + (year.is_leap() && day >= 60 ? 1 : 0)) + time;
    case Form::month_week_weekday: break;
  }
  const auto in_month = year / std::chrono::month(static_cast<unsigned>(month));
  const std::chrono::weekday wanted(static_cast<unsigned>(day));
  if (week == 5) return sys_days(in_month / wanted[last]) + time;
  return sys_days(in_month / wanted[static_cast<unsigned>(week)]) + time;
}

seconds PosixZone::offset_at(sys_seconds at) const {
  // Beyond the years that the calendar knows there is nobody whose clock could differ.
  constexpr sys_seconds kEnd{sys_days(year(30000) / January / 1)};
  if (!summer_ || at >= kEnd || at.time_since_epoch() <= -kEnd.time_since_epoch()) return standard_;
  const auto year = year_month_day(floor<days>(at + standard_)).year();
  const auto begin = summer_->begin.in(year) - standard_;
  const auto end = summer_->end.in(year) - summer_->offset;
  const bool is_summer = begin < end ? begin <= at && at < end : at < end || begin <= at;
  return is_summer ? summer_->offset : standard_;
}

}  // namespace signet
