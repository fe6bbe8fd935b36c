// SPDX-License-Identifier: Apache-2.0
#include "sqlite/nonce_guard.hpp"

#include <algorithm>

namespace signet::store {
namespace {

constexpr auto kAll = sql("SELECT entries FROM spent_nonces");
constexpr auto kOldest = sql("SELECT seq, newest, entries FROM spent_nonces ORDER BY seq");
constexpr auto kAppend = sql("INSERT INTO spent_nonces (newest, entries) VALUES (?1, ?2)");
constexpr auto kForget = sql("DELETE FROM spent_nonces WHERE seq <= ?1");
constexpr auto kForeignCommits = sql("PRAGMA data_version");

/// Calls `each` with the owner and the nonce of every line.
template <class Each>
void read_entries(const Query& row, int column, const Each& each) {
  const auto text = row.text(column);
  for (std::string_view left = text; !left.empty();) {
    const auto end = left.find('\n');
    const auto line = left.substr(0, end);
    const auto space = line.find(' ');
    if (end == left.npos || space == line.npos) row.corrupt(column);
    each(line.substr(0, space), line.substr(space + 1));
    left.remove_prefix(end + 1);
  }
}

}  // namespace

NonceGuard::NonceGuard(Connection& connection, LiveNonces& live) : db_(connection), live_(live) {
  seen_commits_ = foreign_commits();
  learn();
}

void NonceGuard::learn() {
  live_.clear();
  Query rows(db_, kAll);
  while (rows.step())
    read_entries(rows, 0, [&](auto owner, auto nonce) { live_.insert(live_.hash(owner, nonce)); });
  size_ = live_.size();
}

// SQLite: changes when another connection than this one commits.
std::int64_t NonceGuard::foreign_commits() {
  Query version(db_, kForeignCommits);
  version.step();
  return version.integer(0);
}

void NonceGuard::begin() {
  const auto commits = foreign_commits();
  if (commits == seen_commits_) return;
  learn();
  seen_commits_ = commits;
}

bool NonceGuard::spend(std::int64_t timestamp, std::string_view owner, std::string_view nonce) {
  const auto hash = live_.hash(owner, nonce);
  if (live_.contains(hash) || std::ranges::find(spent_, hash, &Spent::hash) != spent_.end()) return false;
  entries_.append(owner).append(1, ' ').append(nonce).append(1, '\n');
  spent_.push_back({hash, timestamp, entries_.size()});
  return true;
}

bool NonceGuard::forget(Writer& writer, std::int64_t cutoff, std::size_t limit) {
  const auto most = forgotten_.size() + std::max<std::size_t>(limit, 1);
  std::int64_t last = 0;
  bool all = true;
  {
    Query rows(db_, kOldest);
    while (rows.step() && rows.integer(1) < cutoff) {
      all = forgotten_.size() < most;
      if (!all) break;
      last = rows.integer(0);
      read_entries(rows, 2, [&](auto owner, auto nonce) { forgotten_.push_back(live_.hash(owner, nonce)); });
    }
  }
  if (last != 0) writer.write_in_passing(kForget, last);
  return all;
}

void NonceGuard::roll_back_to(const Mark& mark) {
  spent_.resize(mark.spent);
  entries_.resize(spent_.empty() ? 0 : spent_.back().end);
  forgotten_.resize(mark.forgotten);
}

void NonceGuard::write(Writer& writer) {
  if (spent_.empty()) return;
  writer.write_in_passing(kAppend, std::ranges::max(spent_, {}, &Spent::timestamp).timestamp, entries_);
}

void NonceGuard::commit() {
  for (const auto hash : forgotten_) live_.erase(hash);
  for (const auto& spent : spent_) live_.insert(spent.hash);
  size_ = size_ + spent_.size() - forgotten_.size();
  roll_back_to({});
}

}  // namespace signet::store
