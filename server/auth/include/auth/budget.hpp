// SPDX-License-Identifier: Apache-2.0
// How much of something each subject may use up in a second, with five seconds' worth at once. Kept in a table of fixed
// size, in memory alone: nobody can make it grow, and a restart gives everybody a full budget.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

namespace signet::auth {

/// Thread-safe. Takes one lock of many, and no memory.
class Budget {
 public:
  using Time = std::chrono::milliseconds;  // that never goes back

  /// 0: without limit.
  explicit Budget(std::int64_t a_second);
  ~Budget();

  /// Uses up `cost`, or says how long until there is as much: at least a second.
  [[nodiscard]] std::optional<std::chrono::seconds> take(std::string_view subject, std::int64_t cost, Time now);
  /// As if it had not been used up.
  void give_back(std::string_view subject, std::int64_t cost, Time now);
  /// Until then it is remembered in preference to those that were not vouched for.
  void vouch(std::string_view subject, Time until);
  [[nodiscard]] bool is_vouched_for(std::string_view subject, Time now);

 private:
  // All that is known of a subject: when its budget will be full again.
  struct Entry {
    std::uint64_t subject = 0;
    std::int64_t full_at = 0;  // microseconds
    std::int64_t vouched_until = 0;
  };
  struct Set;
  [[nodiscard]] std::uint64_t hash(std::string_view subject) const;
  template <class Use>
  auto with_entry(std::string_view subject, Use use);

  const std::int64_t each_;  // microseconds that one costs; 0: without limit
  std::array<std::uint8_t, 16> key_;
  std::unique_ptr<Set[]> sets_;
};

/// What a forged signature may cost, before it is looked at. Good ones cost nothing: what they took is given back.
class CheckBudget {
 public:
  using Time = Budget::Time;
  CheckBudget(std::int64_t per_address, std::int64_t strangers) : addresses_(per_address), strangers_(strangers) {}

  /// By the length of the signature, so by the request alone. Strangers, addresses from which nobody has authenticated
  /// in the last hour, share another budget: a flood from many of them leaves the others alone.
  [[nodiscard]] std::optional<std::chrono::seconds> take(std::string_view address, std::size_t signature, Time now);
  /// It was no failure. `good`: somebody has authenticated.
  void give_back(std::string_view address, std::size_t signature, bool good, Time now);

 private:
  Budget addresses_;
  Budget strangers_;
};

/// Those of one server; 0 in all: without limits.
struct Budgets {
  struct Rules {
    std::int64_t requests_per_identity = 0;
    std::int64_t checks_per_address = 0;
    std::int64_t checks_of_strangers = 0;
  };
  explicit Budgets(Rules rules)
      : requests(rules.requests_per_identity), checks(rules.checks_per_address, rules.checks_of_strangers) {}
  Budget requests;  // by identity, once its signature was good
  CheckBudget checks;
};

}  // namespace signet::auth
