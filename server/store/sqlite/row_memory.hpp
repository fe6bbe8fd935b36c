// SPDX-License-Identifier: Apache-2.0
// The rows of queries that every request asks. Commits of other connections empty SQLite's own page cache, so a reader
// would fetch the same pages again for each request; these stay as long as nothing they come from has changed.
//
// What changes them is counted in a number that all connections of a store share: odd while such a commit is under way,
// even and greater after it. Nonces, audit records and what identities leave behind in passing are in no remembered row
// and count for nothing.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signet::store {

using ChangeCount = std::atomic<std::uint64_t>;
/// Never 0, which is no state at all.
inline constexpr std::uint64_t kFirstChange = 2;
[[nodiscard]] inline bool is_settled(std::uint64_t count) { return count % 2 == 0; }

/// The rows of one run of a statement.
struct Rows {
  struct Cell {
    int type;  // SQLite's
    std::int64_t integer;
    std::size_t begin, size;  // of a text or a blob, in `bytes`
  };
  std::size_t columns = 0;
  std::vector<Cell> cells;
  std::string bytes;
};

/// Of one connection. While it is off it finds nothing and keeps nothing.
class RowMemory {
 public:
  explicit RowMemory(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Goes on with what is known if it is of the same state, else from nothing.
  void begin(std::uint64_t state);
  /// Off until the next begin().
  void pause() { on_ = false; }
  void switch_off();
  [[nodiscard]] bool is_on() const { return on_; }
  /// 0 while it is off.
  [[nodiscard]] std::uint64_t state() const { return on_ ? state_ : 0; }

  /// `key`: the statement and its arguments. Null if it is not known.
  [[nodiscard]] std::shared_ptr<const Rows> find(std::string_view key);
  /// When it is full, everything makes room: what is asked often is soon back.
  void keep(std::string_view key, const std::shared_ptr<const Rows>& rows);
  /// Whether anything was found since begin().
  [[nodiscard]] bool has_served() const { return served_; }
  /// Where a key is put together.
  [[nodiscard]] std::string& key() { return key_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
  };
  void forget();

  const std::size_t most_bytes_;
  std::uint64_t state_ = 0;
  bool on_ = false;
  bool served_ = false;
  std::size_t bytes_ = 0;
  std::string key_;
  boost::unordered_flat_map<std::string, std::shared_ptr<const Rows>, Hash, std::equal_to<>> rows_;
};

}  // namespace signet::store
