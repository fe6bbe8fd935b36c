// SPDX-License-Identifier: Apache-2.0
// A time zone by rule, as POSIX writes it in TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. It says what holds after the last change
// that a TZif file lists.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace signet {

class PosixZone {
 public:
  /// Summer time must come with its rules. Hours of rules from -167 to 167, as TZif version 3 has them.
  [[nodiscard]] static std::optional<PosixZone> parse(std::string_view text);
  [[nodiscard]] std::chrono::seconds offset_at(std::chrono::sys_seconds at) const;

  /// A day of every year, and the time on the wall of it.
  struct Day {
    enum class Form { month_week_weekday, without_leap_day, zero_based } form;
    int month = 0, week = 0;
    int day = 0;  // of the week or of the year, as the form says
    std::chrono::seconds time{};
    /// As if the wall showed UTC.
    [[nodiscard]] std::chrono::sys_seconds in(std::chrono::year year) const;
  };

 private:
  struct Summer {
    std::chrono::seconds offset;
    Day begin, end;
  };
  std::chrono::seconds standard_{};
  std::optional<Summer> summer_;
};

}  // namespace signet
