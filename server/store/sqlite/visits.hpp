// SPDX-License-Identifier: Apache-2.0
// Who was here when, as long as it is not in the database: a row for each request, anywhere in a large table, would
// cost more than the request's nonce and record together. Written down in order of identity, so that neighbours share a
// page.
#pragma once

#include "domain/identity.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signet::store {

/// Of one store. Thread-safe.
class Visits {
 public:
  using Visit = std::pair<std::string, LastSeen>;

  void note(const std::vector<Visit>& visits);
  void forget(const std::string& identity);
  /// Null: what the database says is the last.
  [[nodiscard]] std::optional<LastSeen> find(const std::string& identity) const;

  /// The next ones in order of identity, from where the last call ended and round again.
  [[nodiscard]] std::vector<Visit> next(std::size_t most);
  /// They are in the database; who has come again since stays.
  void written(const std::vector<Visit>& visits);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, LastSeen> unwritten_;
  std::string position_;
};

}  // namespace signet::store
