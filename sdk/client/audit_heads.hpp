// SPDX-License-Identifier: Apache-2.0
// The newest checkpoints of logs that a server told of. A log only grows: one that a later answer says is shorter, or
// of the same size and another, was changed or put back, and whoever is asked to be told is.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace signet::client {

struct AuditHead {
  std::uint64_t size = 0;
  std::string root = {};  // base64
};

/// Thread-safe.
class AuditHeads {
 public:
  using Known = std::map<std::string, AuditHead>;
  using Warn = std::function<void(const std::string&)>;

  /// They are kept in `file` from one process to the next, as far as it can be written; empty: in memory only. `warn`
  /// may be empty.
  AuditHeads(std::filesystem::path file, Warn warn);
  /// To be asked before a request is sent: what was told after that may be newer than its answer.
  [[nodiscard]] Known known() const;
  /// What the header of an answer says; one that says nothing understandable is ignored.
  void told(std::string_view header, const Known& before);

 private:
  void save();
  mutable std::mutex mutex_;
  std::filesystem::path file_;
  Warn warn_;
  Known known_;
  std::set<std::string> warned_;  // said once for each log
  std::chrono::steady_clock::time_point next_save_{};
};

}  // namespace signet::client
