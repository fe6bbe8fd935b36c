// SPDX-License-Identifier: Apache-2.0
#include "auth/budget.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <ranges>
#include <stdexcept>

namespace signet::auth {
namespace {

constexpr std::int64_t kSecond = 1'000'000;  // in microseconds, as everything here
constexpr std::int64_t kAtOnce = 5 * kSecond;
constexpr std::size_t kSets = 2'048;
constexpr std::size_t kEntriesInSet = 8;
constexpr std::chrono::hours kKnown{1};
constexpr std::int64_t kMostForOne = 8;
constexpr std::size_t kBytesForOne = 1'024;  // of a signature: longer ones take longer to verify

std::int64_t in_micros(Budget::Time time) { return std::chrono::microseconds(time).count(); }

std::int64_t cost_of(std::size_t signature) {
  return std::min(1 + static_cast<std::int64_t>(signature / kBytesForOne), kMostForOne);
}

}  // namespace

struct alignas(64) Budget::Set {
  std::mutex mutex;
  std::array<Entry, kEntriesInSet> entries;
};

Budget::Budget(std::int64_t a_second)
    : each_(a_second == 0 ? 0 : std::max<std::int64_t>(kSecond / a_second, 1)), sets_(std::make_unique<Set[]>(kSets)) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  static_assert(sizeof key_ == crypto_shorthash_KEYBYTES);
  crypto_shorthash_keygen(key_.data());
}

Budget::~Budget() = default;

// Keyed: nobody outside can look for subjects that share a set.
std::uint64_t Budget::hash(std::string_view subject) const {
  std::uint64_t value = 0;
  std::array<std::uint8_t, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), reinterpret_cast<const std::uint8_t*>(subject.data()), subject.size(), key_.data());
  std::memcpy(&value, digest.data(), sizeof value);
  return std::max<std::uint64_t>(value, 1);  // 0 is nobody
}

/// Its entry, in the place of the one that is missed least: nothing is lost with a budget that is full.
template <class Use>
auto Budget::with_entry(std::string_view subject, Use use) {
  const auto wanted = hash(subject);
  auto& set = sets_[wanted % kSets];
  const std::scoped_lock lock(set.mutex);
  auto found = std::ranges::find(set.entries, wanted, &Entry::subject);
  if (found == set.entries.end()) {
    found = std::ranges::min_element(
        set.entries, {}, [](const Entry& entry) { return std::max(entry.full_at, entry.vouched_until); });
    *found = {.subject = wanted};
  }
  return use(*found);
}

std::optional<std::chrono::seconds> Budget::take(std::string_view subject, std::int64_t cost, Time now) {
  using Wait = std::optional<std::chrono::seconds>;
  if (each_ == 0) return std::nullopt;
  return with_entry(subject, [&, at = in_micros(now)](Entry& entry) -> Wait {
    const auto from = std::max(entry.full_at, at);
    const auto too_much = from + cost * each_ - at - kAtOnce;
    if (from > at && too_much > 0) return std::chrono::seconds((too_much + kSecond - 1) / kSecond);
    entry.full_at = from + cost * each_;
    return std::nullopt;
  });
}

void Budget::give_back(std::string_view subject, std::int64_t cost, Time now) {
  if (each_ == 0) return;
  with_entry(subject, [&](Entry& entry) { entry.full_at = std::max(entry.full_at - cost * each_, in_micros(now)); });
}

void Budget::vouch(std::string_view subject, Time until) {
  with_entry(subject, [&](Entry& entry) { entry.vouched_until = in_micros(until); });
}

bool Budget::is_vouched_for(std::string_view subject, Time now) {
  const auto wanted = hash(subject);
  auto& set = sets_[wanted % kSets];
  const std::scoped_lock lock(set.mutex);
  const auto found = std::ranges::find(set.entries, wanted, &Entry::subject);
  return found != set.entries.end() && found->vouched_until > in_micros(now);
}

std::optional<std::chrono::seconds> CheckBudget::take(std::string_view address, std::size_t signature, Time now) {
  const auto cost = cost_of(signature);
  if (auto wait = addresses_.take(address, cost, now)) return wait;
  if (addresses_.is_vouched_for(address, now)) return std::nullopt;
  auto wait = strangers_.take({}, cost, now);
  if (wait) addresses_.give_back(address, cost, now);
  return wait;
}

void CheckBudget::give_back(std::string_view address, std::size_t signature, bool good, Time now) {
  const auto cost = cost_of(signature);
  addresses_.give_back(address, cost, now);
  if (!addresses_.is_vouched_for(address, now)) strangers_.give_back({}, cost, now);
  if (good) addresses_.vouch(address, now + kKnown);
}

}  // namespace signet::auth
